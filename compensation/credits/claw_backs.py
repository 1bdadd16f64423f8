"""What was credited and is no longer granted: a row of its own, beside the credit, that a person ends."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Sum

from compensation.credits.models import CreditClawBack, CreditLine
from compensation.credits.states import ClawBackEnd, CreditState
from compensation.models import Decision, Entitlement
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class NotCreditedError(ValueError):
    """Less is granted than before, and what was granted before is not yet credited and confirmed."""


def granted(entitlement: Entitlement) -> int:
    """What is granted of an entitlement today: what it owed, less what later decisions took back."""
    taken_back = CreditClawBack.objects.filter(entitlement=entitlement).aggregate(yen=Sum("yen"))["yen"]
    return entitlement.owed - int(taken_back or 0)


def claw_back(
    decision: Decision, entitlement: Entitlement, yen: int, claim_number: str, *, by: Actor
) -> CreditClawBack:
    """Write down that so much was credited too much, in the transaction of the decision that finds it.

    Raises NotCreditedError while a part of the entitlement is unpaid or unconfirmed.
    """
    lines = CreditLine.objects.filter(entitlement=entitlement, instruction__state=CreditState.CONFIRMED)
    if int(lines.aggregate(yen=Sum("yen"))["yen"] or 0) != entitlement.owed:
        raise NotCreditedError(claim_number)
    with transaction.atomic():
        row = CreditClawBack.objects.create(
            decision=decision,
            entitlement=entitlement,
            programme=decision.programme,
            claim_number=claim_number,
            yen=yen,
            made_at=decision.recorded_at,
        )
        scope, detail = decision.programme.slug, {"yen": yen, "entitlement": entitlement.pk}
        audit.record("claw_back.opened", by=by, kind="claim", refs=[claim_number], scope=scope, detail=detail)
    return row


def end(claw_back: CreditClawBack, ended_as: ClawBackEnd, because: str, *, by: Actor) -> bool:
    """Say what became of it, once; False where somebody had. Raises ValueError without words."""
    if not because.strip():
        raise ValueError("a claw-back ends with a reason")
    with transaction.atomic():
        waiting = CreditClawBack.objects.filter(pk=claw_back.pk, ended_as="")
        ended = waiting.update(ended_as=ended_as, ended_at=clock.now(), ended_by=by.ref, ended_because=because.strip())
        if ended:
            scope, detail = claw_back.programme.slug, {"as": ended_as}
            refs = [claw_back.claim_number]
            audit.record("claw_back.ended", by=by, kind="claim", refs=refs, scope=scope, detail=detail)
    return bool(ended)
