"""What the decision behind a payout was told that its holder would like to be paid in."""

from __future__ import annotations

from compensation.models import Decision, Payout


def method_wished(payout: Payout) -> str:
    """The method that was named in the claim; "" where the choice was left for later, or was never asked."""
    behind = Decision.objects.filter(lines__entitlements__payout_lines__payout=payout).order_by("-pk")
    named = behind.values_list("facts__wants__points", flat=True)
    return next((str(points) for points in named if points), "")
