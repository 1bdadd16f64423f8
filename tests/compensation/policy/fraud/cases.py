"""Claims to test with: one that is paid in full, and changes to it."""

from __future__ import annotations

import tomllib
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import compensation
from compensation.policy.decision import Decision
from compensation.policy.fraud import FraudPolicy, decide, read_claim, read_policy
from compensation.working_days import WorkingDays

POLICY_FILE = Path(compensation.__file__).parent / "bulletins" / "twooca-1.toml"

PAID_IN_FULL: dict[str, Any] = {
    "claimant": "user",
    "cause": "account_info_stolen",
    "misused_by": "third_party",
    "intended_by_claimant": False,
    "acts": [
        {"at": "2024-06-03T14:00:00+09:00", "act": "payment", "balance": "value", "yen": 10000, "fee_yen": 0},
    ],
    "information_stolen_at": None,
    "recognised_at": "2024-06-04T09:00:00+09:00",
    "first_contact_at": "2024-06-04T09:30:00+09:00",
    "claim": {
        "received_at": "2024-06-10T12:00:00+09:00",
        "channel": "inquiry_form",
        "subject_phrase": True,
        "items_missing": [],
    },
    "previous_claim_received_at": None,
    "reported_to_police": True,
    "identity_verified": True,
    "card_issuer_notified": None,
    "cooperation": {"requested": False, "given": None},
    "device_transferred_lent_or_pledged": False,
    "negligence": "none",
    "third_parties": {
        "recovered_yen": 0,
        "compensation_received_yen": 0,
        "compensation_due_yen": 0,
        "undetermined": False,
    },
    "other_losses_yen": 0,
    "examination": {"complete": True, "grounds_found": []},
}


@cache
def policy() -> FraudPolicy:
    """The policy as it stands in its file."""
    text = POLICY_FILE.read_text(encoding="utf-8")
    return read_policy(tomllib.loads(text), text)


def facts(**changes: Any) -> dict[str, Any]:
    """The facts of the claim that is paid in full, with changes: a dict is merged into its part."""
    changed = deepcopy(PAID_IN_FULL)
    for name, value in changes.items():
        changed[name] = {**changed[name], **value} if isinstance(value, dict) else value
    return changed


def act(at: str, yen: int = 10000, fee_yen: int = 0, act: str = "payment", balance: str = "value") -> dict[str, Any]:
    """One act; `at` may leave out the offset, which is then Japan's."""
    return {"at": in_japan(at), "act": act, "balance": balance, "yen": yen, "fee_yen": fee_yen}


def in_japan(at: str) -> str:
    """An instant with Japan's offset, `2024-06-03` being noon of that day."""
    at = at if "T" in at else f"{at}T12:00:00"
    return at if at.endswith("Z") or "+" in at else f"{at}+09:00"


def dated(damage: str, recognised: str, received: str, **changes: Any) -> dict[str, Any]:
    """The facts of a claim with these three moments, contact made when it was recognised."""
    moments = {
        "acts": [act(damage)],
        "recognised_at": in_japan(recognised),
        "first_contact_at": in_japan(recognised),
    }
    return facts(**{**moments, "claim": {"received_at": in_japan(received)}, **changes})


def decided(given: dict[str, Any]) -> Decision:
    """The decision on these facts under the policy in force and the working days of Japan."""
    return decide(read_claim({"facts": given}), policy(), WorkingDays())


def outcome(given: dict[str, Any]) -> tuple[str, int | None]:
    """Outcome and amount of the decision on these facts."""
    decision = decided(given)
    return decision.outcome, decision.amount


def doubted(given: dict[str, Any]) -> list[str]:
    """The names of the doubts of the decision on these facts."""
    return [doubt.rule for doubt in decided(given).doubts]
