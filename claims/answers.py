"""What a claimant answered: as typed, so that nothing is lost, and as read, so that it can be used. Kept sealed."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple
from uuid import UUID

from claims.models import Claim
from foundation.vault.sealing import open_sealed, seal

_NOBODY = UUID(int=0)
Typed = dict[str, list[str]]


class Answers(NamedTuple):
    """`typed`: by the name of the control. `given`: by the item of the bulletin, empty until all of it can be read.

    Under given: contact and a mobile delivery_destination as E.164, coupon_number a list, travel_date an ISO day.
    """

    typed: Typed
    given: dict[str, Any]

    @property
    def digest(self) -> str:
        """Changes whenever what would be sent changes."""
        return sha256(json.dumps(self.given, sort_keys=True).encode()).hexdigest()[:32]


EMPTY = Answers({}, {})


def sealed(draft_key: UUID, answers: Answers) -> bytes:
    """The answers as they stand in the claim's row."""
    return seal(json.dumps(answers._asdict(), ensure_ascii=False), bound_to=_binding(draft_key))


def of(claim: Claim) -> Answers:
    """The answers of a claim; empty ones where nothing was answered yet."""
    if claim.answers_sealed is None:
        return EMPTY
    return Answers(**json.loads(open_sealed(claim.answers_sealed, bound_to=_binding(claim.draft_key))))


@lru_cache(maxsize=1)
def _nobodys() -> bytes:
    given = {"contact": "+819000000000", "email": "nobody@example.invalid"}
    return sealed(_NOBODY, Answers({}, given))


def of_nobody() -> Answers:
    """Answers that belong to no claim, opened as those of a claim are: so that a look-up takes as long either way."""
    return Answers(**json.loads(open_sealed(_nobodys(), bound_to=_binding(_NOBODY))))


def _binding(draft_key: UUID) -> str:
    return f"claim.answers:{draft_key}"
