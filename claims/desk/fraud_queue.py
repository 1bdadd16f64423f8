"""Claims for misuse in the queue of the desk, and their counts on its first page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from django.urls import reverse

from claims.desk.queue_task import Task
from claims.fraud_turns import Turn, turns_of
from compensation.credits.models import CreditInstruction
from compensation.credits.states import CreditState
from compensation.models import Programme
from foundation.japan.bilingual import Both

_OF_MONEY: Final = frozenset({"ready", "sent", "refused", "issuer", "agreed", "claw_back"})
_COUNTED: Final = {
    "examine": Both("不正利用：審査", "Misuse: to examine"),
    "reconsider": Both("不正利用：再審査", "Misuse: to reconsider"),
    "approve": Both("不正利用：案の承認", "Misuse: to approve"),
    "answer": Both("不正利用：回答の遅れ", "Misuse: answers overdue"),
}
_UNCONFIRMED: Final = Both("不正利用：未確認の加算", "Misuse: credits unconfirmed")


class Figure(NamedTuple):
    """A number of the first page, and where it leads."""

    name: Both
    waiting: int
    address: str


def misuse_queue(programmes: Sequence[Programme], me: str, today: date, *, leader: bool) -> list[Task]:
    """What needs whoever goes by `me` now: never what they prepared, or decided before."""
    due = [turn for turn in turns_of(programmes) if turn.needs(me, today, leader=leader)]
    return [_task(turn) for turn in due]


def fraud_figures(programmes: Sequence[Programme], me: str, today: date, *, leader: bool) -> list[Figure]:
    """How much of each kind needs me; nothing for whoever has no programme on misuse."""
    mine = [programme for programme in programmes if programme.kind == "fraud"]
    if not mine:
        return []
    kinds = [turn.kind for turn in turns_of(mine) if turn.needs(me, today, leader=leader)]
    listed = reverse("desk:fraud")
    figures = [Figure(name, kinds.count(kind), listed) for kind, name in _COUNTED.items()]
    unconfirmed = CreditInstruction.objects.filter(programme__in=mine).exclude(state=CreditState.CONFIRMED).count()
    return [*figures, Figure(_UNCONFIRMED, unconfirmed, reverse("desk:credits"))]


def _task(turn: Turn) -> Task:
    if turn.kind in _OF_MONEY or turn.claim is None:
        return Task(turn.programme, turn.what, turn.due_on, turn.who, reverse("desk:credits"))
    number = turn.claim.number
    what = Both(f"{turn.what.ja}（{number}）", f"{turn.what.en} ({number})")
    return Task(turn.programme, what, turn.due_on, turn.who, reverse("desk:fraud-claim", args=[number]))
