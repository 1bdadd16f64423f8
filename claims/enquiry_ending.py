"""How a person ends a claim: the balance is put back, nothing is paid on it, or what was paid stays."""

from __future__ import annotations

from django.db import transaction

from claims.enquiry_news import RESTORED, tell
from claims.models import Claim
from claims.moves import move
from claims.result_messages import DECISION
from claims.result_messages import tell as tell_result
from claims.states import SITE, ClaimState
from claims.taking_back import declined, is_taken, take_back
from compensation import remedies
from compensation.programmes import rules_of
from compensation.referrals import RESTORED_OTHERWISE, close, refer_claim, referrals_of_claim
from compensation.restorations import RestoredOtherwiseError
from foundation.trail.actor import Actor


def put_back(claim: Claim, *, by: Actor) -> bool:
    """Book what the decision gives back, close the claim as restored, and tell the caller.

    False where the claim no longer stands decided: somebody did it before, or withdrew it.
    Raises NothingToRestoreError, and then nothing was changed; and RestoredOtherwiseError, and then the claim is
    referred.
    """
    try:
        return _put_back(claim, by)
    except RestoredOtherwiseError:
        _refer(claim, by)
        raise


def _put_back(claim: Claim, by: Actor) -> bool:
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        if held.state != ClaimState.DECIDED or not remedies.restore(held.pk, by=by):
            return False
        move([held.pk], ClaimState.CLOSED, detail="balance restored", by=by, closed_as="restored")
        tell(held, RESTORED, by=by)
    return True


def decline(claim: Claim, because: str, *, by: Actor) -> bool:
    """A person finds that nothing is put back or paid: what stands ready for the claim, or waits of it, ends with it.

    False where the claim was over already. Raises TakenError where its money was taken; then nothing was changed.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        if held.state == ClaimState.CLOSED:
            return False
        take_back(held, declined(because), by=by)
        move([held.pk], ClaimState.CLOSED, detail=because[:80], by=by, closed_as="declined")
        if held.channel == SITE:
            tell_result(held, DECISION, by=by)
    return True


def keep_paid(claim: Claim, because: str, *, by: Actor) -> bool:
    """A person finds that what was taken stays with whoever took it: nothing of the claim waits any more.

    It stands decided, and is closed once its payouts are. False where it was not before a person. Raises
    ValueError where nothing was taken.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        if held.state != ClaimState.REFERRED:
            return False
        if not is_taken(held, declined(because)):
            raise ValueError("nothing was taken that could stay")
        waiting = referrals_of_claim(held.pk).filter(closed_at__isnull=True)
        close(list(waiting.values_list("pk", flat=True)), because=because, by=by)
        move([held.pk], ClaimState.DECIDED, detail="what was paid stays", by=by)
    return True


def _refer(claim: Claim, by: Actor) -> None:
    """The operator put back another sum: a person finds out which, and has it decided again, or ends it."""
    case_b = rules_of(claim.bulletin).case_b
    clause = next(iter(case_b.clauses), "") if case_b else ""
    with transaction.atomic():
        refer_claim(claim.programme_id, claim.pk, RESTORED_OTHERWISE, clause, by=by)
        for state in (ClaimState.EXAMINING, ClaimState.REFERRED):
            move([claim.pk], state, detail="the operator restored another sum", by=by)
