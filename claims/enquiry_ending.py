"""How an enquiry ends: the balance is put back, or a person finds that it is not."""

from __future__ import annotations

from django.db import transaction

from claims.enquiry_news import RESTORED, tell
from claims.models import Claim
from claims.moves import move
from claims.states import CALL, ClaimState
from compensation import remedies
from compensation.enquiries import end_enquiries
from compensation.programmes import rules_of
from compensation.referrals import RESTORED_OTHERWISE, close, refer_claim, referrals_of_claim
from compensation.restorations import RestoredOtherwiseError
from foundation.trail import clock
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
    """A person finds that nothing is put back: what was told counts no more, and the claim's referrals are closed.

    False where the claim was over already.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update().get(pk=claim.pk)
        if held.state == ClaimState.CLOSED:
            return False
        open_ones = referrals_of_claim(held.pk).filter(closed_at__isnull=True)
        close(list(open_ones.values_list("pk", flat=True)), because=because, by=by)
        if held.channel == CALL:
            end_enquiries(str(held.number), at=clock.now())
        move([held.pk], ClaimState.CLOSED, detail=because[:80], by=by, closed_as="declined")
    return True


def _refer(claim: Claim, by: Actor) -> None:
    """The operator put back another sum: a person finds out which, and has it decided again, or ends it."""
    case_b = rules_of(claim.bulletin).case_b
    clause = next(iter(case_b.clauses), "") if case_b else ""
    with transaction.atomic():
        refer_claim(claim.programme_id, claim.pk, RESTORED_OTHERWISE, clause, by=by)
        for state in (ClaimState.EXAMINING, ClaimState.REFERRED):
            move([claim.pk], state, detail="the operator restored another sum", by=by)
