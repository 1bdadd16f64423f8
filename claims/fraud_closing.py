"""Closes claims for misuse of which every credit was confirmed and every arrangement noted."""

from __future__ import annotations

from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState
from compensation.credits.models import Arrangement, CreditClawBack, CreditInstruction
from compensation.credits.states import ArrangementKind, CreditState
from foundation.trail.actor import Actor


def close_credited(*, by: Actor) -> int:
    """Close what is credited in full; how many.

    What was agreed individually stays open until it is paid, what was credited too much until a person has ended it.
    """
    open_credits = CreditInstruction.objects.exclude(state=CreditState.CONFIRMED).values("claim_number")
    issuer_done = {"kind": ArrangementKind.ISSUER, "noted_at__isnull": False}
    open_arrangements = Arrangement.objects.exclude(**issuer_done).values("claim_number")
    settled = {*CreditInstruction.objects.values_list("claim_number", flat=True)}
    settled |= {*Arrangement.objects.values_list("claim_number", flat=True)}
    decided = Claim.objects.filter(programme__kind="fraud", state=ClaimState.DECIDED, number__in=settled)
    ready = decided.exclude(number__in=open_credits).exclude(number__in=open_arrangements)
    ready = ready.exclude(number__in=CreditClawBack.objects.filter(ended_as="").values("claim_number"))
    keys = list(ready.values_list("pk", flat=True))
    return len(move(keys, ClaimState.CLOSED, detail="credited and confirmed", by=by, closed_as="credited"))
