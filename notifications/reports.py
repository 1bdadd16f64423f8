"""Delivery reports: kept as they came, then folded into the states of their messages.

A state follows from the set of reports, so neither their order nor their repetition matters. One with our reference
also proves an acceptance that we had not seen.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256
from typing import Final
from uuid import UUID

import orjson
from django.conf import settings
from django.db import transaction

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.models import DeliveryReport, Message
from notifications.news import announce
from notifications.states import MessageState
from notifications.transitions import lock, move

REPORTER: Final = Actor.system("delivery report")
AT_ONCE: Final = 1_000

_RANK: Final = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.ACCEPTED)
"""The first of these that any report says is where the message stands."""
_UNDER_WAY: Final = (MessageState.LEASED, MessageState.SENDING)


class ForgedError(Exception):
    """The report is not signed by the provider."""


def take_in(provider: str, raw: bytes, signature: str) -> None:
    """Keep a report and fold it; what was kept is folded later where the second step fails. Raises ForgedError."""
    secret: str = settings.SMS_REPORT_SECRET
    expected = hmac.digest(secret.encode(), raw, "sha256").hex()
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise ForgedError(provider)
    report = _read(provider, raw)
    DeliveryReport.objects.bulk_create([report], ignore_conflicts=True)
    if report.reference is not None:
        fold([report.reference])


def fold_waiting() -> int:
    """Fold reports whose message was not ready for them; how many messages were looked at."""
    waiting = DeliveryReport.objects.filter(folded_at=None, reference__isnull=False).order_by("pk")
    references = set(waiting.values_list("reference", flat=True)[:AT_ONCE])
    fold(reference for reference in references if reference is not None)
    return len(references)


def fold(references: Iterable[UUID]) -> None:
    """Bring these messages to the state that all their reports together say."""
    with transaction.atomic():
        announce()
        held = lock(Message.objects.filter(reference__in=list(references)).order_by("pk"))
        ids = {row.reference: row.id for row in held if row.state not in _UNDER_WAY}
        heard = list(DeliveryReport.objects.filter(reference__in=list(ids)).order_by("pk"))
        said = _said(heard)
        move((ids[each] for each in said), MessageState.ACCEPTED, cause="reported", by=REPORTER, retry_at=None)
        for state in _RANK[:-1]:
            told = [ids[reference] for reference, says in said.items() if says == state]
            move(told, state, cause="reported", by=REPORTER)
        # Only those that were read here: another may have come in meanwhile.
        DeliveryReport.objects.filter(pk__in=[report.pk for report in heard], folded_at=None).update(folded_at=now())


def _said(reports: list[DeliveryReport]) -> dict[UUID, str]:
    """The strongest word of all reports on each message, where any is known to us."""
    words = defaultdict[UUID, set[str]](set)
    for report in reports:
        if report.reference is not None:
            words[report.reference].add(report.says)
    ranked = ((each, next((word for word in _RANK if word in said), None)) for each, said in words.items())
    return {reference: word for reference, word in ranked if word is not None}


def _read(provider: str, raw: bytes) -> DeliveryReport:
    """A row for the report; one that we cannot read is kept under its own hash and says nothing."""
    try:
        said = orjson.loads(raw)
        event, reference, says = str(said["event"]), said.get("reference"), str(said["says"])
        known = UUID(reference) if reference else None
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        event, known, says = sha256(raw).hexdigest(), None, "unreadable"
    return DeliveryReport(
        provider=provider,
        event_key=event[:120],
        reference=known,
        says=says[:20],
        signed=True,
        raw=raw,
        received_at=now(),
    )
