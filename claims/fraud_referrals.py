"""What of a claim for misuse is put before a person beside its examination: contested readings, acts claimed twice,
items of judgement that nobody signs. Each is referred once; only a person closes it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from claims import fraud_terms
from claims.fraud_facts import facts_of, lacks, previous_claim, standing_findings
from claims.models import Claim, FraudAct, FraudClaim
from claims.states import ClaimState
from compensation.fraud_awards import decision_on
from compensation.programmes import PolicyInForce, policy_of
from compensation.referrals import ACT_CLAIMED_TWICE, GROUNDS_OPEN, refer_claim, referrals_of_claim
from foundation.japan.dates import day_in_japan, start_of
from foundation.japan.numbers import code
from foundation.trail.actor import Actor

_WAITS_FOR_EXAMINERS: Final = frozenset({ClaimState.RECEIVED, ClaimState.EXAMINING})
_EXAMINERS_OWN: Final = frozenset({"non_user"})
"""What the policy leaves to the examination itself: with a cardholder the way is always agreed individually."""


def refer_doubts(claim: Claim, *, by: Actor) -> list[int]:
    """Refer what the policy leaves open on the facts as they stand, in the caller's transaction."""
    rules = policy_of(claim.bulletin)
    decision = decision_on(facts_of(claim), PolicyInForce(claim.bulletin, rules))
    found = {doubt.rule: doubt.clause for doubt in decision.doubts}
    if FraudClaim.objects.filter(claim=claim, established_at__isnull=False).exists():
        unclear = (step for step in decision.trace if step.bears and step.result == "unclear")
        doubted = set(found.values())
        plain = (step for step in unclear if step.rule not in _EXAMINERS_OWN and step.clause not in doubted)
        found |= {step.rule: step.clause for step in plain}
    return _refer(claim, found, by)


def refer_same_acts(claim: Claim, *, by: Actor) -> list[int]:
    """Refer this claim and every other that names one of its acts: the same account, the same number in the records."""
    clause = policy_of(claim.bulletin).ids["5.1"]
    others = list(_claims_of_the_same_acts(claim))
    named = [claim, *others] if others else []
    return [pk for one in named for pk in _refer(one, {ACT_CLAIMED_TWICE: clause}, by)]


def refer_open_grounds(now: datetime, *, by: Actor) -> int:
    """Refer the claims of which items of judgement are still unsigned after the centre's own day; how many."""
    before = start_of(day_in_japan(now) - timedelta(days=fraud_terms.days(fraud_terms.EXAMINE)))
    late = Claim.objects.filter(programme__kind="fraud", state__in=_WAITS_FOR_EXAMINERS, received_at__lt=before)
    late = late.select_related("programme", "bulletin__programme").order_by("pk")
    return sum(bool(_refer(claim, _unsigned(claim), by)) for claim in late)


def _unsigned(claim: Claim) -> dict[str, str]:
    fraud, acts = FraudClaim.objects.get(claim=claim), list(FraudAct.objects.filter(claim=claim))
    missing = lacks(fraud, acts, standing_findings(claim), previous_claim(claim, fraud))
    signed = not any(item[0].isdigit() for item in missing)
    return {} if signed else {GROUNDS_OPEN: policy_of(claim.bulletin).ids["4"]}


def _claims_of_the_same_acts(claim: Claim) -> Iterator[Claim]:
    account = FraudClaim.objects.get(claim=claim).account_hash
    mine = _references(FraudAct.objects.filter(claim=claim))
    if account is None or not mine:
        return
    others = Claim.objects.filter(fraud__account_hash=account, programme=claim.programme).exclude(pk=claim.pk)
    for other in others.exclude(state=ClaimState.CLOSED, closed_as="withdrawn").select_related("bulletin__programme"):
        if mine & _references(FraudAct.objects.filter(claim=other)):
            yield other


def _references(acts: QuerySet[FraudAct]) -> set[str]:
    return {code(reference) for reference in acts.values_list("reference", flat=True) if reference}


def _refer(claim: Claim, found: dict[str, str], by: Actor) -> list[int]:
    """Each reason once a claim: what a person has closed is not opened again."""
    known = set(referrals_of_claim(claim.pk).values_list("reason", flat=True))
    new = {reason: clause for reason, clause in found.items() if reason not in known}
    return [refer_claim(claim.programme_id, claim.pk, reason, clause, by=by) for reason, clause in new.items()]
