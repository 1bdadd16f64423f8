"""The search for banks and branches: parts of the form, for anybody, from our own tables, and nothing is written."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from pytest_django.fixtures import DjangoAssertNumQueries

from compensation.transfers.models import TransferDraft
from tests.factories.transfers import banks

pytestmark = pytest.mark.django_db
PART = re.compile(r'<div hx-swap-oob="innerHTML:#([\w-]+)">(.*?)</div>\s*(?=<div hx-swap-oob|\Z)', re.DOTALL)


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def found(client: Client, part: str, **typed: str) -> dict[str, str]:
    """The parts of the page that are shown anew, as their text, and candidates by their codes."""
    page = client.post("/banks/", {"part": part, **typed}).content.decode()
    return {name: shown(html) for name, html in PART.findall(page)}


def shown(html: str) -> str:
    codes = re.findall(r'type="radio"[^>]* value="(\w+)"', html)
    return " ".join(codes) or unescape(re.sub(r"<[^>]+>", "", html)).strip()


@pytest.mark.parametrize("text", ["みずほ", "ミズホ", "みずほ銀行", "0001", "１"])
def test_one_bank_by_name_kana_or_code(client: Client, text: str) -> None:
    assert found(client, "bank", bank=text) == {
        "bank-picks": "",
        "bank-said": "銀行：みずほ（0001）",
        "branch-picks": "",
        "branch-said": "",
    }


def test_several_banks_are_offered_and_one_is_picked(client: Client) -> None:
    several = found(client, "bank", bank="京都")
    assert (several["bank-picks"], several["bank-said"]) == (
        "1610 1611",
        "銀行：いくつか見つかりました。候補から選んでください。",
    )
    picked = found(client, "bank_pick", bank="京都", bank_pick="1611", branch="本店")
    assert (picked["bank-said"], "bank-picks" in picked) == ("銀行：京都中央信金（1611）", False)
    assert picked["branch-said"] == "支店：本店営業部（001）"


def test_a_branch_of_the_bank(client: Client) -> None:
    assert found(client, "branch", bank="0001", branch="東京営業部") == {
        "branch-picks": "",
        "branch-said": "支店：東京営業部（001）",
    }


def test_a_sign_that_no_list_can_be_asked_for_is_as_nothing_typed(client: Client) -> None:
    assert found(client, "bank", bank="\x00")["bank-said"] == "銀行：銀行名を入力してください。"


@pytest.mark.parametrize("text", ["ない銀行", "9998", "\x01", "x" * 10_000, "<script>alert(1)</script>", "😀"])
def test_what_is_not_found_leads_to_the_boxes_for_codes(client: Client, text: str) -> None:
    told = found(client, "bank", bank=text)
    assert (
        told["bank-said"]
        == "銀行：見つかりません。書き方を変えるか、下の「見つからないとき」から番号で入力してください。"
    )


@pytest.mark.parametrize("part", ["bank", "branch", "bank_pick", "branch_pick"])
def test_of_empty_boxes_nothing_is_said(client: Client, part: str) -> None:
    assert set(found(client, part, bank="", branch="").values()) == {""}


def test_an_unknown_part_shows_nothing(client: Client) -> None:
    assert found(client, "holder", bank="みずほ") == {}


def test_it_speaks_english(client: Client) -> None:
    client.cookies["language"] = "en"
    assert found(client, "bank", bank="みずほ")["bank-said"] == "Bank: みずほ (0001)"


def test_nobody_is_known_and_nothing_is_written(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(4) as asked:
        found(client, "bank", bank="京都", bank_pick="1611", branch="本店")
    assert [query["sql"][:6] for query in asked.captured_queries] == ["SELECT"] * 4
    assert (Session.objects.count(), TransferDraft.objects.count(), list(client.cookies)) == (0, 0, [])


def test_it_is_asked_by_post_from_our_own_pages_alone(client: Client) -> None:
    assert client.get("/banks/", {"bank": "みずほ"}).status_code == 405
    stranger = Client(enforce_csrf_checks=True)
    assert stranger.post("/banks/", {"part": "bank", "bank": "みずほ"}).status_code == 403
