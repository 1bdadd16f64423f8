"""The start page's doors: each leads to a page that answers and leads back, for every campaign and for one."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims.apply.doors import DOORS
from compensation.programmes import in_force
from foundation.japan.models import Holiday
from foundation.trail import clock as portal_clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

PROGRAMMES = ["kumamoto", "iwate", "yamanashi", "nara"]


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def main_of(page: str) -> str:
    return page.split("<main", 1)[1].split("</main>", maxsplit=1)[0]


def room(page: str, programme: str) -> str:
    """What a door's page says of one campaign."""
    return page.split(f'id="room-{programme}"')[1].split("</section>", maxsplit=1)[0]


def doors_on(page: str) -> list[str]:
    listed = main_of(page).split('class="doors doors-list"')[1].split("</ul>")[0]
    return re.findall(r'<a href="([^"]+)"', listed)


def test_the_start_has_a_door_for_each_situation_and_twooca_apart(client: Client) -> None:
    slugs = ["app", "paper", "docked", "other", "transfer"]
    assert doors_on(page(client, "/")) == [*(f"/situation/{slug}/" for slug in slugs), "/twooca/"]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_campaign_has_its_own_doors(client: Client, programme: str) -> None:
    assert doors_on(page(client, f"/{programme}/")) == [f"/{programme}/situation/{slug}/" for slug in DOORS]


@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_for_every_campaign_and_leads_back(client: Client, door: str) -> None:
    behind = page(client, f"/situation/{door}/")
    assert DOORS[door].answer.ja in behind
    assert [slug for slug in PROGRAMMES if len(room(behind, slug)) < 100] == []
    assert 'href="/#situation"' in main_of(behind)


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_every_door_of_a_campaign_leads_back_to_it(client: Client, programme: str) -> None:
    for door in DOORS:
        behind = main_of(page(client, f"/{programme}/situation/{door}/"))
        assert re.findall(r'id="room-(\w+)"', behind) == [programme]
        assert behind.count(f'href="/{programme}/"') == 2  # the breadcrumb, and the button at the end


@pytest.mark.parametrize("door", DOORS)
def test_the_doors_are_complete_in_english(client: Client, door: str) -> None:
    text = re.sub(r"<[^>]+>", " ", main_of(page(client, f"/situation/{door}/?lang=en")))
    assert re.findall(r"[ぁ-んァ-ヶ一-龠]", text) == []


def test_a_door_that_is_not_there(client: Client) -> None:
    assert [client.get(at).status_code for at in ("/situation/none/", "/kumamoto/situation/none/")] == [404, 404]
    assert client.get("/nowhere/situation/app/").status_code == 404


def test_the_app_door_says_when_and_how_the_message_comes(client: Client) -> None:
    behind = page(client, "/situation/app/")
    for programme in PROGRAMMES:
        app = in_force(programme, portal_clock.now()).rules.app
        assert app is not None
        assert app.sending is not None
        assert app.sending.text.ja in room(behind, programme)
        assert ("メール" in room(behind, programme).replace("ショートメール", "")) == ("email" in app.channels)
    assert "お知らせに記載がありません" in room(behind, "yamanashi")


@pytest.mark.parametrize(
    ("moment", "over"), [("2023-05-31T23:59:59+09:00", False), ("2023-06-01T00:00:00+09:00", True)]
)
def test_the_app_door_after_the_last_day_to_receive(
    client: Client, clock: time_machine.Traveller, moment: str, over: bool
) -> None:
    clock.move_to(moment)
    behind = page(client, "/situation/app/")
    told = {slug: "受け取りの期限は過ぎました。" in room(behind, slug) for slug in PROGRAMMES}
    assert told == {"kumamoto": over, "iwate": over, "yamanashi": False, "nara": over}


@pytest.mark.parametrize(
    ("moment", "open_"),
    [
        ("2023-03-24T13:59:59+09:00", ["iwate", "yamanashi"]),
        ("2023-03-24T14:00:00+09:00", PROGRAMMES),
        ("2023-04-30T23:59:59+09:00", PROGRAMMES),
        ("2023-05-01T00:00:00+09:00", ["yamanashi"]),
    ],
)
def test_the_paper_door_opens_and_closes(
    client: Client, clock: time_machine.Traveller, moment: str, open_: list[str]
) -> None:
    clock.move_to(moment)
    behind = page(client, "/situation/paper/")
    assert sorted(re.findall(r'href="/(\w+)/apply/"', behind)) == sorted(open_)


@pytest.mark.parametrize(
    ("moment", "answers"),
    [
        ("2023-03-10T10:00:00+09:00", {"kumamoto": "受付が始まると", "yamanashi": "このサイトから申請してください"}),
        ("2023-04-10T10:00:00+09:00", {"kumamoto": "このサイトから申請してください"}),
        ("2023-06-02T10:00:00+09:00", {"kumamoto": "申請の受付は終わりました", "yamanashi": "このサイトから申請して"}),
    ],
)
def test_the_short_answer_of_the_paper_door_follows_the_clock(
    client: Client, clock: time_machine.Traveller, moment: str, answers: dict[str, str]
) -> None:
    clock.move_to(moment)
    shown = {programme: main_of(page(client, f"/{programme}/situation/paper/")) for programme in answers}
    assert [programme for programme, words in answers.items() if words not in shown[programme]] == []


@pytest.mark.parametrize(
    ("moment", "offered"), [("2023-04-30T23:59:59+09:00", True), ("2023-05-01T00:00:00+09:00", False)]
)
def test_nobody_is_sent_to_an_application_that_has_closed(
    client: Client, clock: time_machine.Traveller, moment: str, offered: bool
) -> None:
    clock.move_to(moment)
    behind = room(page(client, "/situation/other/"), "kumamoto")
    assert ('href="/kumamoto/situation/paper/"' in behind, "申請の受付は終わりました" in behind) == (
        offered,
        not offered,
    )


def test_after_the_last_day_the_app_door_no_longer_promises_a_link(
    client: Client, clock: time_machine.Traveller
) -> None:
    clock.move_to("2023-06-01T00:00:00+09:00")
    shown = main_of(page(client, "/kumamoto/situation/app/"))
    assert ("受取用のリンクが届きます" in shown, "受け取りの期限は過ぎました" in shown) == (False, True)


def test_the_docked_door_says_what_to_have_at_hand_and_whom_to_call(client: Client) -> None:
    behind = page(client, "/situation/docked/")
    for programme in PROGRAMMES:
        rules = in_force(programme, portal_clock.now()).rules
        assert rules.case_b is not None
        enquiry = rules.case_b.remedy.enquiry
        here = room(behind, programme)
        assert [item.name.ja for item in (enquiry.items if enquiry else ()) if item.name.ja not in here] == []
        assert (f'href="tel:{rules.contact.telephone}"' in here, "調整中" in here) == (True, enquiry is None)


def test_the_transfer_door_fills_no_gap(client: Client) -> None:
    behind = page(client, "/situation/transfer/")
    silent = [slug for slug in PROGRAMMES if "お知らせに銀行振込の記載はありません。" in room(behind, slug)]
    assert silent == ["nara"]


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2023-04-10T10:00:00+09:00", "ただいま受付中"),
        ("2023-04-10T18:00:00+09:00", "ただいま受付時間外"),
        ("2023-04-29T12:00:00+09:00", "本日は休み"),
    ],
)
def test_todays_hours_stand_where_one_is_told_to_call(
    client: Client, clock: time_machine.Traveller, moment: str, said: str
) -> None:
    Holiday.objects.bulk_create([Holiday(day="2023-01-01", name="元日"), Holiday(day="2023-04-29", name="昭和の日")])
    clock.move_to(moment)
    for address in ("/situation/other/", "/contact/", "/"):
        assert said in page(client, address)
