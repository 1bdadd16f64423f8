"""Delivery reports: kept as they came, then folded into the states of their messages.

A state follows from the set of reports, so neither their order nor their repetition matters. One with our reference
also proves an acceptance that we had not seen.
"""

from __future__ import annotations

import hmac
from collections import defaultdict
from collections.abc import Collection
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

import orjson
from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.models import Attempt, DeliveryReport, Message
from notifications.news import announce
from notifications.states import UNREADABLE, MessageState
from notifications.transitions import Held, lock, states_before, step

REPORTER: Final = Actor.system("delivery report")
AT_ONCE: Final = 1_000

_RANK: Final = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.ACCEPTED)
"""The first of these that any report says is where the message stands."""
_UNDER_WAY: Final = (MessageState.LEASED, MessageState.SENDING)
_BEFORE_ACCEPTED: Final = frozenset(states_before(MessageState.ACCEPTED))
"""Where a report is the first that we hear of an acceptance."""

_NEVER_SENT: Final = (MessageState.REJECTED, MessageState.CANCELLED)


class Heard(NamedTuple):
    """A report on a message. `late`: after its text was any use. `contradicts`: it says other than where it stands."""

    report: DeliveryReport
    late: bool
    contradicts: bool
    by_their_id: bool


class ForgedError(Exception):
    """The report is not signed by the provider."""


def take_in(provider: str, raw: bytes, signature: str) -> None:
    """Keep a report and fold it; what was kept is folded later where the second step fails. Raises ForgedError."""
    secret: str = settings.SMS_REPORT_SECRETS.get(provider, settings.SMS_REPORT_SECRET)
    expected = hmac.digest(secret.encode(), raw, "sha256").hex()
    if not secret or not hmac.compare_digest(expected.encode(), signature.encode()):
        raise ForgedError(provider)
    hear(_read(provider, raw))


def hear(report: DeliveryReport) -> bool:
    """Keep a report, then fold it; whether it is new. Its sender was proved by the caller."""
    new = _keep(report)
    if new:
        fold(_meant([report]))
    return new


def _keep(report: DeliveryReport) -> bool:
    """Whether it is new; one that came before was folded then, or the sweep folds it.

    Of the same report that comes several times at once one is new: the others wait for nothing that it still does.
    """
    if DeliveryReport.objects.filter(provider=report.provider, event_key=report.event_key).exists():
        return False
    try:
        with transaction.atomic():
            report.save(force_insert=True)
    except IntegrityError:
        return False
    return True


def fold_waiting() -> int:
    """Fold reports whose message was not ready for them; how many messages were looked at.

    Those that name no message of ours stay where they are, and are not looked at again and again.
    """
    ours = Message.objects.exclude(state__in=_UNDER_WAY)
    known = Exists(ours.filter(reference=OuterRef("reference"))) | (
        Q(reference=None) & Exists(_by_its_id().exclude(message__state__in=_UNDER_WAY))
    )
    waiting = DeliveryReport.objects.filter(known, folded_at=None).order_by("pk")
    references = _meant(list(waiting[:AT_ONCE]))
    fold(references)
    return len(references)


def fold(references: Collection[UUID]) -> None:
    """Bring these messages to the state that all their reports together say."""
    if not references:
        return
    with transaction.atomic():
        announce()
        held = lock(Message.objects.filter(reference__in=list(references)).order_by("pk"))
        ids = {row.reference: row.id for row in held if row.state not in _UNDER_WAY}
        heard = _heard(ids)
        said = _said(heard)
        rows = _accepted_first([row for row in held if row.reference in said])
        for state in _RANK[:-1]:
            told = [row for row in rows if said[row.reference] == state and row.state in states_before(state)]
            step(told, state, cause="reported", by=REPORTER)
        # Only those that were read here: another may have come in meanwhile.
        folded = [report.pk for reports in heard.values() for report in reports]
        DeliveryReport.objects.filter(pk__in=folded, folded_at=None).update(folded_at=now())


def _accepted_first(rows: list[Held]) -> list[Held]:
    """The same locked rows, with those accepted of whose acceptance a report is the first to tell."""
    unseen = {row.id for row in rows if row.state in _BEFORE_ACCEPTED}
    if not unseen:
        return rows
    step([row for row in rows if row.id in unseen], MessageState.ACCEPTED, cause="reported", by=REPORTER, retry_at=None)
    return [row for row in rows if row.id not in unseen] + lock(Message.objects.filter(pk__in=unseen).order_by("pk"))


def of_message(message: Message) -> list[Heard]:
    """All reports on a message as they came, with what is odd about each."""
    reports = _heard({message.reference: message.pk}).get(message.reference, [])
    return [_judged(report, message) for report in sorted(reports, key=_by_arrival)]


def unmatched() -> QuerySet[DeliveryReport]:
    """Reports that name no message of ours, neither by our reference nor by an id that a provider gave us."""
    ours = Exists(Message.objects.filter(reference=OuterRef("reference")))
    theirs = Q(Exists(_by_its_id()), reference=None)
    # What was folded has a message: only what was not is looked through, however long the inbox is.
    return DeliveryReport.objects.filter(folded_at=None).exclude(ours).exclude(theirs).order_by("pk")


def _by_its_id() -> QuerySet[Attempt]:
    """The attempts that a report means which carries the provider's own id alone.

    That the id is not empty is said once more, so that the index is used, which has no empty ones.
    """
    meant = Attempt.objects.filter(provider=OuterRef("provider"), provider_id=OuterRef("provider_id"))
    return meant.exclude(provider_id="")


def _judged(report: DeliveryReport, message: Message) -> Heard:
    over = message.valid_until is not None and report.received_at > message.valid_until
    final = report.says in _RANK[:-1] and message.state in _RANK[:-1]
    against = (final and report.says != message.state) or message.state in _NEVER_SENT
    return Heard(report, late=over, contradicts=against, by_their_id=report.reference is None)


def _by_arrival(report: DeliveryReport) -> int:
    return report.pk


def _meant(reports: list[DeliveryReport]) -> set[UUID]:
    """The messages that reports are about: by our reference, else by the id that the provider gave to one of ours."""
    named = {report.reference for report in reports if report.reference is not None}
    theirs = {(report.provider, report.provider_id) for report in reports if report.reference is None}
    return named | {reference for reference, _ in _by_their_ids(Attempt.objects.all(), theirs)}


def _heard(ids: dict[UUID, int]) -> dict[UUID, list[DeliveryReport]]:
    """The reports on each of these messages."""
    heard = defaultdict[UUID, list[DeliveryReport]](list)
    for report in DeliveryReport.objects.filter(reference__in=list(ids)).order_by("pk"):
        if report.reference is not None:
            heard[report.reference].append(report)
    attempts = Attempt.objects.filter(message__in=list(ids.values())).exclude(provider_id="")
    theirs = set(attempts.values_list("provider", "provider_id"))
    nameless = DeliveryReport.objects.filter(reference=None, provider_id__in=[their_id for _, their_id in theirs])
    whose = {pair: reference for reference, pair in _by_their_ids(attempts, theirs)} if nameless else {}
    for report in nameless:
        if (report.provider, report.provider_id) in whose:
            heard[whose[report.provider, report.provider_id]].append(report)
    return heard


def _by_their_ids(attempts: QuerySet[Attempt], theirs: set[tuple[str, str]]) -> list[tuple[UUID, tuple[str, str]]]:
    """Whose id of a provider is whose message; one that was given to several identifies none."""
    wanted = {pair for pair in theirs if pair[1]}
    if not wanted:
        return []
    found = attempts.filter(provider_id__in=[their_id for _, their_id in wanted])
    whose = defaultdict[tuple[str, str], set[UUID]](set)
    for provider, their_id, reference in found.values_list("provider", "provider_id", "message__reference"):
        whose[provider, their_id].add(reference)
    return [(of.pop(), pair) for pair, of in whose.items() if pair in wanted and len(of) == 1]


def _said(heard: dict[UUID, list[DeliveryReport]]) -> dict[UUID, str]:
    """The strongest word of all reports on each message, where any is known to us."""
    words = {reference: {report.says for report in reports} for reference, reports in heard.items()}
    ranked = ((each, next((word for word in _RANK if word in said), None)) for each, said in words.items())
    return {reference: word for reference, word in ranked if word is not None}


def _read(provider: str, raw: bytes) -> DeliveryReport:
    """A row for the report; one that we cannot read is kept under its own hash and says nothing."""
    try:
        said = orjson.loads(raw)
        event, reference, says = str(said["event"]), said.get("reference"), str(said["says"])
        known, theirs = UUID(reference) if reference else None, str(said.get("id", ""))
    except (orjson.JSONDecodeError, KeyError, TypeError, ValueError, AttributeError):
        event, known, theirs, says = sha256(raw).hexdigest(), None, "", UNREADABLE
    return DeliveryReport(
        provider=provider,
        event_key=event[:120],
        reference=known,
        provider_id=theirs[:120],
        says=says[:20],
        signed=True,
        raw=raw,
        received_at=now(),
    )
