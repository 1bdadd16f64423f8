"""Every kind of work at once: the sums of the report, of `reconcile` and of plain SQL are the same."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection

from claims.enquiry_ending import put_back
from claims.models import Claim
from claims.report_rows import Unit
from claims.status_report import StatusReport, status_report
from compensation.credits.exports import send_ready
from compensation.models import Coupon, Payout, Programme
from compensation.reconciling import Balance, reconcile
from compensation.states import EntryKind, PayoutState
from foundation.trail import clock as portal
from tests.factories.cases import moved
from tests.factories.compensation import jst
from tests.factories.enquiries import (
    AFTER,
    IN_TIME,
    SUPERVISOR,
    answered,
    called,
    docked,
    examined,
    hours_set,
    told_in_claim,
)
from tests.factories.fraud import BOSS, CARDHOLDER, act, arrived, credited, decided
from tests.factories.fraud import examined as whole
from tests.factories.settlement import booked, charged, settled
from tests.factories.transfers import banks, requested

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def granted(coupon: Coupon, contact: str) -> Claim:
    """An enquiry whose shop agreed: 1000 yen are to be put back."""
    claim = called(coupon, contact=contact)
    answered(told_in_claim(claim))
    examined()
    return claim


def march() -> Coupon:
    """One balance put back and partly spent since, one not put back yet, one coupon of which nobody called."""
    hours_set()
    restored = docked()
    put_back(granted(restored, "+819099990001"), by=SUPERVISOR)
    booked(restored, EntryKind.PAYMENT, -400, jst(2023, 3, 25, 12))
    granted(docked(), "+819099990002")
    charged("kumamoto", 300)
    return restored


def april(restored: Coupon) -> None:
    """Settled; what was restored is asked for by transfer. Misuse: one credit confirmed, one sent, one ready."""
    settled()
    banks()
    [payout] = Payout.objects.filter(lines__entitlement__loss__coupon=restored)
    now = portal.now()
    moved(payout, (PayoutState.RELEASED, now), (PayoutState.OPENED, now))
    Payout.objects.filter(pk=payout.pk).update(method="")
    requested(Payout.objects.get(pk=payout.pk))
    credited(act(2, balance="money"))
    decided(whole(arrived(customer_id="TW-2")))
    send_ready(Programme.objects.get(slug="twooca"), by=BOSS)
    decided(whole(arrived(customer_id="TW-3")))
    whole(arrived(CARDHOLDER), account="TW-55")


def reported(slug: str) -> StatusReport:
    return status_report(Programme.objects.get(slug=slug), portal.now() + timedelta(seconds=1))


def yen(report: StatusReport, unit: Unit, *states: str) -> int:
    return sum(row.yen for row in report.rows_of(unit) if not states or row.state in states)


def sql(statement: str, *values: Any) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return int(cursor.fetchone()[0] or 0)


def of(slug: str) -> Balance:
    return next(balance for balance in reconcile() if balance.programme == slug)


def test_restored_and_to_be_restored(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    march()
    report = reported("kumamoto")
    entries = "SELECT SUM(yen) FROM compensation_ledgerentry WHERE kind = 'restoration'"
    lines = (
        "SELECT SUM(l.yen) FROM compensation_decisionline l JOIN compensation_decision d ON d.id = l.decision_id"
        " WHERE l.remedy = 'restore' AND d.superseded_at IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM compensation_restoration r WHERE r.line_id = l.id)"
    )
    assert yen(report, "claim", "restored") == sql(entries) == 1000
    assert yen(report, "claim", "to_restore") == sql(lines) == 1000
    assert reconcile() == []


def test_what_is_owed_paid_and_asked_for(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    restored = march()
    clock.move_to(AFTER)
    april(restored)
    report, balance = reported("kumamoto"), of("kumamoto")
    assert balance.holds
    payouts = sql("SELECT SUM(yen) FROM compensation_payout WHERE programme_id = %s", restored.programme_id)
    owed = sql("SELECT SUM(owed) FROM compensation_entitlement WHERE programme_id = %s", restored.programme_id)
    of_restored = 3000 - 1000 + 1000 - 400
    assert yen(report, "payout") == payouts == owed == balance.owed
    assert yen(report, "coupon") == balance.owed + balance.held_back
    assert yen(report, "transfer") == balance.by_transfer == balance.in_flight == of_restored
    # Case B owes nothing of its own: what was put back is a part of the balance, paid once.
    assert yen(report, "claim", "restored") == 1000


def test_examination_and_credit(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)
    restored = march()
    clock.move_to(AFTER)
    april(restored)
    report, balance = reported("twooca"), of("twooca")
    assert balance.holds
    instructed = sql("SELECT SUM(yen) FROM credits_creditinstruction")
    assert yen(report, "credit") == instructed == balance.owed
    assert yen(report, "credit", "confirmed") == balance.paid
    assert yen(report, "credit", "ready", "sent") == balance.in_flight
    approved = sql("SELECT SUM(yen) FROM claims_fraudproposal WHERE approved_at IS NOT NULL")
    assert yen(report, "examination") == approved == instructed
