"""Every page in both languages, from the bulletins and nothing else."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims.apply.timetable import days_left, timetable
from claims.opening_hours import desk_today
from compensation.programmes import in_force
from foundation.japan.models import Holiday
from foundation.trail import clock as portal_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

PROGRAMMES = ["kumamoto", "iwate", "yamanashi", "nara"]
PAGES = ["/", "/contact/", "/privacy/", "/accessibility/", "/status/"]
PAGES += [f"/{slug}/{page}" for slug in PROGRAMMES for page in ("", "apply/")]
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def words(page: str) -> str:
    """The text of a page without its marks, and without what is marked as Japanese."""
    page = re.sub(r'<(\w+)[^>]* lang="ja"[^>]*>.*?</\1>', "", page, flags=re.DOTALL)
    body = page.split("<body", 1)[1].split(">", 1)[1]
    return re.sub(r"<[^>]+>", " ", body)


@pytest.mark.parametrize("page", PAGES)
def test_japanese_first(client: Client, page: str) -> None:
    answer = client.get(page)
    assert (answer.status_code, answer.headers["Content-Language"]) == (200, "ja")


@pytest.mark.parametrize("page", PAGES)
def test_english_is_complete(client: Client, page: str) -> None:
    answer = client.get(f"{page}?lang=en").content.decode()
    assert JAPANESE.findall(words(answer)) == []


def test_the_language_is_remembered(client: Client) -> None:
    client.get("/?lang=en")
    assert client.get("/status/").headers["Content-Language"] == "en"
    client.get("/?lang=ja")
    assert client.get("/status/").headers["Content-Language"] == "ja"


def test_a_language_that_is_not_offered_is_passed_over(client: Client) -> None:
    answer = client.get("/?lang=xx")
    assert answer.headers["Content-Language"] == "ja"
    assert "language" not in answer.cookies


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_loaded_from_elsewhere(client: Client, page: str) -> None:
    answer = client.get(page).content.decode()
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]+(?:src|href)="([^"]+)"', answer)
    assert [address for address in loaded if not address.startswith("/static/")] == []
    assert "style=" not in answer


@pytest.mark.parametrize("page", PAGES)
def test_one_primary_button_a_page(client: Client, page: str) -> None:
    assert client.get(page).content.decode().count("button-primary") <= 1


def test_a_programme_that_is_not_there(client: Client) -> None:
    assert client.get("/nowhere/").status_code == 404
    assert client.get("/twooca/apply/").status_code == 404


def test_kumamoto_shows_the_stale_line_as_quoted_with_the_one_that_governs(client: Client) -> None:
    page = client.get("/kumamoto/").content.decode()
    assert '<blockquote class="quotation" lang="ja">「2023年3月22日（水）オープン予定」</blockquote>' in page
    assert "有効なのはこちらです：" in page


@pytest.mark.parametrize("programme", ["iwate", "yamanashi", "nara"])
def test_only_kumamoto_contradicts_itself(client: Client, programme: str) -> None:
    assert "食い違う記載" not in client.get(f"/{programme}/").content.decode()


def test_methods_in_the_order_of_the_notice_and_marked_where_planned() -> None:
    names = {slug: [m.id for m in in_force(slug, portal_clock.now()).rules.points.methods] for slug in PROGRAMMES}
    assert names["yamanashi"] == ["amazon", "ponta", "paypay", "edy"]
    assert names["kumamoto"] == ["amazon", "ponta", "paypay", "edy", "nanaco"]


def test_a_planned_list_is_called_planned(client: Client) -> None:
    planned = {
        slug: '<span class="chip">予定</span>' in client.get(f"/{slug}/").content.decode() for slug in PROGRAMMES
    }
    assert planned == {"kumamoto": True, "iwate": False, "yamanashi": True, "nara": False}


def test_silence_is_shown_and_not_filled(client: Client) -> None:
    page = client.get("/yamanashi/").content.decode()
    assert "受取の期限は書かれていません。" in page
    assert "5月31日" not in page


def test_the_timetable_is_in_order_and_knows_what_is_over() -> None:
    rules = in_force("kumamoto", portal_clock.now()).rules
    rows = timetable(rules, portal_clock.now())
    assert [row.order for row in rows] == sorted(row.order for row in rows)
    assert [row.over for row in rows] == [True, True, True, True, True, False, False, False]


@pytest.mark.parametrize(
    ("moment", "left"),
    [("2023-04-10T10:00:00+09:00", 20), ("2023-04-30T23:59:59+09:00", 0), ("2023-05-01T00:00:00+09:00", None)],
)
def test_days_left(clock: time_machine.Traveller, moment: str, left: int | None) -> None:
    clock.move_to(moment)
    rules = in_force("kumamoto", portal_clock.now()).rules
    assert rules.paper is not None
    assert days_left(rules.paper.deadline.day, portal_clock.now()) == left


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        ("2023-03-21T10:00:00+09:00", (True, True)),
        ("2023-03-21T17:59:59+09:00", (True, True)),
        ("2023-03-21T18:00:00+09:00", (True, False)),
        ("2023-04-10T09:59:59+09:00", (True, False)),
        ("2023-04-29T12:00:00+09:00", (False, False)),
        ("2023-04-30T12:00:00+09:00", (False, False)),
    ],
)
def test_the_desk_by_the_calendar(clock: time_machine.Traveller, moment: str, today: tuple[bool, bool]) -> None:
    Holiday.objects.bulk_create([Holiday(day="2023-01-01", name="元日"), Holiday(day="2023-03-21", name="春分の日")])
    clock.move_to(moment)
    hours = in_force("kumamoto", portal_clock.now()).rules.contact.hours
    assert desk_today(hours, portal_clock.now()) == today


def test_without_a_calendar_the_page_does_not_guess() -> None:
    hours = in_force("kumamoto", portal_clock.now()).rules.contact.hours
    assert desk_today(hours, portal_clock.now()) is None
