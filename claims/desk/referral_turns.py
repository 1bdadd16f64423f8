"""Who acts on a referral, and by which day: the centre's own day, or the last on which a balance is put back."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from claims.contested import is_contested
from claims.desk.turns import ANYBODY, SUPERVISOR, own_day
from claims.enquiry_turns import restoring_ends
from claims.models import Claim
from claims.states import CALL, ClaimState
from compensation.models import Referral
from foundation.japan.bilingual import Both


class ReferralTurn(NamedTuple):
    """Whose turn it is, the day, and whether nothing can be put back after it."""

    who: Both
    due_on: date
    is_last: bool


def turn_of_referral(row: Referral, claim: Claim | None) -> ReferralTurn:
    """Of a referral that is open, and the claim that it is about, if any."""
    leaders = is_contested(row) or (claim is not None and claim.state == ClaimState.REFERRED)
    own = own_day(row.opened_at)
    last = restoring_ends(row.programme) if claim is not None and claim.channel == CALL else None
    is_last = last is not None and last <= own
    return ReferralTurn(SUPERVISOR if leaders else ANYBODY, last if last is not None and is_last else own, is_last)
