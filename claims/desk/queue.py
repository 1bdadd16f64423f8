"""What needs somebody of my role now: one list, the most urgent first, each with what to do and where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef
from django.urls import reverse

from claims.call_entries import logged
from claims.call_states import NextBy
from claims.call_words import NEXT_BY
from claims.calls import due_calls
from claims.desk.fraud_queue import misuse_queue
from claims.desk.queue_task import Task
from claims.desk.transfer_page import queue_of
from claims.enquiry_turns import restoring_ends, to_restore
from claims.models import Call, Claim, FraudContact
from claims.states import CALL, ClaimState
from compensation.models import OutageHours, Programme, TriedPayment
from compensation.transfers.states import TransferState
from foundation.japan.bilingual import Both
from foundation.trail import clock

SHOWN: Final = 50
_CHASE: Final = {
    NextBy.STORE.value: Both("店舗から回答がありません。もう一度照会してください。", "The shop is silent: ask again."),
    NextBy.CLAIMANT.value: Both(
        "申請者から連絡がありません。こちらから連絡してください。", "The claimant is silent: get in touch."
    ),
}
_RESTORE: Final = Both("残高を戻してください。", "Put the balance back.")
_RELEASE: Final = Both("障害の時間帯を確かめて承認してください。", "Check the hours of the outage and release them.")
_TELL: Final = Both("お支払いの内容を記録してください。", "Take down the payments of the evening.")
_CHECK: Final = Both("銀行振込の申請を確認してください。", "Check a request for a bank transfer.")
_LIST: Final = Both("確認済みの銀行振込を、振込予定に載せてください。", "List a checked bank transfer for payment.")
_SUPERVISOR: Final = NEXT_BY[NextBy.SUPERVISOR]
_OPERATOR: Final = NEXT_BY[NextBy.DESK]


def tasks_for(programmes: Sequence[Programme], me: str, *, leader: bool) -> list[Task]:
    """The tasks of whoever goes by the reference `me`, as far as they are due, at most `SHOWN`."""
    calls = [_of_call(call) for call in due_calls(programmes, clock.today(), leader=leader)[:SHOWN]]
    tasks = [*_leaders(programmes, me), *calls] if leader else calls
    misuse = misuse_queue(programmes, me, clock.today(), leader=leader)
    transfers = _transfers(programmes, me, leader=leader)
    return sorted([*tasks, *transfers, *_untold(programmes), *misuse], key=_urgency)[:SHOWN]


def _urgency(task: Task) -> date:
    """What is to be done now comes first, then by day."""
    return task.due_on or date.min


def _leaders(programmes: Sequence[Programme], me: str) -> Iterator[Task]:
    for claim in to_restore().filter(programme__in=programmes).select_related("programme")[:SHOWN]:
        due_on, page = restoring_ends(claim.programme), reverse("desk:claim", args=[claim.number])
        yield Task(claim.programme, _RESTORE, due_on, _SUPERVISOR, page)
    stated = OutageHours.objects.filter(programme__in=programmes, released_at__isnull=True).exclude(prepared_by=me)
    for hours in stated.select_related("programme").order_by("pk")[:SHOWN]:
        yield Task(hours.programme, _RELEASE, None, _SUPERVISOR, reverse("desk:hours"))


def _untold(programmes: Sequence[Programme]) -> Iterator[Task]:
    """Enquiries of which no payment was taken down yet."""
    told = TriedPayment.objects.filter(enquiry__reference=OuterRef("number"), voided_at__isnull=True)
    begun = Claim.objects.filter(programme__in=programmes, channel=CALL, state=ClaimState.EXAMINING)
    for claim in begun.exclude(Exists(told)).select_related("programme").order_by("received_at", "pk")[:SHOWN]:
        yield Task(claim.programme, _TELL, None, _OPERATOR, reverse("desk:claim", args=[claim.number]))


def _transfers(programmes: Sequence[Programme], me: str, *, leader: bool) -> Iterator[Task]:
    """Requests for transfers that it is my turn to check, or to list for payment."""
    for one in queue_of(programmes, me, leader=leader):
        if one.is_mine:
            listing = one.row.state == TransferState.CHECKED
            address = reverse("desk:transfer", args=[one.row.pk])
            yield Task(one.row.programme, _LIST if listing else _CHECK, None, one.turn.who or _OPERATOR, address)


def _of_call(call: Call) -> Task:
    chase = _CHASE.get(call.next_by)
    said = logged(call.next_action)
    what = Both(f"{chase.ja}（{said.ja}）", f"{chase.en} ({said.en or said.ja})") if chase else said
    return Task(call.programme, what, call.due_on, NEXT_BY[call.next_by], _page_of(call))


def _page_of(call: Call) -> str:
    """Where the call is answered: the draft that it began, or the log."""
    begun: FraudContact | None = getattr(call, "fraud_contact", None)
    if begun is not None and call.claim is not None and call.claim.state == ClaimState.DRAFT:
        return reverse("desk:fraud-draft", args=[begun.number])
    return f"{reverse('desk:new-call')}?follows={call.pk}"
