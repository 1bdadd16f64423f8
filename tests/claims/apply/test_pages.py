"""Every page in both languages, from the bulletins and nothing else."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims.apply.timetable import days_left, timetable
from compensation.programmes import in_force
from foundation.trail import clock as portal_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

PROGRAMMES = ["kumamoto", "iwate", "yamanashi", "nara"]
PAGES = ["/", "/contact/", "/privacy/", "/accessibility/", "/status/", "/check/", "/verify-message/"]
PAGES += [f"/{slug}/{page}" for slug in PROGRAMMES for page in ("", "apply/", "check/")]
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


def test_what_is_kept_and_from_when_is_told_in_japanese(client: Client) -> None:
    page = client.get("/privacy/").content.decode()
    assert ("申請をはじめた日" in page, re.findall(r"the day \w+", page, flags=re.IGNORECASE)) == (True, [])


def test_the_language_is_remembered(client: Client) -> None:
    client.get("/?lang=en")
    assert client.get("/status/").headers["Content-Language"] == "en"
    client.get("/?lang=ja")
    assert client.get("/status/").headers["Content-Language"] == "ja"


def test_a_language_that_is_not_offered_is_passed_over(client: Client) -> None:
    answer = client.get("/?lang=xx")
    assert answer.headers["Content-Language"] == "ja"
    assert "language" not in answer.cookies


@pytest.mark.parametrize("question", ["", "?lang=en"])
def test_each_door_of_the_start_names_its_prefecture(client: Client, question: str) -> None:
    page = client.get(f"/{question}").content.decode()
    named = {"熊本県", "岩手県", "山梨県", "奈良県"} if not question else {"Kumamoto", "Iwate", "Yamanashi", "Nara"}
    assert set(re.findall(r'<span class="door-place">([^<]+)</span>', page)) == named


def test_enter_in_a_field_submits_and_does_not_switch_the_language(client: Client) -> None:
    """A browser presses the first submit button of the form in the order of the page."""
    begun = client.post("/kumamoto/apply/").headers["Location"]
    for address, form in ((begun, "application"), ("/status/", "status")):
        first = re.search(rf'<button[^>]* form="{form}"[^>]*>', client.get(address).content.decode())
        assert first is not None
        assert "formaction" not in first[0]


TYPED = re.compile(r'<(?:input(?![^>]*type="hidden")|select|textarea)\b')


@pytest.mark.parametrize("address", [*PAGES, "/receive/", "/twooca/", "/twooca/claim/"])
def test_wherever_something_can_be_typed_the_language_changes_with_the_form(client: Client, address: str) -> None:
    """A link would throw away what was typed; the button takes it along, also without JavaScript."""
    page = client.get(address).content.decode()
    switch = re.search(r'<(button|a)[^>]*\?lang=en"', page)
    assert switch is not None
    assert (switch[1] == "button") == (TYPED.search(page.split("<main")[1]) is not None)


@pytest.mark.parametrize(
    ("address", "name"), [("/status/", "number"), ("/verify-message/", "link"), ("/kumamoto/check/", "unit")]
)
def test_what_was_typed_comes_back_in_the_other_language_unchecked(client: Client, address: str, name: str) -> None:
    page = client.post(f"{address}?lang=en", {name: "half typ", "keep": "1"}).content.decode()
    assert ('<html lang="en">' in page, 'value="half typ"' in page, "error-summary" in page) == (True, True, False)


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


def test_yamanashi_shows_the_end_of_the_extension_that_its_supplement_tells_otherwise(client: Client) -> None:
    page = client.get("/yamanashi/").content.decode()
    assert '<blockquote class="quotation" lang="ja">「2023年3月31日（金）宿泊まで延長」</blockquote>' in page


@pytest.mark.parametrize("programme", ["iwate", "nara"])
def test_the_others_do_not_contradict_themselves(client: Client, programme: str) -> None:
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


def rows_of(programme: str, clock: time_machine.Traveller, moment: str) -> list[tuple[str, bool]]:
    clock.move_to(moment)
    rows = timetable(in_force(programme, portal_clock.now()).rules, portal_clock.now())
    assert [row.order for row in rows] == sorted(row.order for row in rows)
    return [(row.when.ja, row.over) for row in rows]


def test_a_plan_without_an_end_is_open_until_the_last_day_to_receive(clock: time_machine.Traveller) -> None:
    assert rows_of("kumamoto", clock, "2023-05-02T10:00:00+09:00") == [
        ("2023年2月24日（金）夕刻", True),
        ("2023年2月26日（日）まで", True),
        ("2023年3月24日（金）14:00", True),
        ("2023年3月31日（金）まで", True),
        ("2023年3月31日（金）の終わり", True),
        ("2023年4月上旬以降", False),
        ("2023年4月30日（日）まで", True),
        ("5月初旬頃から順次", False),
        ("2023年5月31日（水）まで", False),
    ]


def test_with_the_last_day_to_receive_everything_is_over(clock: time_machine.Traveller) -> None:
    assert {over for _, over in rows_of("kumamoto", clock, "2023-06-01T00:00:00+09:00")} == {True}


def test_an_opening_without_a_day_stands_in_the_timetable_and_no_deadline_is_made_up(
    clock: time_machine.Traveller,
) -> None:
    assert rows_of("yamanashi", clock, "2023-06-01T10:00:00+09:00") == [
        ("2023年2月24日（金）夕刻", True),
        ("2023年2月26日（日）まで", True),
        ("3/20頃の予定", True),
        ("2023年3月31日（金）まで", True),
        ("2023年3月31日（金）の終わり", True),
        ("4月下旬を目途", False),
        ("4月下旬を目途", False),
    ]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2023-04-30T23:59:59+09:00", "最後の日は2023年4月30日（日）です。"),
        ("2023-05-01T00:00:00+09:00", "最後の日（2023年4月30日（日））は過ぎました。"),
    ],
)
def test_after_the_last_day_of_the_timetable_nobody_is_told_to_be_quick(
    client: Client, clock: time_machine.Traveller, moment: str, said: str
) -> None:
    clock.move_to(moment)
    page = client.get("/yamanashi/").content.decode()
    assert ("お早めに申請してください" in page, said in page) == ("です。" in said, True)


def test_a_closed_notice_no_longer_lists_what_to_prepare(client: Client, clock: time_machine.Traveller) -> None:
    before = "申請に必要なもの" in client.get("/kumamoto/").content.decode()
    clock.move_to("2023-05-01T00:00:00+09:00")
    after = "申請に必要なもの" in client.get("/kumamoto/").content.decode()
    assert (before, after) == (True, False)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_what_holders_must_know_stands_outside_the_folded_clauses(client: Client, programme: str) -> None:
    shown = client.get(f"/{programme}/").content.decode().split("根拠となる条項")[0]
    rules = in_force(programme, portal_clock.now()).rules
    assert rules.case_b is not None
    wanted = (*rules.persons.clauses, *rules.payment.clauses, *rules.transfer.clauses)
    wanted += (*rules.case_b.remedy.then_clauses, *rules.case_b.other_clauses)
    wanted += tuple(clause for sender in rules.senders for clause in sender.clauses)
    assert [clause for clause in wanted if rules.clauses[clause].content.ja not in shown] == []


def test_a_notice_says_where_to_ask_for_a_transfer_and_for_whom(client: Client) -> None:
    pages = {slug: client.get(f"/{slug}/").content.decode() for slug in ("kumamoto", "iwate", "yamanashi", "nara")}
    told = {
        slug: ("「申請の状況」から、振込を申請できます" in page, "ポイントを選ぶ画面から申請できます" in page)
        for slug, page in pages.items()
    }
    both = (True, True)
    assert told == {"kumamoto": both, "iwate": both, "yamanashi": (True, False), "nara": (False, False)}


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
    ("programme", "missing"), [("kumamoto", False), ("nara", False), ("iwate", True), ("yamanashi", True)]
)
def test_a_notice_that_is_known_to_be_overtaken_says_so(client: Client, programme: str, missing: bool) -> None:
    page = client.get(f"/{programme}/").content.decode()
    assert ("続報が出ている可能性がありますが、こちらでは確認できていません" in page) == missing
