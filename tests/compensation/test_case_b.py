"""Case B from the call to the balance: decided, put back once, settled from the balance, never paid beside it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction

from compensation import enquiries, outages
from compensation.awards import reasons
from compensation.awards.enquiry import EnquiryDecided
from compensation.enquiries import NotTakenError, Tried
from compensation.ledger import balance, validity
from compensation.models import (
    Coupon,
    DecisionLine,
    Entitlement,
    LedgerEntry,
    Loss,
    OutageHours,
    Payout,
    Programme,
    Referral,
    Restoration,
)
from compensation.outages import SamePersonError
from compensation.remedies import NothingToRestoreError, restore
from compensation.replaying import replay
from compensation.settlement import Summary
from compensation.states import EntryKind
from tests.factories.compensation import SNAPSHOT, LedgerEntryFactory, PayeeFactory, jst
from tests.factories.enquiries import (
    AFTER,
    EVENING,
    IN_TIME,
    OPERATOR,
    SECOND,
    STARTS,
    SUPERVISOR,
    TRIED,
    answered,
    decided_on,
    docked,
    enquired,
    hours_set,
    loaded,
    of_evening,
    told,
)
from tests.factories.settlement import booked, settled

pytestmark = pytest.mark.django_db
THRICE = Tried(None, refused_at_till=False, paid_otherwise_yen=0, presses=3, intended=1)


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(IN_TIME, tick=False):
        loaded()
        yield


def _settled_later(slug: str = "kumamoto") -> Summary:
    """Settled when the extension has run out."""
    with time_machine.travel(AFTER, tick=False):
        return settled(slug)


def outcome(decided: EnquiryDecided) -> tuple[object, ...]:
    decision = decided.decision
    return decision.case, decision.outcome, decision.amount, decision.remedy


def test_without_hours_everything_is_referred() -> None:
    coupon = docked(expires_on=date(2023, 3, 5))
    answered(told(coupon))
    decided = decided_on(coupon)
    assert (decided.decision.outcome, decided.referred) == ("refer", ("b.hours_unset",))
    found = Referral.objects.values("decision", "coupon", "clause").get()
    assert found == {"decision": decided.decision_id, "coupon": None, "clause": "kumamoto.1.B"}


def test_hours_released_decide_it_and_close_the_referral() -> None:
    coupon = docked()
    answered(told(coupon))
    decided_on(coupon)
    hours_set()
    decided = decided_on(coupon)
    assert (outcome(decided), decided.referred) == (("B", "eligible", 1000, "restore"), ())
    assert Referral.objects.filter(closed_at__isnull=True).count() == 0


@pytest.mark.parametrize(
    ("tried", "times", "said", "expected"),
    [
        (TRIED, 1, "agrees", ("B", "eligible", 1000, "restore")),
        (TRIED, 3, "agrees", ("B", "eligible", 3000, "restore")),
        (THRICE, 3, "agrees", ("B", "eligible", 2000, "restore")),
        (TRIED, 1, "", ("B", "pending", None, None)),
        (TRIED, 1, "no_record", ("B", "pending", None, None)),
        (TRIED, 1, "contradicts", ("B", "refer", None, None)),
        (THRICE._replace(presses=1), 2, "agrees", ("none", "refer", None, None)),
        (TRIED._replace(at=EVENING - timedelta(hours=1)), 1, "agrees", ("none", "refer", None, None)),
        (TRIED._replace(at=STARTS - timedelta(hours=1)), 1, "agrees", ("none", "ineligible", None, None)),
        (THRICE._replace(presses=1), 1, "agrees", ("none", "ineligible", None, None)),
    ],
)
def test_what_a_payment_was(tried: Tried, times: int, said: str, expected: tuple[object, ...]) -> None:
    hours_set()
    coupon = docked(times=times, expires_on=date(2023, 3, 5))
    payment = told(coupon, tried)
    if said:
        answered(payment, said)
    assert outcome(decided_on(coupon)) == expected


def test_a_missing_item_leaves_it_open() -> None:
    hours_set()
    coupon = docked()
    answered(told(coupon, items=("coupon_number", "expiry", "prefecture")))
    assert outcome(decided_on(coupon)) == ("B", "pending", None, None)
    enquired(coupon)
    assert outcome(decided_on(coupon)) == ("B", "eligible", 1000, "restore")


def test_a_shop_without_a_record_is_a_persons_matter() -> None:
    hours_set()
    coupon = docked()
    answered(told(coupon), "no_record")
    assert decided_on(coupon).referred == (reasons.SHOP_HAS_NO_RECORD,)


def test_a_later_answer_counts() -> None:
    hours_set()
    coupon = docked()
    payment = told(coupon)
    answered(payment, "contradicts")
    assert decided_on(coupon).referred == ("b.shop_contradicts",)
    answered(payment, "agrees", at=jst(2023, 3, 20, 9))
    assert (decided_on(coupon).referred, Referral.objects.filter(closed_at__isnull=True).count()) == ((), 0)


def test_deciding_again_changes_nothing() -> None:
    hours_set()
    coupon = docked()
    answered(told(coupon))
    first, second = decided_on(coupon), decided_on(coupon)
    assert (first.decision_id, first.is_new, second.is_new) == (second.decision_id, True, False)


def test_a_second_press_books_nothing() -> None:
    hours_set()
    coupon = docked(expires_on=date(2023, 2, 24))
    answered(told(coupon))
    decided_on(coupon)
    assert [restore(1, by=SUPERVISOR), restore(1, by=SECOND)] == [True, False]
    restored = Restoration.objects.get()
    assert (restored.entry.yen, restored.entry.kind, restored.extension.valid_until) == (
        1000, "restoration", date(2023, 3, 31),
    )  # fmt: skip
    assert (balance(coupon, jst(2023, 3, 21)), validity(coupon)) == (3000, date(2023, 3, 31))


def test_a_later_validity_is_never_shortened() -> None:
    hours_set()
    coupon = docked(expires_on=date(2023, 4, 20))
    answered(told(coupon))
    decided_on(coupon)
    restore(1, by=SUPERVISOR)
    assert validity(coupon) == date(2023, 4, 20)


def test_nothing_is_put_back_without_a_decision_or_too_late() -> None:
    hours_set()
    coupon = docked()
    payment = told(coupon)
    decided_on(coupon)
    with pytest.raises(NothingToRestoreError):
        restore(1, by=SUPERVISOR)
    answered(payment)
    decided_on(coupon)
    with time_machine.travel(SNAPSHOT, tick=False), pytest.raises(NothingToRestoreError):
        restore(1, by=SUPERVISOR)
    assert (Restoration.objects.count(), LedgerEntry.objects.filter(kind="restoration").count()) == (0, 0)


def test_what_was_put_back_is_paid_once_from_the_balance() -> None:
    hours_set()
    coupon = docked(times=3, expires_on=date(2023, 3, 5))
    answered(told(coupon))
    decided_on(coupon)
    assert Entitlement.objects.count() == 0
    restore(1, by=SUPERVISOR)
    booked(coupon, EntryKind.PAYMENT, -400, jst(2023, 3, 25, 12))
    with time_machine.travel(AFTER, tick=False):
        first, second = settled(), settled()
    assert (first.counts["yen"], second.counts["yen"], Payout.objects.get().yen) == (2600, 0, 2600)
    line = Entitlement.objects.get().line
    assert (line.case, line.decision.subject_kind, Loss.objects.count()) == ("B", "coupon", 1)


def test_the_settlement_refers_what_was_not_put_back() -> None:
    hours_set()
    coupon = docked(times=3)
    answered(told(coupon))
    decided_on(coupon)
    _settled_later()
    assert Referral.objects.values_list("coupon", "reason").get() == (coupon.pk, "b.extension_over")
    assert decided_on(coupon, AFTER).referred == ("b.extension_over",)


def test_what_is_left_is_paid_while_b_stays_open() -> None:
    hours_set()
    coupon = docked()
    told(coupon)
    decided_on(coupon)
    summary = _settled_later()
    assert (summary.counts["yen"], summary.counts["referrals"]) == (2000, 0)
    assert decided_on(coupon, AFTER).referred == ("b.extension_over",)


def test_yamanashi_pays_the_balance_and_leaves_b_open() -> None:
    hours_set("yamanashi")
    coupon = docked("yamanashi")
    answered(told(coupon))
    decided = decided_on(coupon)
    assert [(line.case, line.outcome) for line in decided.decision.lines] == [("B", "pending"), ("A", "pending")]
    assert _settled_later("yamanashi").counts["yen"] == 2000
    decided = decided_on(coupon, AFTER)
    assert [(line.case, line.outcome) for line in decided.decision.lines] == [("B", "pending"), ("A", "eligible")]


def test_decisions_are_replayed_to_the_same() -> None:
    hours_set()
    coupon = docked()
    answered(told(coupon))
    decided_on(coupon)
    restore(1, by=SUPERVISOR)
    with time_machine.travel(AFTER, tick=False):
        settled()
    found = replay("kumamoto", tell=print)
    assert (found.decisions, found.differing) == (2, 0)


def test_what_was_told_wrongly_counts_no_more() -> None:
    hours_set()
    coupon = docked()
    payment = told(coupon)
    with pytest.raises(NotTakenError):
        told(coupon)
    assert [enquiries.void(payment, "店舗が違っていた", by=OPERATOR) for _ in range(2)] == [True, False]
    assert (enquiries.told_of([coupon.pk]), outcome(decided_on(coupon))[1]) == ({}, "pending")
    told(coupon)


def test_what_was_restored_by_is_not_voided() -> None:
    hours_set()
    coupon = docked()
    payment = told(coupon)
    answered(payment)
    decided_on(coupon)
    restore(1, by=SUPERVISOR)
    with pytest.raises(NotTakenError):
        enquiries.void(payment, "誤り", by=OPERATOR)


def test_deductions_of_different_sums_are_told_one_by_one() -> None:
    coupon = docked()
    booked(coupon, EntryKind.PAYMENT, -500, EVENING + timedelta(minutes=1))
    with pytest.raises(NotTakenError):
        told(coupon)
    with pytest.raises(NotTakenError):
        enquiries.tell_payment(enquired(coupon), TRIED, [], by=OPERATOR)
    for entry in of_evening(coupon):
        enquiries.tell_payment(enquired(coupon), TRIED, [entry], by=OPERATOR)
    assert enquiries.deductions_near(coupon, STARTS, jst(2023, 2, 25)) == []


def test_whoever_states_the_hours_does_not_release_them() -> None:
    programme = Programme.objects.get(slug="kumamoto")
    hours = outages.prepare(programme, STARTS, jst(2023, 2, 24, 21), "運営会社の報告", by=SUPERVISOR)
    with pytest.raises(SamePersonError):
        outages.release(hours, by=SUPERVISOR)
    assert outages.outage_of(programme.pk) is None
    assert [outages.release(hours, by=SECOND), outages.release(hours, by=SECOND)] == [True, False]
    assert outages.outage_of(Programme.objects.get(slug="iwate").pk) is None


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE compensation_outagehours SET released_by = prepared_by, released_at = prepared_at",
        "UPDATE compensation_outagehours SET released_by = 'x'",
        "UPDATE compensation_outagehours SET ends_at = starts_at",
        "DELETE FROM compensation_outagehours",
    ],
)
def test_the_database_refuses_hours_by_one_person(statement: str) -> None:
    outages.prepare(Programme.objects.get(slug="iwate"), STARTS, jst(2023, 2, 24, 21), "報告", by=SUPERVISOR)
    with pytest.raises(Exception, match=r"append-only|constraint"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert OutageHours.objects.get().released_at is None


def test_the_database_refuses_to_put_a_loss_back_twice() -> None:
    hours_set()
    coupon = docked()
    answered(told(coupon))
    decided_on(coupon)
    restore(1, by=SUPERVISOR)
    old = Restoration.objects.get()
    line = DecisionLine.objects.create(
        decision=old.line.decision, loss=old.loss, position=9, case="B", outcome="eligible", remedy="restore", yen=1000
    )
    extra = [LedgerEntryFactory.create(coupon=coupon, kind="restoration", yen=1000).pk for _ in range(2)]
    insert = (
        "INSERT INTO compensation_restoration (loss_id, line_id, entry_id, extension_id, at, actor)"
        " VALUES (%s, %s, %s, %s, %s, 'x')"
    )
    again = "INSERT INTO compensation_ledgerentry (programme_id, coupon_id, entry_id, at, kind, yen, store_code, "
    again += "store_name, recorded_at) SELECT programme_id, coupon_id, entry_id, at, kind, yen, '', '', recorded_at "
    again += "FROM compensation_ledgerentry WHERE id = %s"
    tries: list[tuple[str, list[Any]]] = [
        (insert, [old.loss_id, line.pk, *extra, IN_TIME]),
        (again, [old.entry_id]),
    ]
    for statement, values in tries:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)


def test_the_database_refuses_one_coupon_by_app_and_by_paper() -> None:
    coupon = docked()
    _settled_later()
    owed = Entitlement.objects.select_related("loss").get()
    applicant = PayeeFactory.create(programme=coupon.programme, kind="applicant", key="23-0001-0001-A")
    second_owed = (
        "INSERT INTO compensation_entitlement (programme_id, loss_id, balance, payee_id, line_id, owed, committed,"
        " recorded_at) SELECT programme_id, loss_id, balance, %s, line_id, owed, 0, recorded_at"
        " FROM compensation_entitlement WHERE id = %s"
    )
    second_loss = (
        "INSERT INTO compensation_loss (programme_id, coupon_id, key, recorded_at)"
        " SELECT programme_id, coupon_id, key, recorded_at FROM compensation_loss WHERE id = %s"
    )
    more = "UPDATE compensation_entitlement SET committed = owed + 1 WHERE id = %s"
    tries = ((second_owed, [applicant.pk, owed.pk]), (second_loss, [owed.loss_id]), (more, [owed.pk]))
    for statement, values in tries:
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)


def test_the_database_refuses_to_pay_what_was_put_back() -> None:
    """B restored and paid: the balance owes the loss, and nothing else can."""
    hours_set()
    coupon = docked()
    answered(told(coupon))
    decided_on(coupon)
    restore(1, by=SUPERVISOR)
    _settled_later()
    owed, put_back = Entitlement.objects.get(), Restoration.objects.get()
    paid_too = (
        "INSERT INTO compensation_entitlement (programme_id, loss_id, balance, payee_id, line_id, owed, committed,"
        " recorded_at) VALUES (%s, %s, '', %s, %s, 1000, 0, %s)"
    )
    values: list[Any] = [coupon.programme_id, put_back.loss_id, owed.payee_id, put_back.line_id, IN_TIME]
    assert (owed.loss_id, owed.owed) == (put_back.loss_id, 3000)
    with pytest.raises(IntegrityError, match=r"one_entitlement_a_loss|entitlement\.loss_id"), transaction.atomic():
        connection.cursor().execute(paid_too, values)


def _owe(coupon: Coupon, line: int, *, balance: str = "") -> None:
    """Owe 1,000 yen by a line, in SQL."""
    payee = PayeeFactory.create(programme=coupon.programme, kind="applicant", key=f"23-0001-0001-{balance}")
    loss = DecisionLine.objects.get(pk=line).loss_id
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO compensation_entitlement (programme_id, loss_id, balance, payee_id, line_id, owed, committed,"
            " recorded_at) VALUES (%s, %s, %s, %s, %s, 1000, 0, %s)",
            [coupon.programme_id, loss, balance, payee.pk, line, IN_TIME],
        )


def _restore_by(coupon: Coupon, loss: int | None, line: int) -> None:
    """Put 1,000 yen back by a line, in SQL."""
    back, longer = [LedgerEntryFactory.create(coupon=coupon, kind="restoration", yen=1000).pk for _ in range(2)]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO compensation_restoration (loss_id, line_id, entry_id, extension_id, at, actor)"
            " VALUES (%s, %s, %s, %s, %s, 'x')",
            [loss, line, back, longer, IN_TIME],
        )


def _granted() -> tuple[Coupon, DecisionLine]:
    """A coupon that case B was granted on, and the line that restores it."""
    hours_set()
    coupon = docked()
    answered(told(coupon))
    decided_on(coupon)
    return coupon, DecisionLine.objects.get(remedy="restore")


def test_the_database_refuses_to_pay_a_line_that_was_put_back() -> None:
    coupon, line = _granted()
    restore(1, by=SUPERVISOR)
    with pytest.raises(IntegrityError, match="paid_or_restored"):
        _owe(coupon, line.pk)
    with pytest.raises(IntegrityError, match="paid_or_restored"):
        _owe(coupon, line.pk, balance="money")


def test_the_database_refuses_to_put_back_what_is_paid() -> None:
    coupon, line = _granted()
    _owe(coupon, line.pk)
    with pytest.raises(IntegrityError, match="restored_or_paid"):
        restore(1, by=SUPERVISOR)
    assert (Restoration.objects.count(), balance(coupon, AFTER)) == (0, 2000)


def test_the_database_refuses_to_put_back_what_was_paid_out_by_another_line() -> None:
    coupon, line = _granted()
    paid_out = DecisionLine.objects.create(
        decision=line.decision, loss=line.loss, position=8, case="B", outcome="eligible", remedy="pay", yen=1000
    )
    _owe(coupon, paid_out.pk)
    Entitlement.objects.update(committed=1000)
    with pytest.raises(IntegrityError, match="restored_or_paid"):
        restore(1, by=SUPERVISOR)


def test_the_database_refuses_to_put_back_by_a_line_that_pays() -> None:
    coupon = docked()
    _settled_later()
    paid = Entitlement.objects.get()
    with pytest.raises(IntegrityError, match="restored_or_paid"):
        _restore_by(coupon, paid.loss_id, paid.line_id)


def test_the_database_refuses_a_balance_beside_the_coupons_own() -> None:
    coupon = docked()
    _settled_later()
    paid = Entitlement.objects.get()
    with pytest.raises(IntegrityError, match="paid_or_restored"):
        _owe(coupon, paid.line_id, balance="money")
    with pytest.raises(IntegrityError, match="owed_for_one_thing"), transaction.atomic():
        Entitlement.objects.update(balance="money")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE compensation_outagehours SET released_by = 'third'",
        "UPDATE compensation_outagehours SET released_at = NULL, released_by = ''",
    ],
)
def test_the_database_refuses_a_second_approval_of_hours(statement: str) -> None:
    hours_set()
    with pytest.raises(Exception, match=r"released|append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    assert OutageHours.objects.get().released_by == "supervisor2"
