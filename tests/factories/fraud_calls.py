"""Calls about misuse, as the desk takes them down."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from claims.answers import Typed
from claims.contacts import Contacts
from claims.fraud_calls import Told, begin_by_call
from claims.models import FraudContact
from compensation.programmes import fraud_policy
from foundation.trail.actor import Actor
from foundation.trail.clock import JST
from tests.factories.fraud import BY

CALLED_AT = datetime(2023, 4, 3, 10, 15, tzinfo=JST)
TYPED: Typed = {
    "claimant": ["user"],
    "name": ["山田　太郎"],
    "contact": ["090-1234-5678"],
    "email": ["taro@example.jp"],
    "first_contact_at": ["2023-04-03 10:15"],
}
REACH = Contacts("+819012345678", "taro@example.jp", "email")
TOLD = Told(TYPED, REACH, ["name"], "残高が知らないうちに使われた。", CALLED_AT, date(2023, 4, 17))


def called(*, key: UUID | None = None, by: Actor = BY, **other: Any) -> FraudContact:
    """A call of the third of April that nobody has followed by a form yet."""
    return begin_by_call(fraud_policy("twooca"), key or uuid4(), TOLD._replace(**other), by=by)
