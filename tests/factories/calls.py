"""Calls as the desk logs them."""

from __future__ import annotations

from datetime import date
from typing import Any

from claims.calls import CallSaid
from foundation.trail import clock

DUE_ON = date(2023, 4, 12)
TYPED: dict[str, Any] = {
    "channel": "phone",
    "direction": "in",
    "speaker": "holder",
    "checked": ["number"],
    "category": "balance",
    "content": "残額がいつ支払われるかのお問い合わせ",
    "answer": "お知らせの予定をご案内した",
    "outcome": "done",
    "next_action": "",
    "due_on": "",
}
"""What an operator types about a call after which nothing is left to do."""


def said(**given: Any) -> CallSaid:
    """A call in which somebody asked about the balance, answered at once unless told otherwise."""
    usual = {name: TYPED[name] for name in CallSaid._fields if name not in {"at", "due_on"}}
    return CallSaid(**{"at": clock.now(), "due_on": None, **usual, **given})
