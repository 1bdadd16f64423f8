"""Messages as a carrier gets them."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from notifications.channels.contract import Parcel

REFERENCE = UUID("01900000-0000-7000-8000-000000000001")


def parcel(**given: Any) -> Parcel:
    """A short message whose lease lasts."""
    usual: dict[str, Any] = {
        "message_id": 1,
        "attempt": 3,
        "reference": REFERENCE,
        "scope": "north",
        "purpose": "notice",
        "channel": "sms",
        "sender": "Office",
        "address": "+819012345678",
        "title": "",
        "body": "お知らせ",
        "text_version": "notice-1",
        "parts": 1,
        "not_after": time.monotonic() + 60,
        "at": datetime(2023, 4, 3, 1, 0, tzinfo=UTC),
    }
    return Parcel(**{**usual, **given})
