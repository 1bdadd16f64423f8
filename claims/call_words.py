"""The codes of the call log and of a shop's answer in words, one table a language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db.models import TextChoices

from claims.call_states import CallChannel, Category, Checked, Direction, NextBy, Outcome, Speaker
from claims.models import Call
from compensation.models import ShopAnswer
from foundation.japan.bilingual import Both


def _pairs(codes: type[TextChoices], english: Mapping[str, str]) -> dict[str, Both]:
    """The Japanese word is the label, which one English word follows."""
    return {code.value: Both(code.label.rpartition(" ")[0], english[code.value]) for code in codes}


CHANNEL: Final = _pairs(
    CallChannel, {"phone": "Telephone", "email": "E-mail", "form": "Form", "fax": "Fax", "counter": "Counter"}
)
DIRECTION: Final = _pairs(Direction, {"in": "They called", "out": "We called", "back": "We called back"})
SPEAKER: Final = _pairs(
    Speaker,
    {"holder": "The holder", "agent": "An agent", "store": "The shop", "issuer": "The issuer", "other": "Others"},
)
CHECKED: Final = _pairs(
    Checked,
    {
        "number": "Coupon number",
        "name": "Name",
        "contact": "Registered contact",
        "claim": "Claim number",
        "nothing": "Nothing was checked",
    },
)
CATEGORY: Final = _pairs(
    Category,
    {
        "balance": "Payment of a balance",
        "docked": "Docked twice in the outage",
        "other_event": "Another event in the outage",
        "never_issued": "Never issued",
        "charge_failed": "Could not be charged",
        "link": "The link to the points",
        "status": "How a claim stands",
        "elsewhere": "Another prefecture",
        "misuse": "Misuse of an account or a card",
        "complaint": "Complaint",
        "other": "Other",
    },
)
OUTCOME: Final = _pairs(
    Outcome,
    {
        "done": "Done",
        "call_back": "We call back",
        "ask_store": "Ask the shop",
        "ask_claimant": "Wait for the claimant",
        "escalated": "To a supervisor",
        "handed_on": "Sent to another desk",
        "withdrawn": "Claim withdrawn",
    },
) | {"escalated": Both("責任者へ", "To a supervisor")}
NEXT_BY: Final = _pairs(
    NextBy, {"desk": "Operator", "supervisor": "Supervisor", "store": "Shop", "claimant": "Claimant"}
) | {
    "desk": Both("コールセンター担当", "Operator"),
    "supervisor": Both("責任者", "Supervisor"),
}
ANSWER: Final = _pairs(ShopAnswer, {"agrees": "Agrees", "contradicts": "Contradicts", "no_record": "Has no record"}) | {
    "": Both("未回答", "No answer yet")
}


class CallShown(NamedTuple):
    """A call with its codes in words; `next_by` is None where nobody has to act, `is_last` where nothing followed."""

    row: Call
    direction: Both
    category: Both
    outcome: Both
    next_by: Both | None
    is_last: bool


def call_shown(call: Call) -> CallShown:
    """A call as the desk shows it."""
    is_last = not (hasattr(call, "followed_by") or hasattr(call, "corrected_by"))
    next_by = NEXT_BY.get(call.next_by) if is_last else None
    return CallShown(call, DIRECTION[call.direction], CATEGORY[call.category], OUTCOME[call.outcome], next_by, is_last)
