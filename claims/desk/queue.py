"""What needs somebody of my role now: one list, the most urgent first, each with what to do and where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from django.urls import reverse

from claims.call_states import NextBy
from claims.calls import due_calls
from claims.desk.parts import state_words
from claims.models import Call
from compensation.models import Programme
from foundation.japan.bilingual import Both
from foundation.trail import clock

SHOWN: Final = 50
_CHASE: Final = {
    NextBy.STORE.value: Both("店舗から回答がありません。もう一度照会してください。", "The shop is silent: ask again."),
    NextBy.CLAIMANT.value: Both(
        "申請者から連絡がありません。こちらから連絡してください。", "The claimant is silent: get in touch."
    ),
}


class Task(NamedTuple):
    """Something to do: for which programme, what, by which day (None: now), who was to act, and on which page."""

    programme: Programme
    what: Both
    due_on: date | None
    who: Both
    address: str


def tasks_for(programmes: Sequence[Programme], *, leader: bool) -> list[Task]:
    """My tasks that are due, at most `SHOWN`."""
    today = clock.today()
    return [_of_call(call) for call in due_calls(programmes, today, leader=leader)[:SHOWN]]


def _of_call(call: Call) -> Task:
    chase = _CHASE.get(call.next_by)
    said = Both(call.next_action, call.next_action)
    what = Both(f"{chase.ja}（{said.ja}）", f"{chase.en} ({said.en})") if chase else said
    address = f"{reverse('desk:new-call')}?follows={call.pk}"
    return Task(call.programme, what, call.due_on, state_words(NextBy.choices, call.next_by), address)
