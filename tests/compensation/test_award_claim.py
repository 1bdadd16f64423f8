"""One claim of the special site, from its facts to the message that tells of its payout."""

from __future__ import annotations

from datetime import date, datetime
from itertools import count
from typing import Any

import pytest

from compensation.awards import Award, ClaimToAward, award_claim, paper_facts, reasons
from compensation.contacts import Contact
from compensation.models import Coupon, Decision, DecisionLine, Entitlement, Payee, Payout, PayoutLink, Referral
from compensation.policy.coupons.facts import SiteApplication, Wants
from compensation.travellers import Applicant
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import Mailing, Message
from tests.factories.compensation import SNAPSHOT, jst
from tests.factories.settlement import BEFORE_SNAPSHOT, LATER, charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

BY = Actor.system("examine")
FIVE = frozenset({"name", "address", "contact", "email", "coupon_number"})
MOBILE = Contact("+819055556666", "applicant@example.jp")
TRAVELLER = Applicant("", True)
PAPER: dict[str, Any] = {"app_account": "", "charged_at": None, "app_phone": "", "app_email": ""}
_ids = count(1)


def applied(
    *coupons: Coupon,
    slug: str = "kumamoto",
    contact: Contact = MOBILE,
    as_of: datetime = LATER,
    wants: Wants | None = None,
    items: frozenset[str] = FIVE,
    **claim: Any,
) -> ClaimToAward:
    ids = [coupon.pk for coupon in coupons]
    facts = paper_facts(slug, ids, as_of, TRAVELLER)._replace(
        site_application=SiteApplication(jst(2023, 4, 5), items), wants=wants or Wants("points", None)
    )
    number = next(_ids)
    return ClaimToAward(**{"id": number, "number": f"C-{number}", "coupon_ids": ids, "facts": facts,
                           "contact": contact, **claim})  # fmt: skip


def awarded(claim: ClaimToAward, slug: str = "kumamoto", as_of: datetime = LATER) -> Award:
    return award_claim(slug, claim, as_of, by=BY)


def test_two_sheets_of_one_claim_are_one_payout() -> None:
    first, second = charged("kumamoto", 500, **PAPER), charged("kumamoto", **PAPER)
    claim = applied(first, second)
    award = awarded(claim)
    decision, payout, message = Decision.objects.get(), Payout.objects.get(), Message.objects.get()
    assert (award.yen, award.referred, award.decision_id) == (3500, (), decision.pk)
    assert (decision.subject_kind, decision.subject_id, decision.amount) == ("claim", claim.id, 3500)
    assert list(DecisionLine.objects.order_by("position").values_list("loss__coupon", "yen")) == [
        (first.pk, 1500), (second.pk, 2000),
    ]  # fmt: skip
    assert (payout.route, payout.yen, payout.collect_by) == ("special_site", 3500, date(2023, 5, 31))
    assert Payee.objects.get().key == claim.number
    assert set(Coupon.objects.values_list("payee", flat=True)) == {payout.payee_id}
    assert (message.channel, open_envelope(message).address) == ("sms", "+819055556666")
    assert Mailing.objects.get().planned_on == date(2023, 5, 1)


def test_the_same_claim_again_changes_nothing() -> None:
    claim = applied(charged(**PAPER))
    first = awarded(claim)
    again = awarded(claim, as_of=jst(2023, 4, 12))
    assert (again.decision_id, again.yen, Decision.objects.count()) == (first.decision_id, 0, 1)
    assert (Payout.objects.count(), Message.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("contact", "channel", "expected"),
    [
        (MOBILE, "sms", ("sms", "+819055556666")),
        (MOBILE, "email", ("email", "applicant@example.jp")),
        (Contact("+81963331111", "applicant@example.jp"), "sms", ("email", "applicant@example.jp")),
        (Contact("+819055556666", ""), "email", ("sms", "+819055556666")),
    ],
)
def test_the_notice_goes_where_the_applicant_asked(contact: Contact, channel: str, expected: tuple[str, str]) -> None:
    awarded(applied(charged(**PAPER), contact=contact, channel=channel))
    message = Message.objects.get()
    assert (message.channel, open_envelope(message).address) == expected


def test_without_a_contact_for_the_notice_a_person_decides() -> None:
    award = awarded(applied(charged(**PAPER), contact=Contact("+81963331111", "")))
    assert (award.referred, award.yen) == ((reasons.NO_CONTACT,), 0)
    assert Entitlement.objects.count() == 0


def test_before_the_extension_has_run_out_a_claim_is_pending() -> None:
    claim = applied(charged(**PAPER), as_of=BEFORE_SNAPSHOT)
    award = awarded(claim, as_of=BEFORE_SNAPSHOT)
    assert (award.decision.outcome, award.yen, Payout.objects.count()) == ("pending", 0, 0)


def test_a_pending_claim_is_paid_when_what_was_missing_has_come() -> None:
    coupon = charged(**PAPER)
    claim = applied(coupon, items=FIVE - {"address"})
    assert awarded(claim).decision.outcome == "pending"
    award = awarded(applied(coupon, id=claim.id, number=claim.number))
    first, second = Decision.objects.order_by("pk")
    assert (award.yen, second.supersedes, first.superseded_at is not None) == (2000, first, True)


def test_a_second_applicant_for_one_number_is_referred() -> None:
    coupon, other = charged(**PAPER), charged(**PAPER)
    awarded(applied(coupon))
    award = awarded(applied(coupon, other))
    assert (award.referred, award.yen) == ((reasons.CLAIMED_ELSEWHERE,), 0)
    assert list(Referral.objects.values_list("coupon", "reason", "clause", "decision")) == [
        (coupon.pk, reasons.CLAIMED_ELSEWHERE, "kumamoto.1.pre", award.decision_id)
    ]
    assert (Payout.objects.get().yen, Entitlement.objects.count()) == (2000, 1)


def test_a_third_applicant_is_referred_beside_the_second() -> None:
    coupon = charged(**PAPER)
    claims = [applied(coupon) for _ in range(3)]
    awards = [awarded(claim) for claim in [*claims, *claims]]
    assert [award.referred for award in awards] == [(), *[(reasons.CLAIMED_ELSEWHERE,)] * 2] * 2
    assert Referral.objects.count() == 2
    assert Payout.objects.count() == 1


def test_a_coupon_paid_to_its_app_account_is_not_paid_on_paper_too() -> None:
    coupon = charged()
    settled()
    award = awarded(applied(coupon))
    assert (award.referred, Payout.objects.count()) == ((reasons.CLAIMED_ELSEWHERE,), 1)


def test_a_coupon_on_a_live_app_account_is_not_paid_on_paper_before_either() -> None:
    award = awarded(applied(charged()))
    assert (award.referred, award.yen) == ((reasons.CHARGED_TO_APP,), 0)


def test_a_paper_claim_for_a_charged_coupon_holds_the_account_back_until_a_person_has_decided() -> None:
    coupon = charged()
    awarded(applied(coupon))
    settled()
    reasons_given = Referral.objects.order_by("pk").values_list("reason", "closed_at")
    assert list(reasons_given) == [(reasons.CHARGED_TO_APP, None), (reasons.CLAIMED_ELSEWHERE, None)]
    Referral.objects.filter(reason=reasons.CHARGED_TO_APP).update(
        closed_at=LATER, closed_by="staff:3", closed_because="the sheet was found"
    )
    settled()
    assert (Payout.objects.get().payee.kind, Referral.objects.filter(closed_at=None).count()) == ("app_account", 0)


def test_a_withdrawn_account_is_paid_by_its_application_and_never_through_the_old_contact() -> None:
    coupon = charged(app_withdrawn_at=jst(2023, 3, 10), app_phone="+819011110000", app_email="old@example.jp")
    settled()
    claim = applied(coupon)
    facts = claim.facts._replace(app=claim.facts.app._replace(charged=True, withdrawn=True))
    award = awarded(claim._replace(facts=facts))
    assert (award.yen, open_envelope(Message.objects.get()).address) == (2000, "+819055556666")
    settled()
    assert (Payout.objects.count(), Referral.objects.count()) == (1, 0)


def test_a_replaced_sheet_is_referred() -> None:
    award = awarded(applied(charged(replaced_by="another", **PAPER)))
    assert (award.referred, award.yen) == ((reasons.REPLACED,), 0)


def test_a_bank_transfer_makes_a_payout_that_no_link_leads_to() -> None:
    items = FIVE | {"bank_account", "identity", "lodging"}
    award = awarded(applied(charged(**PAPER), wants=Wants("bank_transfer", None), items=items))
    assert (award.decision.outcome, award.referred, award.yen) == ("eligible", (), 2000)
    assert (Payout.objects.get().state, Message.objects.count(), PayoutLink.objects.count()) == ("planned", 0, 0)


def test_what_the_policy_refers_is_put_before_a_person_with_its_clause() -> None:
    coupon = charged(**PAPER)
    claim = applied(coupon)
    award = awarded(claim._replace(facts=claim.facts._replace(claimant_is_named_traveller=False)))
    assert award.referred == ("gate.not_the_traveller",)
    assert Referral.objects.values_list("coupon", "clause").get() == (coupon.pk, "kumamoto.1.pre")


def test_in_yamanashi_the_notice_leads_to_the_special_site_where_the_choice_is_made() -> None:
    coupon = charged("yamanashi", **PAPER)
    claim = applied(coupon, slug="yamanashi", wants=Wants("points", "paypay"))
    award = awarded(claim, "yamanashi", as_of=jst(2023, 4, 22))
    message = Message.objects.get()
    assert (award.yen, PayoutLink.objects.count(), message.text_version) == (2000, 1, "payout_on_site.sms.2")
    assert "/r/" not in open_envelope(message).body


def test_the_facts_that_the_claim_begins_with_are_in_the_order_asked() -> None:
    first, second = charged("kumamoto", 500, **PAPER), charged("kumamoto", 700, **PAPER)
    facts = paper_facts("kumamoto", [second.pk, first.pk], SNAPSHOT, TRAVELLER)
    assert [[balance.yen for balance in coupon.balances] for coupon in facts.coupons] == [[2000, 1300], [2000, 1500]]
