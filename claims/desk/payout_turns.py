"""Whose turn it is with a payout, to do what, and by which day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Max

from claims.desk.payout_acts import after_cancelling
from claims.desk.transfer_turns import turn_of
from claims.desk.turns import OPERATOR, SUPERVISOR, Turn, over, own_day
from compensation import claw_backs, deadline_words
from compensation.models import Payout, PayoutLink, PayoutTransition
from compensation.states import PayoutState
from compensation.transfers.queries import live_of_payout
from foundation.japan.bilingual import Both

_HOLDER: Final = Both("受け取る人", "Whoever is paid")
_PROVIDER: Final = Both("ポイントの提供会社", "Whoever provides the points")
_UNLOCK: Final = Both(
    "リンクがロックされています。ご本人を確認できたら、責任者がロックを解除します。",
    "The link is locked. Once you are sure who is asking, a supervisor unlocks it.",
)
_TOO_MUCH: Final = Both(
    "多く決まっていた額があります。支払の取消または返還のお願いを決めます。",
    "More was decided than is owed: take the payout back, or decide whether to ask for the sum.",
)
_SEND: Final = Both(
    "リンクの送付を承認します。いまご本人にしていただくことはありません。",
    "Release the mailing that sends the link. Its holder need not do anything now.",
)
_COLLECT: Final = Both(
    "届いたリンクから受け取ります。届いていないときは、コールセンター担当がメッセージの状態を確かめます。",
    "They collect it by the link. If it did not arrive, an operator looks at the messages.",
)
_HAND_OVER: Final = Both(
    "選ばれたポイントを渡します。目安日を過ぎたら、責任者が確かめます。",
    "The points chosen are handed over; once the day has passed, a supervisor looks into it.",
)
_RETURNED: Final = Both(
    "受け取られずに戻りました。ご本人へ連絡し、受取方法を確かめます。",
    "It came back. Get in touch with its holder, and find out how they can be paid.",
)
_COLLECTED: Final = Both("受取済みです。", "It was collected.")
_LAPSED: Final = Both("受取期限が過ぎています。", "The last day to collect has passed.")


def turn_of_payout(payout: Payout) -> Turn:
    """Of one payout; one that is paid by transfer has the turn of its request."""
    if payout.state == PayoutState.CANCELLED:
        return over(after_cancelling(payout))
    if claw_backs.of_payout(payout):
        return Turn(SUPERVISOR, _TOO_MUCH, own_day(_since(payout)))
    link = PayoutLink.objects.filter(payout=payout, ended_at__isnull=True).first()
    if link is not None and link.locked_at is not None:
        return Turn(SUPERVISOR, _UNLOCK, own_day(link.locked_at))
    transfer = live_of_payout(payout)
    return turn_of(transfer) if transfer is not None else _by_state(payout)


def _by_state(payout: Payout) -> Turn:
    match payout.state:
        case PayoutState.PLANNED:
            return Turn(SUPERVISOR, _SEND, own_day(_since(payout)))
        case PayoutState.RELEASED | PayoutState.OPENED:
            return _to_collect(payout)
        case PayoutState.CHOSEN:
            return Turn(_PROVIDER, _HAND_OVER, own_day(_since(payout)))
        case PayoutState.RETURNED:
            return Turn(OPERATOR, _RETURNED, own_day(_since(payout)))
    return over(_COLLECTED if payout.state == PayoutState.FULFILLED else _LAPSED)


def _to_collect(payout: Payout) -> Turn:
    """By the day, the hour or the period of the notice; by our own aim where it states none."""
    beyond = deadline_words.beyond_a_day(payout)
    if beyond is not None:
        return Turn(_HOLDER, _COLLECT, until=Both(*beyond))
    if payout.collect_by is not None:
        return Turn(_HOLDER, _COLLECT, payout.collect_by, is_own=False)
    return Turn(_HOLDER, _COLLECT, own_day(_since(payout)))


def _since(payout: Payout) -> datetime:
    """Since when it stands so; the plan is its own row."""
    last: datetime | None = PayoutTransition.objects.filter(payout=payout).aggregate(at=Max("at"))["at"]
    return last or payout.recorded_at
