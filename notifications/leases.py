"""What a dispatcher does in the database: claim, write ahead, write down what came of it.

Leases run on the database's clock, what is due on the portal's. Each function is one short transaction, and none of
them spans a call to a provider.
"""

from __future__ import annotations

import logging
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from math import ceil, sqrt
from types import MappingProxyType
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from foundation.tables.prepared import Prepared, Slot, among
from foundation.tables.updates import insert_each, update_each
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from foundation.vault.hashing import keyed_hash
from foundation.vault.sealing import SealError
from notifications import providers, routing
from notifications.channels.contract import FAILURES, LEADS_TO, Answer, Parcel, Result
from notifications.envelope import opened as open_columns
from notifications.gates import is_quiet, may_go, may_go_at, put_off, validity
from notifications.models import Attempt, Mailing, Message
from notifications.news import announce, do_not_linger
from notifications.providers import Ways
from notifications.routing import Going
from notifications.states import MailingState, MessageState
from notifications.transitions import Held, lock, locking, step

DISPATCH: Final = Actor.system("dispatch")
LONGEST_WAIT: Final = 300.0
"""Seconds between two tries, at most."""
PAUSE: Final = 5
"""Seconds that a transaction of a dispatcher may wait for its next statement."""

_PARCEL: Final = ("id", "reference", "scope", "purpose", "channel", "sender", "text_version", "parts")
_ENDS: Final = ("due_at", "valid_until")
_SEALED: Final = ("address_sealed", "body_sealed")
_ATTEMPT: Final = ("message_id", "number", "provider", "request_hash")

KEY_HOLDS: Final = Q(only_provider="") | Q(key_until=None) | Q(key_until__gt=Now())
"""What may have been accepted once goes again only while its provider takes the reference once."""
_NO_OTHER: Final[Ways] = MappingProxyType({})

log = logging.getLogger(__name__)


class Claim(NamedTuple):
    """A message that is ours while its lease lasts."""

    message_id: int
    token: UUID
    channel: str
    mailing_id: int | None = None


class Ahead(NamedTuple):
    """What was written ahead and goes now, what waits for its provider's rate, and when (the database's clock)."""

    parcels: list[Parcel]
    later: list[Claim]
    at: datetime | None = None


class Outcome(NamedTuple):
    """What came of one sending."""

    claim: Claim
    parcel: Parcel
    answer: Answer


def waiting(channels: Iterable[str]) -> QuerySet[Message]:
    """Messages that may go now, those first that are due longest."""
    ready = Message.objects.filter(may_go() & KEY_HOLDS, state=MessageState.READY, channel__in=channels)
    return ready.order_by("due_at", "pk")


def claim(limit: int, channels: Iterable[str], *, seconds: float) -> list[Claim]:
    """Take up to `limit` messages that nobody else holds, of each mailing its share."""
    token, claims = uuid4(), list[Claim]()
    with transaction.atomic():
        do_not_linger(PAUSE)
        for mailing_id, weight, of_all in _lines():
            share = ceil((limit - len(claims)) * weight / of_all)
            rows = put_off(lock(waiting(channels).filter(_of(mailing_id))[:share], skip_locked=True))
            until = timedelta(seconds=seconds)
            step(rows, MessageState.LEASED, cause="claimed", by=DISPATCH, lease_token=token, leased_until=until)
            claims += [Claim(row.id, token, row.channel, mailing_id) for row in rows]
    return claims


def write_ahead(claims: Sequence[Claim], ways: Ways, *, seconds: float, call: float, rest: float = 0) -> Ahead:
    """Commit that these are about to be sent, before the first byte of any; what is no longer ours is left out.

    `ways`: the providers of each channel in order. `call`: seconds that a call may take. `rest`: how long a provider
    that fails is left alone.
    """
    begun = time.monotonic()
    with transaction.atomic():
        do_not_linger(PAUSE)
        rows, opened = _still_to_go(claims)
        _wait([row for row in rows if row.id not in opened], "does not open", timedelta(hours=1))
        assigned = routing.assign([row for row in rows if row.id in opened], ways, rest=rest)
        _wait(assigned.nowhere, "no provider takes messages now", timedelta(seconds=rest))
        held = {"lease_token": claims[0].token, "leased_until": timedelta(seconds=seconds)}
        for (cause, keyed), alike in _alike(assigned.going).items():
            step(alike, MessageState.SENDING, cause=cause, by=DISPATCH, **held, **dict(keyed))
        _begin_attempts(assigned.going, opened)
    last = begun + seconds - call
    return Ahead(
        [_addressed(each, opened[each.row.id], last) for each in assigned.going],
        [each for each in claims if each.message_id in {row.id for row in assigned.later}],
        rows[0].database_at if rows else None,
    )


def _lines() -> list[tuple[int | None, float, float]]:
    """Mailings with something ready (None: what belongs to none), the weight of each, and that of it and those after.

    A line weighs less the longer its list is, by the square root: the small mailing is not kept waiting by the large
    one, and the large one is not stopped by small ones. What a line leaves goes to those after it.
    """
    ready = Message.objects.filter(state=MessageState.READY)
    released = Mailing.objects.filter(Exists(ready.filter(mailing=OuterRef("pk"))), state=MailingState.RELEASED)
    counts = sorted((max(count, 1), pk) for pk, count in released.values_list("pk", "count"))
    lines = [(pk, 1 / sqrt(count)) for count, pk in counts]
    single = (None, lines[0][1] if lines else 1.0)
    return _with_rest([single, *lines])


def _with_rest(lines: Sequence[tuple[int | None, float]]) -> list[tuple[int | None, float, float]]:
    weights = [weight for _, weight in lines]
    return [(pk, weight, sum(weights[place:])) for place, (pk, weight) in enumerate(lines)]


def _of(mailing_id: int | None) -> Q:
    return Q(mailing=mailing_id) if mailing_id else Q(mailing__isnull=True)


def _wait(those: Sequence[Held], cause: str, span: timedelta) -> None:
    step(those, MessageState.READY, cause=cause, by=DISPATCH, retry_at=span)


def _alike(going: Sequence[Going]) -> dict[tuple[str, tuple[tuple[str, timedelta | None], ...]], list[Held]]:
    """Messages that take the same step: its cause, and until when their key protects them."""
    alike = defaultdict[tuple[str, tuple[tuple[str, timedelta | None], ...]], list[Held]](list)
    for each in going:
        span = timedelta(seconds=each.way.key_seconds / 2) if each.way.key_seconds else None
        # Half of a key's time is a margin; a message that was unknown keeps the end that it began with.
        alike[each.cause, () if each.row.only_provider else (("key_until", span),)].append(each.row)
    return alike


def _addressed(each: Going, parcel: Parcel, last: float) -> Parcel:
    return parcel._replace(attempt=each.row.moves + 1, not_after=last, provider=each.way.name)


def record(outcomes: Sequence[Outcome], *, settle: float, ways: Ways = _NO_OTHER) -> int:
    """Write down outcomes of those that are still ours, and return how many were not.

    Whoever's lease ran out changes nothing: somebody else has taken the matter over. `settle`: seconds before an
    unknown is looked up. `ways`: who may take over what a provider refused.
    """
    written = 0
    with transaction.atomic():
        announce(PAUSE)
        for token, of_one in groupby(sorted(outcomes, key=_by_token), key=_by_token):
            written += _record(UUID(token), list(of_one), settle, ways)
    superseded = len(outcomes) - written
    if superseded:
        log.warning("%d outcomes came after their lease and change nothing", superseded)
    return superseded


def note_health(outcomes: Sequence[Outcome], *, rest: float) -> None:
    """Let the providers' rows know how they fared, also in outcomes that came after their lease."""
    bad = Counter(each.parcel.provider for each in outcomes if each.answer.result in FAILURES)
    why = {each.parcel.provider: each.answer.result for each in outcomes if each.answer.result in FAILURES}
    for name, number in Counter(each.parcel.provider for each in outcomes).items():
        providers.heard(name, good=number - bad[name], bad=bad[name], reason=why.get(name, ""), rest=rest)


def give_back(claims: Sequence[Claim]) -> None:
    """Return what was claimed and will not be sent by us."""
    with transaction.atomic():
        for _, of_one in groupby(claims, key=lambda each: each.token):
            rows = lock(_ours(list(of_one), MessageState.LEASED).order_by("pk"))
            step(rows, MessageState.READY, cause="given back", by=DISPATCH)


def _ours(claims: Sequence[Claim], state: str) -> QuerySet[Message]:
    ids = [each.message_id for each in claims]
    return Message.objects.filter(pk__in=ids, state=state, lease_token=claims[0].token)


def _to_go(
    quiet: bool, *, ids: list[int] | Slot, token: UUID | Slot, at: datetime | Slot, oldest: datetime | Slot
) -> Any:
    ours = Message.objects.filter(among("pk", ids), state=MessageState.LEASED, lease_token=token)
    return locking(
        ours.filter(may_go_at(at, oldest, quiet=quiet) & KEY_HOLDS).order_by("pk"), *_PARCEL, *_ENDS, *_SEALED
    )


def _under_way(*, ids: list[int] | Slot, token: UUID | Slot) -> Any:
    ours = Message.objects.filter(among("pk", ids), state=MessageState.SENDING, lease_token=token)
    return locking(ours.order_by("pk"))


_lock_to_go: Final = Prepared(_to_go, "ids", "token", "at", "oldest")
_lock_under_way: Final = Prepared(_under_way, "ids", "token")


def _still_to_go(claims: Sequence[Claim]) -> tuple[list[Held], dict[int, Parcel]]:
    """Those that are still ours and may still go, locked, and what of each is sent; a sealed one that does not open
    has nothing.
    """
    at, ids, rows, opened = now(), [each.message_id for each in claims], list[Held](), dict[int, Parcel]()
    span = validity()
    found = _lock_to_go(is_quiet(at), ids=ids, token=claims[0].token, at=at, oldest=at - span)
    for row in found:
        rows.append(Held(*row[: len(Held._fields)]))
        *plain, due_at, valid_until, address, body = row[len(Held._fields) :]
        ends = due_at + span if valid_until is None else min(valid_until, due_at + span)
        try:
            opened[rows[-1].id] = _parcel(plain, address, body, ends)
        except SealError:
            log.exception("message %s does not open", rows[-1].reference)
    return rows, opened


def _parcel(plain: Sequence[Any], address_sealed: bytes, body_sealed: bytes, ends: datetime) -> Parcel:
    channel = plain[_PARCEL.index("channel")]
    address, title, body = open_columns(plain[1], channel, address_sealed, body_sealed)
    return Parcel._make([*plain, address, title, body, 0, 0.0, now(), "", ends])


def _begin_attempts(going: Sequence[Going], opened: Mapping[int, Parcel]) -> None:
    # Numbered as the step to `sending`: an attempt is found in the chain.
    rows = [(each.row.id, each.row.moves + 1, each.way.name, _request_hash(opened[each.row.id])) for each in going]
    insert_each(Attempt, _ATTEMPT, rows, same={"started_at": now(), "outcome": "", "provider_id": "", "detail": ""})


def _request_hash(parcel: Parcel) -> bytes:
    request = f"{parcel.reference}\n{parcel.sender}\n{parcel.address}\n{parcel.title}\n{parcel.body}"
    return keyed_hash(request, purpose="message.request")


def _by_token(outcome: Outcome) -> str:
    return outcome.claim.token.hex


def _record(token: UUID, outcomes: list[Outcome], settle: float, ways: Ways) -> int:
    said = {outcome.parcel.message_id: outcome for outcome in outcomes}
    rows, at = [Held(*row) for row in _lock_under_way(ids=list(said), token=token)], now()
    ended = [(row.id, said[row.id].parcel.attempt, *_ending(said[row.id].answer)) for row in rows]
    update_each(Attempt, ("message_id", "number"), ("outcome", "provider_id", "detail"), ended, same={"ended_at": at})
    pasts = routing.past_of([row for row in rows if said[row.id].answer.result == Result.REJECTED])
    alike = defaultdict[_Next, list[Held]](list)
    for row in rows:
        elsewhere = row.id in pasts and bool(routing.others(row, pasts[row.id], ways))
        alike[_next(row, said[row.id].answer, settle, elsewhere=elsewhere)].append(row)
    for what, group in alike.items():
        wait = None if what.wait is None else timedelta(seconds=what.wait)
        step(group, what.to, cause=what.cause, by=DISPATCH, retry_at=wait, tries=what.tries)
    return len(rows)


def _ending(answer: Answer) -> tuple[str, str, str]:
    return str(answer.result), answer.provider_id, answer.detail


class _Next(NamedTuple):
    """What follows from an answer: where to, seconds until the next question or try, and how many tries were had."""

    to: str
    cause: str
    wait: float | None
    tries: int


def _next(row: Held, answer: Answer, settle: float, *, elsewhere: bool) -> _Next:
    to, cause = LEADS_TO[answer.result], str(answer.result)
    match answer.result:
        case Result.NOT_SENT:
            return _Next(to, cause, min(2.0**row.tries, LONGEST_WAIT), row.tries + 1)
        case Result.NOT_ACCEPTED:
            # The provider asked us to wait: that costs no try.
            return _Next(to, cause, min(answer.retry_after or 5.0, LONGEST_WAIT), row.tries)
        case Result.UNKNOWN:
            return _Next(to, cause, settle, row.tries)
        case Result.REJECTED if row.only_provider and row.key_until is not None:
            # The attempt before this one may have been accepted all the same.
            return _Next(MessageState.UNKNOWN, "rejected, and unknown before", settle, row.tries)
        case Result.REJECTED if elsewhere:
            return _Next(MessageState.READY, "rejected, another provider may take over", None, row.tries)
    return _Next(to, cause, None, row.tries)
