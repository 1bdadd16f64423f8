"""The report of the misuse programme: claims and credits, each in its state, and it ties out."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from claims.fraud_decisions import Agreed, prepare, reconsider
from claims.fraud_examination import establish
from claims.fraud_withdrawal import withdraw
from claims.models import FraudProposal
from claims.report_rows import DoesNotTieError, Row, Total, Unit
from claims.status_report import StatusReport, status_report
from compensation.credits.exports import send_ready
from compensation.credits.models import CreditInstruction
from compensation.models import Programme
from foundation.trail import clock as portal
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, BY, CARDHOLDER, act, arrived, credited, decided, examined, facts, lowered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def test_credits_stand_in_their_states() -> None:
    programme = Programme.objects.get(slug="twooca")
    decided(examined(arrived()))
    assert send_ready(programme, by=BOSS) is not None
    decided(examined(arrived(act(2, balance="money"), customer_id="TW-2")))
    report = status_report(programme, portal.now() + timedelta(seconds=1))
    assert report.rows_of("credit") == (
        Row("credit", "fraud", "", "", "ready", 2, 15330),
        Row("credit", "fraud", "", "", "sent", 1, 10330),
    )
    totals = {total.unit: total for total in report.totals}
    assert totals["credit"] == Total("credit", 3, 25660)
    assert totals["examination"] == Total("examination", 2, 25660)


def test_a_coupon_programme_has_no_credits() -> None:
    report = status_report(Programme.objects.get(slug="kumamoto"), portal.now())
    assert [total.unit for total in report.totals] == ["coupon", "claim", "payout"]


def test_the_page_shows_them(signed_in: SignedIn) -> None:
    decided(examined(arrived()))
    page = signed_in("lead").get("/reports/twooca/").content.decode()
    assert "残高への加算" in page


def of(report: StatusReport, unit: Unit) -> dict[str, tuple[int, int]]:
    return {row.state: (row.units, row.yen) for row in report.rows_of(unit)}


def test_examinations_by_how_far_they_are(clock: time_machine.Traveller) -> None:
    programme = Programme.objects.get(slug="twooca")
    arrived()
    establish(begun := arrived(customer_id="TW-2"), facts(begun), by=BY)
    prepare(examined(arrived(customer_id="TW-3")), by=BY)
    decided(examined(arrived(customer_id="TW-4")))
    again = decided(examined(arrived(customer_id="TW-5"), ("4.9",)))
    withdraw(arrived(customer_id="TW-6"), "申し出", by=BY)
    clock.shift(60)
    before = portal.now()
    reconsider(again, "新しい証拠", by=BY)
    clock.shift(60)
    report = status_report(programme, portal.now())
    assert of(report, "examination") == {
        "not_begun": (1, 0),
        "under_examination": (1, 0),
        "proposed": (1, 10330),
        "approved": (1, 10330),
        "reconsidered": (1, 0),
        "withdrawn": (1, 0),
    }
    assert of(status_report(programme, before), "examination")["approved"] == (2, 10330)


def test_money_ties_to_what_was_granted(clock: time_machine.Traveller) -> None:
    programme = Programme.objects.get(slug="twooca")
    lowered(credited(act(2, balance="money")), recovered_yen=0, acts={1: {"yen": 4000}})
    decided(examined(arrived(CARDHOLDER), account="TW-55"), agreed=Agreed(8000, "口座へ振り込む。"))
    clock.shift(60)
    report = status_report(programme, portal.now())
    assert of(report, "credit") == {"confirmed": (2, 15330)}
    assert of(report, "arrangement") == {"noted": (1, 8000)}
    assert of(report, "claw_back") == {"to_settle": (1, 1000)}
    granted = sum(proposal.yen or 0 for proposal in FraudProposal.objects.exclude(reconsidered_in__isnull=False))
    assert granted == 15330 + 8000 - 1000


def test_what_does_not_tie_is_not_handed_out(clock: time_machine.Traveller) -> None:
    decided(examined(arrived()))
    clock.shift(60)
    beside = CreditInstruction.objects.get()
    beside.pk, beside.reference, beside.balance = None, "beside", "money"
    beside.save(force_insert=True)
    with pytest.raises(DoesNotTieError, match="granted 10330: credited 20660"):
        status_report(Programme.objects.get(slug="twooca"), portal.now())
