"""Conditions on persons that a bulletin states and no fact answers."""

from __future__ import annotations

from compensation.policy.coupons.claim import Claim, Ending


def unanswered(claim: Claim) -> Ending | None:
    """Where the bulletin states such a condition, a person decides what would otherwise be granted."""
    conditions = claim.bulletin.persons.conditions
    for condition in conditions:
        claim.note(condition.clauses, "persons.condition", (condition.content,), "unclear")
    return claim.refer() if conditions else None
