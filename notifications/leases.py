"""What a dispatcher does in the database: claim, write ahead, write down what came of it.

Leases run on the database's clock, what is due on the portal's. Each function is one short transaction, and none of
them spans a call to a provider.
"""

from __future__ import annotations

import logging
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import timedelta
from itertools import groupby
from typing import Any, Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from foundation.tables.updates import insert_each, update_each
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from foundation.vault.hashing import keyed_hash
from foundation.vault.sealing import SealError
from notifications.channels.contract import LEADS_TO, Answer, Parcel, Result
from notifications.envelope import opened as open_columns
from notifications.gates import may_go, put_off
from notifications.models import Attempt, Message
from notifications.news import announce, do_not_linger
from notifications.states import MessageState
from notifications.transitions import Held, lock, step

DISPATCH: Final = Actor.system("dispatch")
LONGEST_WAIT: Final = 300.0
"""Seconds between two tries, at most."""
PAUSE: Final = 5
"""Seconds that a transaction of a dispatcher may wait for its next statement."""

_PARCEL: Final = ("id", "reference", "scope", "purpose", "channel", "sender", "text_version", "parts")
_SEALED: Final = ("address_sealed", "body_sealed")
_ATTEMPT: Final = (
    *("message_id", "number", "provider", "request_hash"),
    *("started_at", "outcome", "provider_id", "detail"),
)

log = logging.getLogger(__name__)


class Claim(NamedTuple):
    """A message that is ours while its lease lasts."""

    message_id: int
    token: UUID
    channel: str


class Outcome(NamedTuple):
    """What came of one sending."""

    claim: Claim
    parcel: Parcel
    answer: Answer


def waiting(channels: Iterable[str]) -> QuerySet[Message]:
    """Messages that may go now, those first that are due longest."""
    return Message.objects.filter(may_go(), state=MessageState.READY, channel__in=channels).order_by("due_at", "pk")


def claim(limit: int, channels: Iterable[str], *, seconds: float) -> list[Claim]:
    """Take up to `limit` messages that nobody else holds."""
    token = uuid4()
    with transaction.atomic():
        do_not_linger(PAUSE)
        rows = put_off(lock(waiting(channels)[:limit], skip_locked=True))
        until = timedelta(seconds=seconds)
        step(rows, MessageState.LEASED, cause="claimed", by=DISPATCH, lease_token=token, leased_until=until)
    return [Claim(row.id, token, row.channel) for row in rows]


def write_ahead(claims: Sequence[Claim], providers: dict[str, str], *, seconds: float, call: float) -> list[Parcel]:
    """Commit that these are about to be sent, before the first byte of any; what is no longer ours is left out.

    `providers`: the carrier's name of each channel. `call`: seconds that a call may take.
    """
    begun = time.monotonic()
    with transaction.atomic():
        do_not_linger(PAUSE)
        rows = lock(_ours(claims, MessageState.LEASED).filter(may_go()).order_by("pk"))
        opened = _opened(rows)
        going = [row for row in rows if row.id in opened]
        step(
            [row for row in rows if row.id not in opened],
            MessageState.READY,
            cause="does not open",
            by=DISPATCH,
            retry_at=timedelta(hours=1),
        )
        token = claims[0].token
        until = timedelta(seconds=seconds)
        step(going, MessageState.SENDING, cause="written ahead", by=DISPATCH, lease_token=token, leased_until=until)
        attempts = [_attempt(row, opened[row.id], providers[row.channel]) for row in going]
        insert_each(Attempt, _ATTEMPT, attempts)
    last = begun + seconds - call
    return [opened[row.id]._replace(attempt=row.moves + 1, not_after=last) for row in going]


def record(outcomes: Sequence[Outcome], *, settle: float) -> int:
    """Write down outcomes of those that are still ours, and return how many were not.

    Whoever's lease ran out changes nothing: somebody else has taken the matter over. `settle`: seconds before an
    unknown is looked up.
    """
    written = 0
    with transaction.atomic():
        announce()
        do_not_linger(PAUSE)
        for token, of_one in groupby(sorted(outcomes, key=_by_token), key=_by_token):
            written += _record(UUID(token), list(of_one), settle)
    superseded = len(outcomes) - written
    if superseded:
        log.warning("%d outcomes came after their lease and change nothing", superseded)
    return superseded


def give_back(claims: Sequence[Claim]) -> None:
    """Return what was claimed and will not be sent by us."""
    with transaction.atomic():
        for _, of_one in groupby(claims, key=lambda each: each.token):
            rows = lock(_ours(list(of_one), MessageState.LEASED).order_by("pk"))
            step(rows, MessageState.READY, cause="given back", by=DISPATCH)


def _ours(claims: Sequence[Claim], state: str) -> QuerySet[Message]:
    ids = [each.message_id for each in claims]
    return Message.objects.filter(pk__in=ids, state=state, lease_token=claims[0].token)


def _opened(rows: Sequence[Held]) -> dict[int, Parcel]:
    opened = {}
    messages = Message.objects.filter(pk__in=[row.id for row in rows]).values_list(*_PARCEL, *_SEALED)
    for *plain, address, body in messages:
        try:
            opened[plain[0]] = _parcel(plain, address, body)
        except SealError:
            log.exception("message %s does not open", plain[1])
    return opened


def _parcel(plain: Sequence[Any], address_sealed: bytes, body_sealed: bytes) -> Parcel:
    channel = plain[_PARCEL.index("channel")]
    address, title, body = open_columns(plain[1], channel, address_sealed, body_sealed)
    return Parcel._make([*plain, address, title, body, 0, 0.0, now()])


def _attempt(row: Held, parcel: Parcel, provider: str) -> tuple[Any, ...]:
    request = f"{parcel.reference}\n{parcel.sender}\n{parcel.address}\n{parcel.title}\n{parcel.body}"
    # Numbered as the step to `sending`: an attempt is found in the chain.
    return row.id, row.moves + 1, provider, keyed_hash(request, purpose="message.request"), now(), "", "", ""


def _by_token(outcome: Outcome) -> str:
    return outcome.claim.token.hex


def _record(token: UUID, outcomes: list[Outcome], settle: float) -> int:
    said = {outcome.parcel.message_id: outcome for outcome in outcomes}
    ours = Message.objects.filter(pk__in=list(said), state=MessageState.SENDING, lease_token=token)
    rows, at = lock(ours.order_by("pk")), now()
    ended = [(row.id, said[row.id].parcel.attempt, at, *_ending(said[row.id].answer)) for row in rows]
    update_each(Attempt, ("message_id", "number"), ("ended_at", "outcome", "provider_id", "detail"), ended)
    alike = defaultdict[_Next, list[Held]](list)
    for row in rows:
        alike[_next(row, said[row.id].answer, settle)].append(row)
    for what, group in alike.items():
        wait = None if what.wait is None else timedelta(seconds=what.wait)
        step(group, LEADS_TO[what.result], cause=what.result, by=DISPATCH, retry_at=wait, tries=what.tries)
    return len(rows)


def _ending(answer: Answer) -> tuple[str, str, str]:
    return str(answer.result), answer.provider_id, answer.detail


class _Next(NamedTuple):
    """What follows from an answer: seconds until the next question or try, and how many tries were had."""

    result: Result
    wait: float | None
    tries: int


def _next(row: Held, answer: Answer, settle: float) -> _Next:
    match answer.result:
        case Result.NOT_SENT:
            return _Next(answer.result, min(2.0**row.tries, LONGEST_WAIT), row.tries + 1)
        case Result.NOT_ACCEPTED:
            # The provider asked us to wait: that costs no try.
            return _Next(answer.result, min(answer.retry_after or 5.0, LONGEST_WAIT), row.tries)
        case Result.UNKNOWN:
            return _Next(answer.result, settle, row.tries)
    return _Next(answer.result, None, row.tries)
