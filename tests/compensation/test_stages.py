"""A second bulletin: the instant chooses, decisions keep theirs, what changes is decided anew and paid once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from compensation.awards import ClaimToAward, award_claim, paper_facts, reasons
from compensation.bulletin_loading import load_bulletins
from compensation.contacts import Contact
from compensation.models import ClawBack, Coupon, Decision, Entitlement, Payout, Referral
from compensation.policy.coupons.facts import Enquiry, Outage, SiteApplication, TriedPayment, Wants
from compensation.programmes import fraud_policy, in_force, origin_of
from compensation.reconciling import reconcile
from compensation.replaying import Replay, replay
from compensation.states import EntryKind
from compensation.travellers import Applicant
from foundation.trail.actor import Actor
from tests.factories.bulletins import next_bulletin
from tests.factories.compensation import jst
from tests.factories.settlement import LATER, booked, charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

BY = Actor.system("tests")
FROM = date(2023, 4, 11)
AFTER = jst(2023, 4, 11)
BEFORE = jst(2023, 4, 10, 23, 59)
DAY_LATER = date(2023, 2, 25)
WIDER = ("last_expiry = 2023-02-24", "last_expiry = 2023-02-25")
STRICTER = ("least_yen = 1\n", "least_yen = 1001\n")
NO_REMEDY = 'kind = "none_yet"\nclauses = ["yamanashi.2.B.pending"]\n'
REMEDY = """kind = "restore"
clauses = ["yamanashi.2.B.pending"]
check = ["yamanashi.2.B.pending"]
then = ["yamanashi.2.A.2"]

[case_b.remedy.enquiry]
clauses = ["yamanashi.3"]
items = [{ id = "coupon_number", name = { ja = "番号", en = "number" } }]
"""
RESTORES = NO_REMEDY, REMEDY
PAYS_OUT = NO_REMEDY, REMEDY.replace('"restore"', '"pay_out"').replace('then = ["yamanashi.2.A.2"]\n', "")
PAPER: dict[str, Any] = {"app_account": "", "charged_at": None, "app_phone": "", "app_email": ""}
Follow = Callable[..., None]


@pytest.fixture
def follow(tmp_path: Path) -> Follow:
    """Loads the bulletin after one of the campaigns', in force from 11 April."""

    def load(key: str, *changes: tuple[str, str]) -> None:
        next_bulletin(tmp_path, key, FROM, *changes)
        load_bulletins(tmp_path, by=BY)

    return load


def standing(coupon: Coupon) -> tuple[str, str, int | None]:
    row = Decision.objects.select_related("bulletin").get(subject_id=coupon.pk, superseded_at=None)
    return row.bulletin.key, row.outcome, row.amount


def holds() -> bool:
    return replay(tell=lambda _difference: None) == Replay(Decision.objects.count(), 0, {})


def test_the_instant_chooses_the_bulletin(follow: Follow) -> None:
    follow("kumamoto-3", WIDER)
    assert [in_force("kumamoto", at).row.key for at in (BEFORE, AFTER)] == ["kumamoto-3", "kumamoto-4"]
    coupon = charged(expires_on=DAY_LATER)
    settled("kumamoto", BEFORE)
    assert standing(coupon) == ("kumamoto-3", "ineligible", None)
    settled("kumamoto", AFTER)
    assert standing(coupon) == ("kumamoto-4", "eligible", 2000)
    assert (Payout.objects.get().yen, holds()) == (2000, True)


def test_a_later_document_is_said_to_be_missing_until_it_is_in_hand(follow: Follow) -> None:
    row = in_force("yamanashi", BEFORE).row
    assert origin_of(row)[1:] == (("第一報", "First bulletin"), None, True)
    assert origin_of(in_force("kumamoto", BEFORE).row).later_not_in_hand is False
    follow("yamanashi-1", ("第一報", "第二報"), ("First bulletin", "Second bulletin"))
    assert origin_of(row)[1:] == (("第一報", "First bulletin"), ("第二報", "Second bulletin"), False)


def test_a_policy_on_misuse_has_an_origin_as_well() -> None:
    assert origin_of(fraud_policy("twooca").row).stage_label == ("初版", "First version")


def test_a_decision_that_comes_out_the_same_keeps_its_bulletin_and_is_paid_once(follow: Follow) -> None:
    coupon = charged("kumamoto", 500)
    settled()
    follow("kumamoto-3", WIDER)
    settled("kumamoto", AFTER)
    settled("kumamoto", AFTER)
    assert (standing(coupon), Decision.objects.count()) == (("kumamoto-3", "eligible", 1500), 1)
    assert (Payout.objects.get().yen, Entitlement.objects.get().owed) == (1500, 1500)


def test_what_a_second_bulletin_takes_away_is_superseded_and_put_before_a_person(follow: Follow) -> None:
    coupon = charged("kumamoto", 1500)
    settled()
    follow("kumamoto-3", STRICTER, ("balance_at = 2023-02-27T00:00:00", "balance_at = 2023-03-31T00:00:00"))
    settled("kumamoto", AFTER)
    assert standing(coupon) == ("kumamoto-4", "ineligible", None)
    assert (Payout.objects.get().yen, Referral.objects.get().reason) == (500, reasons.SUM_CHANGED)
    excess = ClawBack.objects.get()
    assert (excess.yen, excess.entitlement.owed, excess.decision.superseded_at) == (500, 500, None)
    settled("kumamoto", AFTER)
    assert [(row.to_claw_back, row.owed, row.holds) for row in reconcile()] == [(500, 500, True)]
    assert (Decision.objects.get(superseded_at=None).supersedes is not None, holds()) == (True, True)


def test_a_contact_that_a_second_bulletin_uses_pays_what_waited_for_a_person(follow: Follow) -> None:
    coupon = charged("yamanashi", app_phone="")
    settled("yamanashi")
    assert (standing(coupon), Referral.objects.get().closed_at) == (("yamanashi-1", "refer", None), None)
    follow("yamanashi-1", ('channels = ["sms"]', 'channels = ["sms", "email"]'))
    settled("yamanashi", AFTER)
    settled("yamanashi", AFTER)
    assert standing(coupon) == ("yamanashi-2", "eligible", 2000)
    assert (Payout.objects.get().yen, Referral.objects.get().closed_by) == (2000, "settle")


def test_a_later_snapshot_stops_what_is_not_paid_yet(follow: Follow) -> None:
    coupon = charged("kumamoto", 500)
    settled("kumamoto", jst(2023, 3, 30))
    follow(
        "kumamoto-3", ("until = 2023-03-31", "until = 2023-04-30"), ("doubted_from = 2023-03-31T23:59:00\n", ""),
        ("balance_at = 2023-04-01T00:00:00", "balance_at = 2023-05-01T00:00:00"),
    )  # fmt: skip
    settled("kumamoto", AFTER)
    assert (standing(coupon)[1:], Payout.objects.count()) == (("pending", None), 0)
    booked(coupon, EntryKind.PAYMENT, -1000, jst(2023, 4, 20))
    settled("kumamoto", jst(2023, 5, 1))
    assert (standing(coupon), Payout.objects.get().yen) == (("kumamoto-4", "eligible", 500), 500)


def docked(coupon: Coupon, as_of: datetime) -> ClaimToAward:
    """A claim for a coupon docked twice at once in the hours that an office has set, confirmed by the shop."""
    at = jst(2023, 2, 24, 18)
    facts = paper_facts("yamanashi", [coupon.pk], as_of, Applicant("", True))
    [one] = facts.coupons
    facts = facts._replace(
        coupons=(one._replace(payments=(TriedPayment(at, False, 0, at, 2, 1, 500, 2),)),),
        outage=Outage(jst(2023, 2, 24, 17), jst(2023, 2, 24, 20)),
        enquiry=Enquiry(jst(2023, 3, 20), frozenset({"coupon_number"}), True),
        wants=Wants("points", "amazon"),
        site_application=SiteApplication(jst(2023, 4, 5), frozenset({"contact", "coupon_number"})),
    )
    return ClaimToAward(9, "C-9", [coupon.pk], facts, Contact("+819055556666", ""))


def claimed(coupon: Coupon, as_of: datetime) -> tuple[str, int | None, str, int]:
    award = award_claim("yamanashi", docked(coupon, as_of), as_of, by=BY)
    return award.decision.outcome, award.decision.amount, award.decision.bulletin, award.yen


def test_b_alone_waits_for_the_bulletin_that_gives_its_remedy(follow: Follow) -> None:
    coupon = charged("yamanashi", **PAPER, expires_on=DAY_LATER)
    assert claimed(coupon, LATER) == ("pending", None, "yamanashi-1", 0)
    follow("yamanashi-1", PAYS_OUT)
    assert claimed(coupon, AFTER) == ("eligible", 500, "yamanashi-2", 500)
    assert claimed(coupon, jst(2023, 4, 12)) == ("eligible", 500, "yamanashi-2", 0)
    assert (Entitlement.objects.get().owed, Payout.objects.get().yen, holds()) == (500, 500, True)


def test_b_is_paid_beside_what_a_was_paid_already(follow: Follow) -> None:
    coupon = charged("yamanashi", 500, **PAPER)
    assert claimed(coupon, LATER) == ("eligible", 1500, "yamanashi-1", 1500)
    follow("yamanashi-1", PAYS_OUT)
    assert claimed(coupon, AFTER) == ("eligible", 2000, "yamanashi-2", 500)
    assert claimed(coupon, jst(2023, 4, 12)) == ("eligible", 2000, "yamanashi-2", 0)
    assert (Entitlement.objects.get().owed, sorted(Payout.objects.values_list("yen", flat=True))) == (2000, [500, 1500])
    assert (Decision.objects.count(), holds()) == (2, True)


def test_b_whose_remedy_comes_when_the_extension_is_over_goes_to_a_person(follow: Follow) -> None:
    coupon = charged("yamanashi", **PAPER, expires_on=DAY_LATER)
    follow("yamanashi-1", RESTORES)
    assert claimed(coupon, AFTER) == ("refer", None, "yamanashi-2", 0)
    assert Referral.objects.get().reason == "b.extension_over"
