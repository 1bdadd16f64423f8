"""The items that the policy asks of a claim for misuse: which are still missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from compensation.policy.fraud import FraudPolicy
from compensation.policy.fraud.policy import Item

_KEPT_AS: Final = {"phone": "contact", "damage_datetime": "acts", "amount": "acts"}
"""Items that stand in the answers under another name; every act has its moment and its sum."""


def kept_as(item: str) -> str:
    """The name under which an item stands in the answers."""
    return _KEPT_AS.get(item, item)


def missing_items(given: Mapping[str, Any], policy: FraudPolicy, *, is_user: bool) -> list[Item]:
    """The items that this claimant has still to give, in the order of the policy."""
    asked = [item for item in policy.application.items if is_user or not item.user_only]
    return [item for item in asked if not given.get(kept_as(item.id))]
