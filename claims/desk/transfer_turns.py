"""Whose turn it is with a request for a bank transfer, to do what, and by which day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.db.models import Max

from claims.desk.turns import PORTAL, Turn, over, own_day
from compensation.transfers.models import TransferRequest, TransferTransition
from compensation.transfers.states import TransferState
from foundation.japan.bilingual import Both

_OPERATOR: Final = Both("担当者（受け付けた人以外）", "an operator, not who took it in")
_SUPERVISOR: Final = Both("責任者（確認した人以外）", "a supervisor, not who checked it")
_APPLICANT: Final = Both("申請者の回答待ち", "the applicant")
_BANK: Final = Both("振込の担当者", "whoever orders transfers")
_CHECK: Final = Both("申請を記録と照らし合わせて確認します。", "Compare the request with the records.")
_LIST: Final = Both("確認済みの申請を振込予定に載せます。", "List the checked request for payment.")
_ANSWER: Final = Both(
    "質問への回答を待っています。目安日を過ぎたら、コールセンター担当が電話で確かめます。",
    "The applicant is to answer; once the day has passed, an operator calls them.",
)
_AT_DECISION: Final = Both("申請が判定されるのを待っています。", "The claim is to be decided first.")
_AFTER_DECISION: Final = Both("判定のあと", "after the decision")
_ORDER: Final = Both(
    "振込予定の時期に銀行へ依頼します（振込データの作成はこのポータルにまだありません）。",
    "It is ordered at the planned time; this portal does not make the bank’s file yet.",
)
_PLANNED: Final = Both("振込の予定の時期", "at the planned time")
_ENDED: Final = Both("終わっています。", "It has ended.")


def turns_of(rows: Sequence[TransferRequest]) -> dict[int, Turn]:
    """By the id of the request, whatever their number in one statement."""
    moved = TransferTransition.objects.filter(request__in=[row.pk for row in rows]).order_by()
    since = dict(moved.values_list("request").annotate(last=Max("at")))
    return {row.pk: _turn(row, since.get(row.pk, row.asked_at)) for row in rows}


def turn_of(row: TransferRequest) -> Turn:
    """The same of one request."""
    return turns_of([row])[row.pk]


def _turn(row: TransferRequest, since: datetime) -> Turn:
    match row.state:
        case TransferState.REQUESTED if row.payout_id is None:
            return Turn(PORTAL, _AT_DECISION, until=_AFTER_DECISION)
        case TransferState.REQUESTED:
            return Turn(_OPERATOR, _CHECK, own_day(since))
        case TransferState.INCOMPLETE:
            return Turn(_APPLICANT, _ANSWER, own_day(since))
        case TransferState.CHECKED:
            return Turn(_SUPERVISOR, _LIST, own_day(since))
        case TransferState.LISTED:
            return Turn(_BANK, _ORDER, until=_PLANNED)
    return over(_ENDED)
