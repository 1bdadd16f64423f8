"""What the pages say of a campaign that is not like the four: the documentation's, and one without an app."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import time_machine
from django.test import Client

from compensation.bulletin_loading import load_bulletins
from foundation.trail.actor import Actor
from tests.compensation.bulletins.example import TEXT, changed, without_section
from tests.factories.compensation import jst
from tests.factories.gifts import GiftProductFactory

pytestmark = pytest.mark.django_db
ENDS = "2023年12月20日（水）17:00より前"


@pytest.fixture(autouse=True)
def autumn(clock: time_machine.Traveller) -> None:
    clock.move_to(jst(2023, 12, 1, 10))


def loaded(tmp_path: Path, text: str = TEXT) -> None:
    (tmp_path / "awashima-1.toml").write_text(text, encoding="utf-8")
    load_bulletins(tmp_path, by=Actor.system("tests"))


def text_of(client: Client, address: str) -> str:
    """What somebody reads in the middle of a page."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    main = answer.content.decode().split("<main", 1)[1].split("</main>", maxsplit=1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", main))


def test_without_an_app_everybody_is_sent_to_the_form(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path, without_section("app"))
    for address in ("/", "/awashima/"):
        assert "リンクが届きます" not in text_of(client, address)
        assert "アプリにチャージしていたこのサイトから申請してください。" in text_of(client, address)
    behind = text_of(client, "/situation/app/")
    assert "お待ちいただいてもリンクは届きません。" in behind
    assert 'href="/awashima/apply/"' in client.get("/situation/app/").content.decode()
    assert "アプリにチャージしていた方も、紙のままの方も" in text_of(client, "/awashima/")
    assert "アプリにチャージしていた方も、ここから申請します" in text_of(client, "/awashima/apply/")


@pytest.mark.parametrize("address", ["/", "/awashima/", "/situation/docked/", "/awashima/situation/docked/"])
def test_the_deadline_for_calls_stands_where_one_is_told_to_call(client: Client, tmp_path: Path, address: str) -> None:
    loaded(tmp_path)
    assert ENDS in text_of(client, address)


def test_the_deadline_for_calls_stands_in_the_timetable(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path)
    assert f"{ENDS}余分に引かれた方のお電話の期限" in text_of(client, "/awashima/")


def test_a_transfer_for_one_route_says_for_which(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path)
    assert "このサイトから申請する方だけが選べます。" in text_of(client, "/")
    notice = text_of(client, "/awashima/")
    assert "選べる方このサイトから申請する方（紙のクーポンの方、アプリを退会した方）" in notice
    assert "うかがうこと口座番号 " in notice


def test_conditions_on_persons_stand_where_people_look_and_apply(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path)
    for address in ("/awashima/", "/awashima/apply/"):
        assert "県外にお住まいの方" in text_of(client, address).split("根拠となる条項")[0]


def test_an_addendum_and_the_plan_for_applicants_are_told(client: Client, tmp_path: Path) -> None:
    plan = 'sending = { text = { ja = "申し込みの三週間後", en = "three weeks after applying" } }\nchosen_on_site'
    loaded(tmp_path, changed(("chosen_on_site", plan)))
    notice = text_of(client, "/awashima/")
    assert "2023年11月15日（水）電話の期限が加わりました。" in notice
    assert "受取案内をお送りする時期（予定）：申し込みの三週間後" in notice


def test_points_without_a_product_are_told_and_cannot_be_chosen(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path, changed(("chosen_on_site = false", "chosen_on_site = true")))
    GiftProductFactory.create(slug="amazon")
    assert "しまペイ 準備中：まだ選べません" in text_of(client, "/awashima/")
    address = str(client.post("/awashima/apply/").headers["Location"])
    form = client.get(address).content.decode()
    assert re.findall(r'name="points" value="(\w+)"', form) == ["amazon", "later"]
    assert "準備中でまだ選べないもの：しまペイ" in form
    refused = client.post(address, {"points": "shimapay"}).content.decode()
    assert "選び直してください。" in refused


def test_misuse_is_not_offered_where_no_policy_is_loaded(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path)
    for address in ("/", "/contact/"):
        assert "/twooca/" not in client.get(address).content.decode()


def test_any_words_for_the_time_make_a_sentence(client: Client, tmp_path: Path) -> None:
    loaded(tmp_path, changed(('en = "two periods on Friday', 'en = "Friday')))
    assert "The regionPAY system failed (Friday 10 November 2023), and" in text_of(client, "/?lang=en")
