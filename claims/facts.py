"""What a claimant said, as facts for the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.models import Claim
from compensation.policy.coupons.facts import SiteApplication, Wants
from compensation.travellers import Applicant

LATER = "later"
"""The claimant chooses among the points when receiving them."""
NO_ITEMS = frozenset({"points", "name_kana", "delivery"})
"""What is given beside the items that a bulletin asks: a wish, how a name is read, which contact is written to."""


def site_application(claim: Claim, given: Mapping[str, Any]) -> SiteApplication:
    """When the claim was received, and which items it gave; what is no item is left out."""
    if claim.received_at is None:
        raise ValueError("a draft is no application yet")
    items = frozenset(item for item, value in given.items() if value and item not in NO_ITEMS)
    return SiteApplication(claim.received_at, items)


def wants(given: Mapping[str, Any]) -> Wants:
    """The points that were chosen on the site; None where the choice was left for later, or was not offered."""
    points = given.get("points", LATER)
    return Wants("points", None if points == LATER else points)


def applicant(claim: Claim, given: Mapping[str, Any]) -> Applicant:
    """Who applies: the name they gave, and whether they declared to be the traveller named on the sheets."""
    return Applicant(str(given.get("name", "")), claim.declares_traveller)
