"""What the pages of a claim show of its bank transfer, and whether one can still be asked for."""

from __future__ import annotations

from typing import Any

from claims import transfer_claims
from claims.models import Claim
from compensation.transfers.holder_words import told


def transfer_context(claim: Claim) -> dict[str, Any]:
    """`transfer`: the request in its holder's words, None without one; `transfer_offer`: what can be asked for now;
    `agreed`: what was agreed individually and waits for an account."""
    found = transfer_claims.request_of(claim)
    return {
        "transfer": told(found) if found else None,
        "transfer_offer": transfer_claims.offer_for(claim),
        "agreed": transfer_claims.agreement_of(claim),
    }
