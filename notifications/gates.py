"""What keeps a message back that is ready: stops, the night, its age, and how many its address had today.

The claim of the dispatcher asks here, and once more before the first byte: what somebody stops is not sent.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import Final

from django.conf import settings
from django.db import connection
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Now

from foundation.tables.prepared import Slot
from foundation.trail.clock import JST, now
from notifications.models import Attempt, Mailing, Message, SendingStop
from notifications.states import Channel, HeldBy, MailingState, MessageState
from notifications.transitions import Held

AT_ONCE: Final = 5_000
_LOCK_SPACE: Final = 7_301
_UNDER_WAY_OR_GONE: Final = (
    *(MessageState.LEASED, MessageState.SENDING, MessageState.UNKNOWN, MessageState.HELD, MessageState.ACCEPTED),
    *(MessageState.DELIVERED, MessageState.UNDELIVERED),
)


def may_go() -> Q:
    """Due and not stale, past its back-off, at an hour that may be; its mailing and its scope not stopped."""
    at = now()
    return may_go_at(at, at - validity(), quiet=is_quiet(at))


def may_go_at(at: datetime | Slot, oldest: datetime | Slot, *, quiet: bool) -> Q:
    """The same at an instant, of what fell due after `oldest`; `quiet` where it is one of the hours of the night."""
    allowed = (
        Q(due_at__lte=at, due_at__gt=oldest)
        & (Q(valid_until=None) | Q(valid_until__gt=at))
        & (Q(retry_at=None) | Q(retry_at__lte=Now()))
        & unstopped()
    )
    return allowed & ~_night_holds() if quiet else allowed


def unstopped() -> Q:
    """Neither its mailing, nor its scope, nor everything is stopped: the kill switch."""
    waiting = Mailing.objects.exclude(state=MailingState.RELEASED)
    stops = SendingStop.objects.filter(lifted_at=None, scope__in=["", OuterRef("scope")])
    return (Q(mailing=None) | ~Q(mailing__in=waiting)) & Q(~Exists(stops))


def validity() -> timedelta:
    """How long after its due time a message is still worth sending; then it expires instead of arriving days late."""
    return timedelta(hours=settings.MESSAGE_VALID_HOURS)


def is_quiet(at: datetime) -> bool:
    """Is this an hour in Japan at which no text message goes out unasked?"""
    hours = _quiet_hours()
    if hours is None:
        return False
    begins, ends = hours
    hour = at.astimezone(JST).time()
    return begins <= hour or hour < ends if begins > ends else begins <= hour < ends


def earliest(channel: str, at: datetime) -> datetime:
    """The first instant from `at` on at which a message of this channel may go unasked."""
    return _morning_after(at) if channel == Channel.SMS and is_quiet(at) else at


def hold_over_night() -> int:
    """Give what the night keeps back the morning as its due time, so that everybody sees when it goes; how many."""
    at = now()
    if not is_quiet(at):
        return 0
    morning, held = _morning_after(at), 0
    waiting = Message.objects.filter(_night_holds(), state=MessageState.READY, due_at__lte=at)
    while ids := list(waiting.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_ONCE]):
        due = Message.objects.filter(pk__in=ids, state=MessageState.READY)
        held += due.update(due_at=morning, held_by=HeldBy.QUIET)
    return held


def put_off(rows: Sequence[Held]) -> list[Held]:
    """Of rows that this transaction has locked, those whose address may have another message today.

    The others wait until tomorrow. Counted are the messages of a day in Japan that a provider has or may have; two
    dispatchers with messages to one address count one after the other.
    """
    left = _left({(row.channel, bytes(row.address_hash)) for row in rows})
    going, over = list[Held](), list[int]()
    for row in rows:
        address = row.channel, bytes(row.address_hash)
        if address in left and left[address] <= 0:
            over.append(row.id)
            continue
        if address in left:
            left[address] -= 1
        going.append(row)
    if over:
        Message.objects.filter(pk__in=over).update(due_at=_tomorrow(), held_by=HeldBy.CAP)
    return going


def shift_due(rows: Q) -> int:
    """What waited behind a stop counts as due from now on, so that the stop does not make it stale; how many."""
    waited = Message.objects.filter(rows, state=MessageState.READY, due_at__lt=now())
    return waited.update(due_at=now())


def _left(addresses: set[tuple[str, bytes]]) -> dict[tuple[str, bytes], int]:
    """How many more may go today, of those addresses that have more messages than a day allows."""
    cap: int = settings.ADDRESS_CAP_PER_DAY
    several = Message.objects.filter(address_hash__in=[digest for _, digest in addresses]).values("address_hash")
    counted = several.annotate(number=Count("pk")).filter(number__gt=cap).order_by()
    many = sorted(bytes(digest) for digest in counted.values_list("address_hash", flat=True))
    if not many or cap == 0:
        return {}
    _one_after_the_other(many)
    had = Counter[tuple[str, bytes]]()
    for channel, digest in _gone_today(many):
        had[channel, bytes(digest)] += 1
    return {address: cap - had[address] for address in addresses if address[1] in many}


def _gone_today(digests: Iterable[bytes]) -> Iterable[tuple[str, bytes | memoryview]]:
    began = datetime.combine(now().astimezone(JST).date(), time.min, JST)
    tried = Attempt.objects.filter(started_at__gte=began).values("message")
    today = Q(state=MessageState.LEASED) | Q(pk__in=tried)
    gone = Message.objects.filter(today, address_hash__in=list(digests), state__in=_UNDER_WAY_OR_GONE)
    return gone.values_list("channel", "address_hash")


def _one_after_the_other(digests: Iterable[bytes]) -> None:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for digest in digests:
            number = int.from_bytes(digest[:4], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK_SPACE, number])


def _night_holds() -> Q:
    return Q(channel=Channel.SMS, asked=False)


def _quiet_hours() -> tuple[time, time] | None:
    hours: tuple[int, int] | None = settings.SMS_QUIET_HOURS
    return (time(hours[0]), time(hours[1])) if hours else None


def _morning_after(at: datetime) -> datetime:
    hours, local = _quiet_hours(), at.astimezone(JST)
    if hours is None:
        return at
    morning = datetime.combine(local.date(), hours[1], JST)
    return morning if morning > local else morning + timedelta(days=1)


def _tomorrow() -> datetime:
    midnight = datetime.combine(now().astimezone(JST).date() + timedelta(days=1), time.min, JST)
    return earliest(Channel.SMS, midnight)
