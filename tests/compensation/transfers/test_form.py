"""The one form: exactly the items asked, banks found or by hand, Japan Post converted, hostile input refused."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin import Item, Words
from compensation.transfers.accounts import Account
from compensation.transfers.forms import TransferForm, Typed
from compensation.transfers.offers import AGREED_ITEMS
from tests.factories.bulletins import rules
from tests.factories.transfers import ACCOUNT, TYPED, banks

pytestmark = pytest.mark.django_db
POST = {"place": "post", "post_symbol": "１０５３０", "post_number": "12345671", "post_kind": "ordinary"}
HAND = {
    "hand_bank_code": "7777",
    "hand_bank_name": "あたらし銀行",
    "hand_branch_code": "１２３",
    "hand_branch_name": "一番町",
}


@pytest.fixture(autouse=True)
def _banks(db: None) -> None:
    banks()


def searched(**changes: str) -> TransferForm:
    """The form as a search shows it again: nothing is checked."""
    return TransferForm(rules().transfer.items, {**TYPED, **{name: [value] for name, value in changes.items()}})


def form(**changes: str) -> TransferForm:
    typed: Typed = {**TYPED, **{name: [value] for name, value in changes.items()}}
    return TransferForm(rules().transfer.items, typed, check=True)


def account(**changes: str) -> Account:
    return Account(**form(**changes).given()["bank_account"])


@pytest.mark.parametrize("key", ["kumamoto-3", "iwate-2", "yamanashi-1"])
def test_it_gives_exactly_the_items_of_the_bulletin(key: str) -> None:
    asked = rules(key).transfer.items
    found = TransferForm(asked, TYPED, check=True).given()
    assert sorted(found) == sorted(item.id for item in asked) == ["bank_account", "identity", "lodging"]


def test_an_item_that_nobody_knows_is_a_line_of_text() -> None:
    item = Item("ferry_ticket", Words("乗船券", "ferry ticket"))
    assert TransferForm([item], {"ferry_ticket": ["ABC 1"]}, check=True).given() == {
        "ferry_ticket": {"ferry_ticket": "ABC 1"}
    }


def test_of_what_was_agreed_only_the_account_is_asked() -> None:
    assert sorted(TransferForm(AGREED_ITEMS, ACCOUNT, check=True).given()) == ["bank_account"]


def test_an_account_at_a_bank() -> None:
    assert account() == Account("0001", "みずほ", "001", "東京営業部", "ordinary", "0123456", "ﾔﾏﾀﾞ ﾊﾅｺ")


def test_an_account_at_japan_post() -> None:
    found = account(
        place="post", post_symbol="１０５３０", post_number="12345671", post_kind="ordinary", bank="", branch=""
    )
    assert found == Account("9900", "ゆうちょ", "058", "〇五八", "ordinary", "1234567", "ﾔﾏﾀﾞ ﾊﾅｺ", "10530-12345671")


def test_a_giro_account_is_a_current_one_whatever_was_chosen() -> None:
    found = account(place="post", post_symbol="00580", post_number="654321", post_kind="savings")
    assert (found.branch_code, found.kind, found.number) == ("059", "current", "0654321")


def test_an_unknown_bank_is_entered_by_hand() -> None:
    found = account(bank="7777", **HAND)
    assert found[:4] == ("7777", "あたらし銀行", "123", "一番町")
    assert found.by_hand


def test_codes_that_we_know_take_our_names() -> None:
    found = account(hand_bank_code="0001", hand_branch_code="001")
    assert (found[:4], found.by_hand) == (("0001", "みずほ", "001", "東京営業部"), False)


@pytest.mark.parametrize("missing", sorted(HAND))
def test_by_hand_takes_all_four(missing: str) -> None:
    assert list(form(**{**HAND, missing: ""}).errors) == ["hand_bank_code"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"bank": ""}, ["bank"]),
        ({"bank": "9998"}, ["bank"]),
        ({"bank": "京都"}, ["bank"]),
        ({"branch": "ない支店"}, ["branch"]),
        ({"account_number": "12345678"}, ["account_number"]),
        ({"account_number": "ABC"}, ["account_number"]),
        ({"account_kind": ""}, ["account_kind"]),
        ({"account_kind": "gold"}, ["account_kind"]),
        ({"holder": "山田花子"}, ["holder"]),
        ({"holder": ""}, ["holder"]),
        ({"place": ""}, ["place"]),
        ({**POST, "post_symbol": "20530"}, ["post_symbol"]),
        (
            {"place": "post", "post_symbol": "10530", "post_number": "12345670", "post_kind": "ordinary"},
            ["post_number"],
        ),
        ({"identity_name": ""}, ["identity_name"]),
        ({"identity_reading": "山田"}, ["identity_reading"]),
        ({"lodging_day": "昨日"}, ["lodging_day"]),
    ],
)
def test_what_is_wrong_is_said_at_its_box(changes: dict[str, str], wrong: list[str]) -> None:
    made = form(**changes)
    assert (made.given(), sorted(made.errors)) == ({}, wrong)


@pytest.mark.parametrize("hostile", ["x" * 10_000, "\x00", "\u202eabc", "😀", "<script>alert(1)</script>\x07"])
@pytest.mark.parametrize(
    "box", ["bank", "holder", "identity_name", "identity_address", "lodging_name", "account_number"]
)
def test_hostile_input_is_refused_and_the_rest_kept(box: str, hostile: str) -> None:
    made = form(**{box: hostile})
    assert made.given() == {}
    assert set(made.errors) <= {box}
    assert made["identity_reading"].value() == "やまだ　はなこ"


def test_a_search_offers_what_fits_and_checks_nothing() -> None:
    made = searched(bank="京都", holder="")
    assert [code for code, _ in made.fields["bank_pick"].choices] == ["1610", "1611"]  # type: ignore[attr-defined]
    assert made.errors == {}


def test_one_of_several_is_picked() -> None:
    made = form(bank="京都", bank_pick="1611", branch="本店")
    chosen = made.chosen
    assert chosen is not None
    assert chosen.bank == ("1611", "京都中央信金")


def test_a_pick_that_no_longer_fits_is_not_taken() -> None:
    assert form(bank="京都", bank_pick="0001").given() == {}


def test_each_item_stands_under_the_name_that_the_bulletin_gives_it() -> None:
    asked = (*rules().transfer.items, Item("ferry_ticket", Words("乗船券の番号", "number of the ferry ticket")))
    assert [(part.item.id, [field.name for field in part.fields]) for part in TransferForm(asked, {}).parts] == [
        ("identity", ["identity_name", "identity_reading", "identity_address"]),
        ("lodging", ["lodging_name", "lodging_day"]),
        ("ferry_ticket", ["ferry_ticket"]),
    ]
