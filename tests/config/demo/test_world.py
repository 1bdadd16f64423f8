"""The demonstration's travellers are the same each time, none of them is real, and they do what travellers do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from config.demo.world.files import write_files
from config.demo.world.parties import Journeys
from config.demo.world.plan import Plan, read_plan
from config.demo.world.tickets import Entry, Ticket, entries, left_at
from foundation.japan import phone

NUMBER = 1_500


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan()


@pytest.fixture(scope="module")
def tickets(plan: Plan) -> list[Ticket]:
    return list(Journeys(plan).tickets(NUMBER))


@pytest.fixture(scope="module")
def ledger(plan: Plan, tickets: list[Ticket]) -> list[Entry]:
    return [entry for ticket in tickets for entry in entries(ticket, plan.extensions)]


def test_the_same_files_each_time(tmp_path: Path) -> None:
    one, other = write_files(tmp_path / "one", 120), write_files(tmp_path / "other", 120)
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]


def test_as_many_as_asked_and_each_number_once(tickets: list[Ticket]) -> None:
    assert len({ticket.inquiry_number for ticket in tickets}) == NUMBER


def test_known_tickets_come_first(plan: Plan, tickets: list[Ticket]) -> None:
    known = [str(row["inquiry_number"]) for row in plan.walk]
    assert [ticket.inquiry_number for ticket in tickets[: len(known)]] == known


def test_four_programmes(tickets: list[Ticket]) -> None:
    assert {ticket.programme for ticket in tickets} == {"iwate", "kumamoto", "nara", "yamanashi"}


@pytest.mark.parametrize(("prefix", "kind"), [("070-9999-", "mobile"), ("060-9999-", "mobile"), ("0551-00-", "fixed")])
def test_kinds_of_telephone(tickets: list[Ticket], prefix: str, kind: str) -> None:
    found = {phone.parse(one.app_phone).kind for one in tickets if one.app_phone.startswith(prefix)}
    assert found == {kind}


def test_contacts_of_every_kind(tickets: list[Ticket]) -> None:
    charged = [one for one in tickets if one.app_account]
    assert {(bool(one.app_phone), bool(one.app_email)) for one in charged} == {
        (True, True),
        (True, False),
        (False, True),
        (False, False),
    }


def test_families_share_an_account(tickets: list[Ticket]) -> None:
    sizes = Counter(one.app_account for one in tickets if one.app_account).values()
    assert (max(sizes) >= 8, min(sizes)) == (True, 1)


def test_paper_withdrawn_and_late(plan: Plan, tickets: list[Ticket]) -> None:
    begin = plan.march[0]
    paper = [one for one in tickets if not one.app_account]
    withdrawn = [one for one in tickets if one.app_withdrawn_at]
    late = [one for one in tickets if one.charged_at and one.charged_at >= begin]
    assert [bool(group) for group in (paper, withdrawn, late)] == [True, True, True]


def test_a_cancelled_coupon_has_a_successor(tickets: list[Ticket]) -> None:
    numbers = {one.inquiry_number for one in tickets}
    replaced = [one.replaced_by for one in tickets if one.replaced_by]
    assert (bool(replaced), [one for one in replaced if one not in numbers]) == (True, [])


def test_nothing_left_of_a_cancelled_coupon(tickets: list[Ticket], ledger: list[Entry]) -> None:
    cancelled = {one.inquiry_number for one in tickets if one.cancelled_at}
    sums: Counter[str] = Counter()
    for entry in ledger:
        sums[entry.inquiry_number] += entry.yen
    assert {sums[number] for number in cancelled} == {0}


def test_faults_of_the_ledger(plan: Plan, tickets: list[Ticket]) -> None:
    overspent = [one for one in tickets if left_at(one, plan.march[1]) < 0]
    no_issue = [one for one in tickets if one.no_issue]
    assert (bool(overspent), bool(no_issue)) == (True, True)


def test_both_extensions_are_recorded(ledger: list[Entry]) -> None:
    booked = Counter(str(one.valid_until) for one in ledger if one.kind == "extension")
    assert sorted(booked) == ["2023-02-26", "2023-03-31"]


def test_entries_of_a_known_coupon(plan: Plan, tickets: list[Ticket]) -> None:
    first = entries(tickets[0], plan.extensions)
    assert [(entry.entry_id, entry.kind, entry.yen) for entry in first] == [
        ("4300000001-01", "issue", 2000),
        ("4300000001-02", "charge", 0),
        ("4300000001-03", "payment", -650),
        ("4300000001-04", "extension", 0),
        ("4300000001-05", "extension", 0),
    ]


def test_sums_mostly_end_in_fifty(ledger: list[Entry]) -> None:
    odd = sum(entry.yen % 50 != 0 for entry in ledger if entry.kind == "payment")
    assert 0 < odd < 0.1 * len(ledger)
