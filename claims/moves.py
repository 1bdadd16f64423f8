"""The one door through which a claim changes its state."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from claims.models import Claim, ClaimTransition
from claims.states import CLAIM_MOVES, ClaimState
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class MoveRefusedError(Exception):
    """A claim may not go from where it stands to where it was sent."""


def move(
    claims: Iterable[int],
    to: ClaimState,
    *,
    detail: str,
    by: Actor,
    waiting_for: str = "",
    closed_as: str = "",
    **fields: Any,
) -> list[Claim]:
    """Move claims (primary keys) and return them; what stands there already, for the same reason, stays as it is.

    `fields` are written in the same statement. Raises MoveRefusedError for a move that CLAIM_MOVES does not name;
    then no claim was moved.
    """
    fields |= {"state": to, "waiting_for": waiting_for, "closed_as": closed_as}
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).select_related("programme")
        rows = list(locked.filter(pk__in=list(claims)).order_by("pk"))
        moving = [claim for claim in rows if not _stands(claim, to, waiting_for, closed_as)]
        _refuse_unknown(moving, to)
        came_from = {claim.pk: claim.state for claim in moving}
        Claim.objects.filter(pk__in=came_from).update(**fields)
        for claim in moving:
            for name, value in fields.items():
                setattr(claim, name, value)
        _note(moving, came_from, detail, by)
    return rows


def _stands(claim: Claim, to: ClaimState, waiting_for: str, closed_as: str) -> bool:
    return (claim.state, claim.waiting_for, claim.closed_as) == (to, waiting_for, closed_as)


def _refuse_unknown(claims: list[Claim], to: ClaimState) -> None:
    for claim in claims:
        if to not in CLAIM_MOVES[claim.state]:
            raise MoveRefusedError(f"claim {claim.pk}: {claim.state} cannot become {to}")


def _note(claims: list[Claim], came_from: dict[int, str], detail: str, by: Actor) -> None:
    at = clock.now()
    ClaimTransition.objects.bulk_create(
        ClaimTransition(
            claim=claim, from_state=came_from[claim.pk], to_state=claim.state, detail=detail, at=at, actor=by.ref
        )
        for claim in claims
    )
    for scope in sorted({claim.programme.slug for claim in claims}):
        moved = [claim for claim in claims if claim.programme.slug == scope]
        refs = [str(claim.number) for claim in moved]
        audit.record(f"claim.{moved[0].state}", by=by, kind="claim", refs=refs, scope=scope, detail={"detail": detail})
