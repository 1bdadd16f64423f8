"""The demonstration's claims for misuse: every event, ground and state is among them, and the money ties out."""

from __future__ import annotations

from collections import Counter
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from claims.models import Claim, FraudClaim, FraudContact, FraudQuestion
from claims.status_report import status_report
from compensation.credits.models import CreditClawBack
from compensation.models import Decision, Programme, Referral
from compensation.reconciling import reconcile
from compensation.replaying import replay
from config.demo.misuse_claims import claim_for_misuse
from config.demo.staff import open_accounts
from foundation.trail import clock
from foundation.trail.actor import Actor

pytestmark = pytest.mark.django_db
BY = Actor.system("demo_data")


@pytest.fixture(scope="class")
def filled(shared_rows: None) -> dict[str, int]:
    """How many claims stand in which state."""
    with time_machine.travel("2023-04-03T10:00:00+09:00", tick=False):
        call_command("load_bulletins", stdout=StringIO())
        return claim_for_misuse(open_accounts("a password for these tests", by=BY), by=BY)


class TestFilled:
    """What stands in the database afterwards."""

    def test_every_state_event_and_ground_is_there(self, filled: dict[str, int]) -> None:
        assert (sum(filled.values()), filled["draft"], Claim.objects.filter(number__isnull=False).count()) == (
            41,
            1,
            40,
        )
        assert set(filled) == {"draft", "received", "waiting", "examining", "decided", "closed"}
        assert set(Claim.objects.values_list("closed_as", flat=True)) == {"", "credited", "withdrawn"}
        assert [FraudQuestion.objects.filter(answered_at__isnull=open_).count() for open_ in (True, False)] == [1, 1]
        assert CreditClawBack.objects.get().yen == 1000
        assert FraudContact.objects.count() == 2
        causes = set(FraudClaim.objects.values_list("cause", flat=True))
        assert {"account_info_stolen", "mobile_device_lost_or_stolen", "card_info_stolen"} - causes == set()
        refused = Decision.objects.filter(outcome="ineligible").values_list("trace", flat=True)
        cited = {clause for trace in refused for clause, _, _, result, bears in trace if bears and result == "fails"}
        assert {f"twooca.4.{number}" for number in range(1, 16)} - cited == set()

    def test_the_money_ties_out_and_every_decision_replays(self, filled: dict[str, int]) -> None:
        [balance] = reconcile()
        assert (balance.programme, balance.holds) == ("twooca", True)
        assert replay("twooca", tell=lambda difference: pytest.fail(str(difference))).differing == 0

    def test_the_report_ties_out_and_the_list_of_referrals_has_its_why(self, filled: dict[str, int]) -> None:
        report = status_report(Programme.objects.get(slug="twooca"), clock.now())
        states = {row.state for row in report.rows_of("examination")}
        assert states == {"not_begun", "under_examination", "proposed", "approved", "withdrawn"}
        reasons = Counter(Referral.objects.values_list("reason", flat=True))
        assert reasons["act_claimed_twice"] == 2
        assert not Referral.objects.filter(clause="").exists()


def test_without_a_policy_nothing_is_made() -> None:
    assert claim_for_misuse({}, by=BY) == {}
