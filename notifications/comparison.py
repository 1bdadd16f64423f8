"""After a backup was restored: learn what providers accepted since it was made, before anything is sent again.

A list of what they accepted tells everything. Without one each provider is asked for each message, twice with time
between; where it cannot be asked its key may make another sending harmless; else a person decides.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db.models import F, Max, QuerySet
from django.db.models.functions import Least, Now

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.channels.chosen import Carriers
from notifications.channels.contract import Carrier, Found, Presence
from notifications.models import LookUp, Message, Transition
from notifications.states import MessageState
from notifications.transitions import move

CHUNK: Final = 500
ASKED_AT_ONCE: Final = 20

MAY_GO_YET: Final = (MessageState.PLANNED, MessageState.READY)
"""What this database would send, and may have sent before it was set back."""
MAY_HAVE_GONE: Final = (*MAY_GO_YET, MessageState.UNKNOWN, MessageState.HELD)
ON_THE_WAY: Final = (MessageState.LEASED, MessageState.SENDING)

Row = tuple[int, UUID]


def by_list(accepted: Collection[UUID], *, by: Actor) -> Counter[str]:
    """Believe a list of all references that providers accepted since the backup was made.

    Counts `accepted`, which stand in it, `missing`, which this database does not know at all, and `unclear`, whose
    leases still run.
    """
    done = Counter(accepted=0, missing=0, unclear=_on_the_way())
    for chunk in _chunks(Message.objects.filter(state__in=MAY_HAVE_GONE)):
        done["accepted"] += _accept([pk for pk, reference in chunk if reference in accepted], "in its list", by)
    wanted = sorted(accepted)
    for start in range(0, len(wanted), CHUNK):
        some = wanted[start : start + CHUNK]
        done["missing"] += len(some) - Message.objects.filter(reference__in=some).count()
    return done


def by_asking(carriers: Carriers, *, settle: float, by: Actor) -> Counter[str]:
    """Ask every provider that may have had a message, or hold what nobody can be asked about.

    Counts `accepted`, `absent` (twice: it may go), `keyed` (goes again under the key of the only provider), `held` for
    a person, `unclear` (no answer, or a lease that still runs: compare again later). `settle`: seconds between the two
    questions.
    """
    done = Counter(accepted=0, absent=0, keyed=0, held=0, unclear=_on_the_way())
    for channel, of_one in carriers.items():
        messages = Message.objects.filter(channel=channel)
        if all(carrier.capabilities.look_up for carrier in of_one):
            done.update(_ask_twice(messages, of_one, settle, by))
        elif len(of_one) == 1 and of_one[0].capabilities.key_seconds:
            done["keyed"] += _bind(messages, of_one[0])
        else:
            done["held"] += _hold(messages, by)
    return done


def _on_the_way() -> int:
    return Message.objects.filter(state__in=ON_THE_WAY).count()


def _chunks(messages: QuerySet[Message]) -> Iterator[list[Row]]:
    last = 0
    while chunk := list(messages.filter(pk__gt=last).order_by("pk").values_list("pk", "reference")[:CHUNK]):
        yield chunk
        last = chunk[-1][0]


def _accept(ids: Sequence[int], how: str, by: Actor) -> int:
    cause = f"the provider had it when a backup was restored: {how}"
    return len(move(ids, MessageState.ACCEPTED, cause=cause, by=by, retry_at=None))


def _hold(messages: QuerySet[Message], by: Actor) -> int:
    cause = "perhaps sent before a backup was restored"
    chunks = _chunks(messages.filter(state__in=MAY_GO_YET))
    return sum(len(move([pk for pk, _ in chunk], MessageState.HELD, cause=cause, by=by)) for chunk in chunks)


def _bind(messages: QuerySet[Message], carrier: Carrier) -> int:
    """Let these go to this provider alone, and only while the key of what was sent after the backup still lasts."""
    made = Transition.objects.aggregate(last=Max("at"))["last"] or now()
    until = Now() + (made - now()) + timedelta(seconds=carrier.capabilities.key_seconds / 2)
    fields = {"only_provider": carrier.name, "key_until": until}
    bound = messages.filter(state__in=MAY_GO_YET, only_provider="").update(**fields)
    earlier = messages.filter(state__in=MAY_GO_YET, only_provider=carrier.name)
    earlier.update(key_until=Least(F("key_until"), until))
    return bound


def _ask_twice(messages: QuerySet[Message], carriers: Sequence[Carrier], settle: float, by: Actor) -> Counter[str]:
    first = _ask_all(messages, carriers, by)
    if not first["absent"] + first["unclear"]:
        return first
    time.sleep(settle)
    second = _ask_all(messages, carriers, by)
    unclear = max(first["unclear"], second["unclear"])
    return Counter(accepted=first["accepted"] + second["accepted"], absent=second["absent"], unclear=unclear)


def _ask_all(messages: QuerySet[Message], carriers: Sequence[Carrier], by: Actor) -> Counter[str]:
    done = Counter[str](accepted=0, absent=0, unclear=0)
    for chunk in _chunks(messages.filter(state__in=MAY_HAVE_GONE)):
        says = dict(zip([pk for pk, _ in chunk], asyncio.run(_ask(chunk, carriers)), strict=True))
        at = now()
        LookUp.objects.bulk_create(LookUp(message_id=pk, says=said, at=at) for pk, said in says.items())
        there = [pk for pk, said in says.items() if said is Presence.PRESENT]
        done["accepted"] += _accept(there, "found by look-up", by)
        counted = Counter(says.values())
        done["absent"] += counted[Presence.ABSENT]
        done["unclear"] += counted[Presence.UNCLEAR]
    return done


async def _ask(chunk: Sequence[Row], carriers: Sequence[Carrier]) -> list[Presence]:
    places = asyncio.Semaphore(ASKED_AT_ONCE)

    async def one(reference: UUID) -> Presence:
        async with places:
            return _together([await carrier.look_up(reference) for carrier in carriers])

    for carrier in carriers:
        await carrier.open()
    try:
        return await asyncio.gather(*(one(reference) for _, reference in chunk))
    finally:
        for carrier in carriers:
            await carrier.close()


def _together(found: Sequence[Found]) -> Presence:
    """Present where one has it; absent where each of them said so."""
    said = {each.presence for each in found}
    if Presence.PRESENT in said:
        return Presence.PRESENT
    return Presence.ABSENT if said == {Presence.ABSENT} else Presence.UNCLEAR
