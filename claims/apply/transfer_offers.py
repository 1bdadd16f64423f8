"""What the pages of a claim show of its bank transfer, and whether one can still be asked for."""

from __future__ import annotations

from typing import Any

from claims import transfer_claims
from claims.models import Claim
from claims.reconsideration import refusal_of
from claims.states import ClaimState
from compensation.transfers.holder_words import told


def transfer_context(claim: Claim) -> dict[str, Any]:
    """`transfer`: the request in its holder's words, None without one; `transfer_offer`: what can be asked for now;
    `agreed`: what was agreed individually and waits for an account."""
    found = transfer_claims.request_of(claim)
    # Of a claim that pays nothing its own words are told alone: they leave no other way to be paid.
    is_over = found is not None and found.ended_at is not None and _pays_nothing(claim)
    return {
        "transfer": told(found) if found and not is_over else None,
        "transfer_offer": transfer_claims.offer_for(claim),
        "agreed": transfer_claims.agreement_of(claim),
    }


def _pays_nothing(claim: Claim) -> bool:
    about_coupons = claim.programme.kind == "coupon"
    return about_coupons and (claim.state == ClaimState.CLOSED or refusal_of(claim) is not None)
