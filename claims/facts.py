"""What a claimant said, as facts for the policy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claims.models import Claim
from compensation.policy.coupons.facts import SiteApplication, Wants
from compensation.travellers import Applicant

LATER = "later"
"""The claimant chooses among the points when receiving them."""


def site_application(claim: Claim, given: Mapping[str, Any]) -> SiteApplication:
    """When the claim was received, and which items it gave; the choice of points is a wish and no item."""
    if claim.received_at is None:
        raise ValueError("a draft is no application yet")
    items = frozenset(item for item, value in given.items() if value and item != "points")
    return SiteApplication(claim.received_at, items)


def wants(given: Mapping[str, Any]) -> Wants:
    """The points that were chosen on the site; None where the choice was left for later, or was not offered."""
    points = given.get("points", LATER)
    return Wants("points", None if points == LATER else points)


def applicant(claim: Claim, given: Mapping[str, Any]) -> Applicant:
    """Who applies: the name they gave, and whether they declared to be the traveller named on the sheets."""
    return Applicant(str(given.get("name", "")), claim.declares_traveller)
