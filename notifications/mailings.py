"""Mass sendings: gathered open, frozen by one person, released by another, stopped by anyone."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from hashlib import sha256
from typing import Any, Final

from django.db import transaction
from django.db.models import Count, QuerySet

from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import JST, now
from notifications.models import Mailing, Message
from notifications.states import MailingState, MessageState
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
    """A list of messages: how many, about how many yen, and a hash over references, texts and yen in their order."""

    count: int
    yen: int
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
        who = {"prepared_at": now(), "prepared_by": by.ref}
        _change(held, "mailing_prepared", by, state=MailingState.PREPARED, **who, **asdict(frozen))
    return frozen


def release(mailing: Mailing, *, by: Actor) -> Released:
    """Let the frozen list go, from its planned day on. Raises MailingError.

    Refused to whoever prepared it, and where the list is no longer the one that was prepared.
    """
    with transaction.atomic():
        held = _hold(mailing, {MailingState.PREPARED})
        if held.prepared_by == by.ref:
            raise MailingError("準備した本人は承認できません。", "Whoever prepared a mailing cannot release it.")
        if freeze(held) != Frozen(held.count, held.yen, held.list_hash):
            raise MailingError(
                "準備の後に内容が変わりました。もう一度準備してください。",
                "The list changed after it was prepared. Prepare it again.",
            )
        due_at = due_from(held)
        _change(held, "mailing_released", by, state=MailingState.RELEASED, released_at=now(), released_by=by.ref)
        refs = _make_ready(held, due_at, by)
    return Released(len(refs), due_at, refs)


def pause(mailing: Mailing, *, by: Actor) -> None:
    """The kill switch: nothing more of it is claimed or written ahead from now on. Raises MailingError."""
    with transaction.atomic():
        _change(_hold(mailing, {MailingState.RELEASED}), "mailing_paused", by, state=MailingState.PAUSED)


def resume(mailing: Mailing, *, by: Actor) -> None:
    """Go on with a stopped mailing. Raises MailingError."""
    with transaction.atomic():
        _change(_hold(mailing, {MailingState.PAUSED}), "mailing_resumed", by, state=MailingState.RELEASED)


def progress(mailing: Mailing) -> dict[str, int]:
    """How many of its messages are in which state; those states that occur."""
    found = Message.objects.filter(mailing=mailing).order_by("state").values_list("state")
    return dict(found.annotate(count=Count("pk")))


def freeze(mailing: Mailing) -> Frozen:
    """What the list holds now, read row by row."""
    count, total, seen = 0, 0, sha256()
    rows = _planned(mailing).values_list("reference", "body_hash", "address_hash", "yen")
    for reference, body_hash, address_hash, yen in rows.iterator(chunk_size=CHUNK):
        seen.update(reference.bytes + bytes(body_hash) + bytes(address_hash) + str(yen).encode())
        count, total = count + 1, total + yen
    return Frozen(count, total, seen.hexdigest())


def due_from(mailing: Mailing) -> datetime:
    """The instant its messages may go at the earliest: now, or when its planned day begins in Japan."""
    if mailing.planned_on is None:
        return now()
    return max(now(), datetime.combine(mailing.planned_on, time.min, JST))


def _planned(mailing: Mailing) -> QuerySet[Message]:
    return Message.objects.filter(mailing=mailing, state=MessageState.PLANNED).order_by("pk")


def _make_ready(mailing: Mailing, due_at: datetime, by: Actor) -> list[str]:
    refs, last, cause = list[str](), 0, f"mailing {mailing.pk} released"
    while chunk := dict(_planned(mailing).filter(pk__gt=last).values_list("pk", "subject_ref")[:CHUNK]):
        refs += [chunk[pk] for pk in move(chunk, MessageState.READY, cause=cause, by=by, due_at=due_at)]
        last = max(chunk)
    return refs


def _hold(mailing: Mailing, states: set[MailingState]) -> Mailing:
    held = Mailing.objects.select_for_update().get(pk=mailing.pk)
    if held.state not in states:
        raise MailingError(*_STANDS_ELSEWHERE[held.state])
    return held


def _change(held: Mailing, action: str, by: Actor, **columns: Any) -> None:
    Mailing.objects.filter(pk=held.pk).update(**columns)
    shown = {str(name): columns[name] for name in ("count", "yen", "list_hash") if name in columns}
    record(action, by=by, kind=KIND, refs=[str(held.pk)], scope=held.scope, detail=shown)
