"""Mass sendings: gathered open, frozen by one person, released by another, stopped by anyone.

A released list goes in stages: its first few, then more by the minute, then the whole (`notifications.canary`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any, Final

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Q, QuerySet

from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import JST, now
from notifications.gates import shift_due
from notifications.models import Mailing, Message
from notifications.states import Channel, MailingStage, MailingState, MessageState
from notifications.transitions import move

KIND: Final = "mailing"
CHUNK: Final = 2_000


_STANDS_ELSEWHERE: Final = {
    MailingState.OPEN.value: Both(
        "内容がまだ確定されていません。先に内容を確定してください。",
        "Its list is not frozen yet. Freeze the list first.",
    ),
    MailingState.PREPARED.value: Both(
        "内容は確定済みで、別の責任者の承認を待っています。承認されるまで、停止・再開するものはありません。",
        "Its list is frozen and waits for another supervisor. Until then there is nothing to stop or to resume.",
    ),
    MailingState.RELEASED.value: Both(
        "すでに承認されています。もう一度押す必要はありません。",
        "It was released already. There is no need to press again.",
    ),
    MailingState.PAUSED.value: Both(
        "停止中です。続けるときは「再開」を押してください。", "It is stopped. To go on, press resume."
    ),
    MailingState.CANCELLED.value: Both(
        "取り消された送付です。もう送られません。", "It was cancelled and will not be sent any more."
    ),
}
"""What to do instead, where a step is not open to a mailing in this state."""


class MailingError(Exception):
    """The mailing cannot take this step; `ja` and `en` say why."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


@dataclass(frozen=True)
class Frozen:
    """A list of messages: how many, about how many yen, and a hash over references, texts and yen in their order.

    `parts`: how many parts are billed for its text messages.
    """

    count: int
    yen: int
    parts: int
    list_hash: str


@dataclass(frozen=True)
class Released:
    """What a release set going. `due_at`: not before; `subject_refs`: the subjects of its messages."""

    count: int
    due_at: datetime
    subject_refs: list[str]


def open_mailing(
    scope: str, route: str, purpose: str, planned_on: date | None, planned_text: str, at: datetime
) -> Mailing:
    """The mailing that gathers messages of this scope, route and purpose; its plan follows the one given last.

    Called in the transaction that inserts the messages: it holds the mailing, so that none is prepared between.
    """
    planned = {"planned_on": planned_on, "planned_text": planned_text}
    with transaction.atomic():
        mailing, made = Mailing.objects.select_for_update(no_key=True).get_or_create(
            scope=scope, route=route, purpose=purpose, state=MailingState.OPEN, defaults={**planned, "opened_at": at}
        )
        if not made and (mailing.planned_on, mailing.planned_text) != (planned_on, planned_text):
            Mailing.objects.filter(pk=mailing.pk).update(**planned)
            mailing.planned_on, mailing.planned_text = planned_on, planned_text
    return mailing


def prepare(mailing: Mailing, *, by: Actor) -> Frozen:
    """Freeze the list for another person's approval; again where it changed since. Raises MailingError."""
    with transaction.atomic():
        held = _hold(mailing, {MailingState.OPEN, MailingState.PREPARED})
        frozen = freeze(held)
        if not frozen.count:
            raise MailingError("送信するメッセージがありません。", "There is no message to send.")
        _refuse_dear(held)
        who = {"prepared_at": now(), "prepared_by": by.ref}
        _change(held, "mailing_prepared", by, {"state": MailingState.PREPARED, **who, **asdict(frozen)})
    return frozen


def release(mailing: Mailing, *, by: Actor) -> Released:
    """Let the frozen list go, from its planned day on. Raises MailingError.

    Refused to whoever prepared it, and where the list is no longer the one that was prepared.
    """
    with transaction.atomic():
        held = _hold(mailing, {MailingState.PREPARED})
        if held.prepared_by == by.ref:
            raise MailingError("準備した本人は承認できません。", "Whoever prepared a mailing cannot release it.")
        if freeze(held) != Frozen(held.count, held.yen, held.parts, held.list_hash):
            raise MailingError(
                "準備の後に内容が変わりました。もう一度準備してください。",
                "The list changed after it was prepared. Prepare it again.",
            )
        due_at = due_from(held)
        refs = list(planned(held).values_list("subject_ref", flat=True))
        who = {"released_at": now(), "released_by": by.ref}
        first, stage = _first_stage(held)
        _change(held, "mailing_released", by, {"state": MailingState.RELEASED, **who, **stage})
        let_go(held, first, due_at, by)
    return Released(len(refs), due_at, refs)


def pause(mailing: Mailing, *, by: Actor, because: str = "") -> None:
    """The kill switch: nothing more of it is claimed or written ahead from now on. Raises MailingError."""
    with transaction.atomic():
        halt(_hold(mailing, {MailingState.RELEASED}), because, by)


def halt(held: Mailing, because: str, by: Actor) -> None:
    """Stop a mailing that the caller has locked, with the reason."""
    who = {"halted_at": now(), "halted_by": by.ref, "halted_because": because}
    _change(held, "mailing_paused", by, {"state": MailingState.PAUSED, **who}, because=because)


def resume(mailing: Mailing, *, by: Actor) -> None:
    """Go on with a stopped mailing; a ramp begins again with its first rate. Raises MailingError."""
    with transaction.atomic():
        held = _hold(mailing, {MailingState.PAUSED})
        again = {"rate": settings.RAMP_START} if held.stage == MailingStage.RAMP else {}
        since = {"rate_at": now(), "advanced_at": now()}
        _change(held, "mailing_resumed", by, {"state": MailingState.RELEASED, **since, **again})
        shift_due(Q(mailing=held))


def proceed(mailing: Mailing, *, by: Actor, because: str) -> None:
    """Do not wait for reports any longer: from the first few to the ramp, from the ramp to the whole list.

    Raises MailingError, without a reason as well.
    """
    if not because.strip():
        raise MailingError("理由を入力してください。", "Give a reason.")
    with transaction.atomic():
        held = _hold(mailing, {MailingState.RELEASED, MailingState.PAUSED})
        if held.stage == MailingStage.WHOLE:
            raise MailingError("すでに全件を送る段階です。", "The whole list may go already.")
        _change(held, "mailing_proceeded", by, {"state": MailingState.RELEASED}, because=because.strip())
        shift_due(Q(mailing=held))
        if held.stage == MailingStage.CANARY and settings.RAMP_START:
            begin_ramp(held)
        else:
            let_go(held, held.count, now(), by)


def begin_ramp(held: Mailing) -> None:
    """The first few arrived: from now on more follow by the minute."""
    at = now()
    ramp = {"stage": MailingStage.RAMP, "rate": settings.RAMP_START, "rate_at": at, "advanced_at": at}
    Mailing.objects.filter(pk=held.pk).update(**ramp)


def let_go(held: Mailing, number: int, due_at: datetime, by: Actor, *, only: Q | None = None) -> int:
    """Make so many more of its planned messages ready, in their order; how many. The last one makes the list whole."""
    gone, last, cause = 0, 0, f"mailing {held.pk} released"
    waiting = planned(held).filter(only or Q())
    while gone < number:
        chunk = list(waiting.filter(pk__gt=last).values_list("pk", flat=True)[: min(CHUNK, number - gone)])
        if not chunk:
            break
        gone, last = gone + len(move(chunk, MessageState.READY, cause=cause, by=by, due_at=due_at)), chunk[-1]
    whole = {} if planned(held).exists() else {"stage": MailingStage.WHOLE}
    Mailing.objects.filter(pk=held.pk).update(let_go=F("let_go") + gone, **whole)
    return gone


def progress(mailing: Mailing) -> dict[str, int]:
    """How many of its messages are in which state; those states that occur."""
    found = Message.objects.filter(mailing=mailing).order_by("state").values_list("state")
    return dict(found.annotate(count=Count("pk")))


def freeze(mailing: Mailing) -> Frozen:
    """What the list holds now, read row by row."""
    count, total, billed, seen = 0, 0, 0, sha256()
    rows = planned(mailing).values_list("reference", "body_hash", "address_hash", "yen", "channel", "parts")
    for reference, body_hash, address_hash, yen, channel, parts in rows.iterator(chunk_size=CHUNK):
        seen.update(reference.bytes + bytes(body_hash) + bytes(address_hash) + str(yen).encode())
        count, total = count + 1, total + yen
        billed += parts if channel == Channel.SMS else 0
    return Frozen(count, total, billed, seen.hexdigest())


def due_from(mailing: Mailing) -> datetime:
    """The instant its messages may go at the earliest: now, or when its planned day begins in Japan."""
    if mailing.planned_on is None:
        return now()
    return max(now(), datetime.combine(mailing.planned_on, time.min, JST))


def planned(mailing: Mailing) -> QuerySet[Message]:
    """Its messages that were not let go yet, in the order of the list."""
    return Message.objects.filter(mailing=mailing, state=MessageState.PLANNED).order_by("pk")


def _refuse_dear(held: Mailing) -> None:
    most: int = settings.SMS_PARTS_PLANNED
    dear = planned(held).filter(channel=Channel.SMS, parts__gt=most).count()
    if dear:
        raise MailingError(
            f"1件が{most}通分を超えるSMSが{dear}件あります。文面を短くしてから、もう一度準備してください。",
            f"{dear} text messages cost more than the {most} parts planned for each. "
            "Shorten the text, then prepare again.",
        )


def _first_stage(held: Mailing) -> tuple[int, dict[str, Any]]:
    """How many go at once, and the columns that say so."""
    first: int = settings.CANARY_SIZE
    if first == 0 or held.count <= first:
        return held.count, {"stage": MailingStage.WHOLE}
    return first, {"stage": MailingStage.CANARY, "canary": first}


def _hold(mailing: Mailing, states: set[MailingState]) -> Mailing:
    held = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if held.state not in states:
        raise MailingError(*_STANDS_ELSEWHERE[held.state])
    return held


def _change(held: Mailing, action: str, by: Actor, columns: Mapping[str, Any], *, because: str = "") -> None:
    Mailing.objects.filter(pk=held.pk).update(**columns)
    shown = {name: columns[name] for name in ("count", "yen", "parts", "list_hash") if name in columns}
    detail = {**shown, **({"because": because} if because else {})}
    record(action, by=by, kind=KIND, refs=[str(held.pk)], scope=held.scope, detail=detail)
