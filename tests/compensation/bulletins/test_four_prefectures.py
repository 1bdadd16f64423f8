"""The four bulletins hold what their documents say: each value that a decision, a form or a page depends on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.compensation.bulletins import values
from tests.compensation.policy.making import ALL, bulletin

FOUR_POINTS = [
    ("amazon", "Amazon ギフトカード"),
    ("ponta", "Ponta ポイント コード"),
    ("paypay", "PayPay ポイント"),
    ("edy", "Edy ギフト ID"),
]
FIVE_POINTS = [*FOUR_POINTS, ("nanaco", "nanaco ギフト")]
FOUR_ITEMS = ["coupon_number", "expiry", "prefecture", "shop"]
BANK = ["bank_account", "identity", "lodging"]
BY_APRIL_30 = ("2023-04-30", "2023-05-01 00:00:00+09:00")
BY_MAY_31 = ("2023-05-31", "2023-06-01 00:00:00+09:00")
SILENT = (None, True)
SITE = "https://region-pay.com/pages/compensation.html"
FIVE_ITEMS = ["name", "address", "contact", "email", "coupon_number"]
SIX_ITEMS = ["name", "contact", "prefecture_used", "travel_date", "coupon_number", "delivery_destination"]


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        (
            "kumamoto",
            (
                *("kumamoto-3", "kumamoto", "kumamoto", 3, "latest", "2023-03-02", "2023-03-24"),
                *("くまもと再発見の旅", "くまもと再発見の旅事務局", ["2023-03-13", "2023-03-24"]),
            ),
        ),
        (
            "iwate",
            (
                *("iwate-2", "iwate", "iwate", 2, "later_not_in_hand", "2023-03-13", "2023-03-13"),
                *("いわて旅応援プロジェクト", "いわて旅応援プロジェクト事務局", []),
            ),
        ),
        (
            "yamanashi",
            (
                *("yamanashi-1", "yamanashi", "yamanashi", 1, "later_not_in_hand", "2023-03-02", "2023-03-02"),
                *("やまなしグリーン・ゾーン旅割", "やまなしグリーン・ゾーン旅割事務局", []),
            ),
        ),
        (
            "nara",
            (
                *("nara-3", "nara", "nara", 3, "latest", None, None),
                *("いまなら。キャンペーン２０２２プラス", "いまなら。キャンペーン２０２２プラス事務局", []),
            ),
        ),
    ],
)
def test_heading(programme: str, expected: tuple[Any, ...]) -> None:
    assert values.heading(bulletin(programme)) == expected


@pytest.mark.parametrize("programme", ALL)
def test_who_is_covered_and_when_the_balance_is_taken(programme: str) -> None:
    assert values.entitlement(bulletin(programme)) == {
        "hours": (),
        "expiry": ("2023-02-24", "2023-02-24"),
        "expiry_instants": ("2023-02-24 00:00:00+09:00", "2023-02-25 00:00:00+09:00"),
        "class_balance": ("2023-02-27 00:00:00+09:00", 1),
        "extensions": ["2023-02-26", "2023-03-31"],
        "paid_balance": ("2023-04-01 00:00:00+09:00", "2023-03-31 23:59:00+09:00"),
        "conditions": (),
    }


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("kumamoto", ("restore", False, (FOUR_ITEMS, None))),
        ("iwate", ("restore", False, (FOUR_ITEMS, None))),
        ("yamanashi", ("none_yet", True, None)),
        ("nara", ("restore", False, (FOUR_ITEMS, None))),
    ],
)
def test_case_b(programme: str, expected: tuple[Any, ...]) -> None:
    assert values.case_b(bulletin(programme)) == expected


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("kumamoto", (("sms", "email"), False, ("2023年4月上旬以降", "2023-04-01"), BY_MAY_31)),
        ("iwate", (("sms", "email"), False, ("2023年4月上旬以降", "2023-04-01"), BY_MAY_31)),
        ("yamanashi", (("sms",), None, ("4月下旬を目途", "2023-04-21"), SILENT)),
        ("nara", (("sms", "email"), False, ("2023年4月上旬以降", "2023-04-01"), BY_MAY_31)),
    ],
)
def test_the_app_route(programme: str, expected: tuple[Any, ...]) -> None:
    assert values.app(bulletin(programme)) == expected


EARLY_MAY = ("5月初旬頃から順次", "2023-05-01")
AGENCIES = "クーポンの発行店（旅行会社や宿泊施設など）"


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        (
            "kumamoto",
            {
                "url": SITE,
                "opening": ("2023-03-24 14:00:00+09:00", False),
                "items": (FIVE_ITEMS, False, False, ()),
                "deadline": BY_APRIL_30,
                "sending": EARLY_MAY,
                "receipt": BY_MAY_31,
                "chosen_on_site": False,
                "lost": AGENCIES,
            },
        ),
        (
            "iwate",
            {
                "url": None,
                "opening": ("2023-03-22 00:00:00+09:00", True),
                "items": (SIX_ITEMS, True, False, ()),
                "deadline": BY_APRIL_30,
                "sending": None,
                "receipt": BY_MAY_31,
                "chosen_on_site": False,
                "lost": AGENCIES,
            },
        ),
        (
            "yamanashi",
            {
                "url": None,
                "opening": (None, True),
                "items": ([], False, True, ("contact", "email", "delivery_destination", "address")),
                "deadline": SILENT,
                "sending": ("4月下旬を目途", "2023-04-21"),
                "receipt": SILENT,
                "chosen_on_site": True,
                "lost": None,
            },
        ),
        (
            "nara",
            {
                "url": SITE,
                "opening": ("2023-03-24 14:00:00+09:00", False),
                "items": (FIVE_ITEMS, False, False, ()),
                "deadline": BY_APRIL_30,
                "sending": EARLY_MAY,
                "receipt": BY_MAY_31,
                "chosen_on_site": False,
                "lost": "クーポンの発行店（宿泊施設）",
            },
        ),
    ],
)
def test_the_special_site(programme: str, expected: dict[str, Any]) -> None:
    assert values.paper(bulletin(programme)) == expected


MID_MAY = ("5月中旬以降、順次", "2023-05-11")


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("kumamoto", (("app", "paper"), BANK, MID_MAY, ("A",), False)),
        ("iwate", (("app", "paper"), BANK, MID_MAY, ("A",), False)),
        ("yamanashi", (("paper",), BANK, ("5月以降を目途", "2023-05-01"), (), False)),
        ("nara", ((), [], None, (), True)),
    ],
)
def test_bank_transfer(programme: str, expected: tuple[Any, ...]) -> None:
    assert values.transfer(bulletin(programme)) == expected


@pytest.mark.parametrize(
    ("programme", "expected"),
    [
        ("kumamoto", (True, FIVE_POINTS)),
        ("iwate", (False, FIVE_POINTS)),
        ("yamanashi", (True, FOUR_POINTS)),
        ("nara", (False, FIVE_POINTS)),
    ],
)
def test_points_in_the_documents_order(programme: str, expected: tuple[Any, ...]) -> None:
    assert values.points(bulletin(programme)) == expected


@pytest.mark.parametrize("programme", ALL)
def test_the_desk_and_the_incident(programme: str) -> None:
    contact, incident = bulletin(programme).contact, bulletin(programme).incident
    assert (contact.telephone, contact.name.ja) == (
        "0120-479-249",
        "全国旅行支援地域クーポン regionPAY 補償コールセンター",
    )
    assert (contact.hours.opens, contact.hours.closes) == ("10:00", "18:00")
    assert str(contact.hours.open_daily_until) == "2023-03-31"
    assert (incident.slug, str(incident.day)) == ("regionpay-2023-02-24", "2023-02-24")


def test_only_nara_publishes_senders() -> None:
    published = {programme: [sender[:2] for sender in bulletin(programme).senders] for programme in ALL}
    nara = [("email", "regionpay_compensation_ml@giftpad.jp"), ("sms", "03-5244-9370")]
    assert published == {"kumamoto": [], "iwate": [], "yamanashi": [], "nara": nara}


def test_only_yamanashi_has_a_timetable() -> None:
    tables = {programme: bulletin(programme).timetable for programme in ALL}
    last = {programme: str(table.last_day) if table else None for programme, table in tables.items()}
    assert last == {"kumamoto": None, "iwate": None, "yamanashi": "2023-04-30", "nara": None}
    assert tables["yamanashi"] is not None
    assert str(tables["yamanashi"].ends) == "2023-05-01 00:00:00+09:00"


COMMON = "1.pre 1.A 1.B 1.B.1 1.B.2 silent.outage_window 2.A.1 2.A.2 2.A.points 2.A.app 2.A.paper 2.A.paper.open 3"
PAPER = "2.A.app.receipt 2.A.paper.items 2.A.paper.lost 2.A.paper.deadline 2.A.paper.receipt"
RESTORATION = "1.other 2.B.1 2.B.2 2.B.as_A2"


@pytest.mark.parametrize(
    ("programme", "more"),
    [
        ("kumamoto", f"{PAPER} {RESTORATION} 2.bank 2.bank.site"),
        ("iwate", f"{PAPER} {RESTORATION} 2.bank annex.transfer_ban silent.url silent.sending"),
        (
            "yamanashi",
            (
                "silent.other 2.A.app.sms silent.receipt_deadline silent.items silent.lost silent.deadline 2.bank"
                " 2.B.pending supp.A.1 supp.A.3 supp.B.2 supp.extension silent.url silent.snapshot"
            ),
        ),
        ("nara", f"{PAPER} {RESTORATION} 2.senders silent.bank"),
    ],
)
def test_clauses_are_those_of_the_document(programme: str, more: str) -> None:
    assert set(bulletin(programme).clauses) == {f"{programme}.{clause}" for clause in f"{COMMON} {more}".split()}


@pytest.mark.parametrize("programme", ALL)
def test_every_clause_is_told_in_both_languages(programme: str) -> None:
    for clause in bulletin(programme).clauses.values():
        assert "" not in (clause.content.ja, clause.content.en, clause.section, clause.document.ja, clause.date.ja)


def test_only_stale_lines_are_quoted() -> None:
    quoted = {clause.id for programme in ALL for clause in bulletin(programme).clauses.values() if clause.quotation}
    assert quoted == {"kumamoto.2.bank.site", "yamanashi.supp.extension"}


def test_only_nara_limits_the_extension_to_member_shops() -> None:
    places = {programme: bulletin(programme).extensions[-1].where for programme in ALL}
    limited = {programme for programme, place in places.items() if place and "加盟店" in place.ja}
    assert limited == {"nara"}


@pytest.mark.parametrize("programme", ALL)
def test_the_site_is_for_those_who_could_not_pay_with_paper(programme: str) -> None:
    content = bulletin(programme).clauses[f"{programme}.2.A.paper"].content
    assert content.ja.startswith("アプリを使わずに紙のクーポンで支払えなかった方と、アプリを退会済みの方は、")
    assert content.en.startswith("Those who could not pay with the paper coupon and did not use the app, and those who")


@pytest.mark.parametrize(
    ("programme", "silent"), [(name, [name == "yamanashi"] * 3) for name in ("kumamoto", "iwate", "yamanashi", "nara")]
)
def test_only_yamanashi_is_silent_about_its_deadlines(programme: str, silent: list[bool]) -> None:
    app, paper = bulletin(programme).app, bulletin(programme).paper
    assert app is not None
    assert paper is not None
    assert [found.silent for found in (app.receipt, paper.deadline, paper.receipt)] == silent
