"""What people do with a request: check it, ask back, refuse it, list it for payment; and what its holder may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django.db import transaction

from compensation import collection, payouts
from compensation.models import Payout
from compensation.programmes import rules_of
from compensation.states import PayoutState
from compensation.transfers import news
from compensation.transfers.accounts import details_of, sealed
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError, locked, move
from compensation.transfers.offers import planned_from
from compensation.transfers.states import WITHDRAWABLE, TransferState
from foundation.trail import clock
from foundation.trail.actor import Actor

_UNCHECKED: Final[dict[str, Any]] = {"checked_at": None, "checked_by": ""}
_CAUSE: Final = "bank transfer ended"
_ASKED_ALREADY: Final = TransferError(
    "先に送った質問の回答を待っています。回答が届いてから、あらためて確認してください。",
    "An earlier question waits for its answer. Ask again once it has come.",
)


def check(request: TransferRequest, *, by: Actor) -> TransferRequest:
    """A person compared the items with the records and found them right. Raises TransferError."""
    with transaction.atomic():
        row = locked(request)
        if row.payout_id is None:
            raise TransferError(
                "申請がまだ判定されていません。判定のあとに確認してください。",
                "The claim is not decided yet. Check it after the decision.",
            )
        if by.ref == row.asked_by:
            raise _same_person()
        # What cannot be opened was altered, and is not to be paid.
        details_of(row)
        return move(row, TransferState.CHECKED, cause="checked", by=by, checked_at=clock.now(), checked_by=by.ref)


def ask_back(request: TransferRequest, lacking: Iterable[str], question: str, *, by: Actor) -> TransferRequest:
    """Ask the holder for items anew, with a question in words; they are told, once. Raises TransferError.

    A question that nobody has answered yet stays: another one waits for the answer.
    """
    items, words = sorted(set(lacking) & set(request.items)), question.strip()
    if not items or not words:
        raise TransferError("項目と質問を入力してください。", "Say which items, and what to ask.")
    with transaction.atomic():
        row = locked(request)
        if row.state == TransferState.INCOMPLETE:
            if (row.lacking, row.question) == (items, words):
                return row
            raise _ASKED_ALREADY
        fields = {"lacking": items, "question": words, **_UNCHECKED}
        asked = move(row, TransferState.INCOMPLETE, cause="asked back", by=by, **fields)
        news.tell(asked, news.INCOMPLETE, by=by)
    return asked


def supply(request: TransferRequest, given: Mapping[str, dict[str, Any]], *, by: Actor) -> TransferRequest:
    """The holder answers: the items that were asked for take the place of the earlier ones. Raises TransferError."""
    with transaction.atomic():
        row = locked(request)
        if row.state == TransferState.REQUESTED:
            return row
        if row.state != TransferState.INCOMPLETE or set(given) != set(row.lacking):
            raise TransferError("お尋ねした項目が変わっています。", "What is asked for has changed meanwhile.")
        details = sealed(row.reference, details_of(row).with_items(given))
        fields = {"details_sealed": details, "lacking": [], "question": ""}
        return move(row, TransferState.REQUESTED, cause="answered", by=by, **fields)


def list_for_payment(request: TransferRequest, *, by: Actor) -> TransferRequest:
    """Put a checked request on the list for payment, for the time that the bulletin plans; by another than the checker.

    Raises TransferError. What is listed is paid by the bank's file: this cannot be taken back here.
    """
    with transaction.atomic():
        row = locked(request)
        if by.ref == row.checked_by:
            raise _same_person()
        at = clock.now()
        rules = rules_of(row.bulletin) if row.programme.kind == "coupon" else None
        fields = {"listed_at": at, "listed_by": by.ref, "planned_from": planned_from(rules, at)}
        moved = move(row, TransferState.LISTED, cause="listed for payment", by=by, **fields)
        if row.state != TransferState.LISTED:
            news.tell(moved, news.LISTED, by=by)
    return moved


def refuse(request: TransferRequest, because: str, *, by: Actor, tell: bool = True) -> bool:
    """End a request with a reason; its holder is told, unless another message tells them. Raises TransferError.

    Its money can be taken in points again. True where nothing leads to it any more, so that its claim has to be decided
    anew; after the last day to collect the payout is a person's matter.
    """
    return _end(request, TransferState.REFUSED, because, by, tell=tell, then=_give_back)


def withdraw(request: TransferRequest, because: str, *, by: Actor) -> bool:
    """Take a request back before it was checked, while points can still be taken. Returns and raises as `refuse`."""
    if request.state == TransferState.WITHDRAWN:
        return False
    if request.state not in WITHDRAWABLE:
        raise TransferError(
            "確認が済んだ申請は取り下げられません。お電話でご相談ください。",
            "It was checked already and cannot be withdrawn. Please call.",
        )
    if request.payout is not None and collection.is_over(request.payout, clock.now()):
        raise TransferError(
            "ポイントの受取期限が過ぎているため、取り下げられません。お電話でご相談ください。",
            "The last day to take points has passed, so it cannot be withdrawn. Please call.",
        )
    return _end(request, TransferState.WITHDRAWN, because, by, tell=False, then=_give_back)


def end_with_claim(request: TransferRequest, to: TransferState, because: str, *, by: Actor) -> None:
    """End a request together with its claim: its payout is cancelled, whether a link leads to it or not.

    Whoever ends the claim tells its claimant. Raises TransferError.
    """
    _end(request, to, because, by, tell=False, then=_cancel)


def _end(
    request: TransferRequest,
    to: TransferState,
    because: str,
    by: Actor,
    *,
    tell: bool,
    then: Callable[[Payout, Actor], bool],
) -> bool:
    if not because.strip():
        raise TransferError("理由を入力してください。", "Enter the reason.")
    with transaction.atomic():
        # The payout before the request, as whoever asks for a transfer locks them.
        found = Payout.objects.select_for_update(of=("self",)).filter(transfers=request)
        held = found.first()
        if locked(request).state == to:
            return False
        fields = {"ended_at": clock.now(), "ended_by": by.ref, "ended_because": because.strip()}
        row = move(request, to, cause=because, by=by, **fields)
        anew = held is not None and then(held, by)
        if tell:
            news.tell(row, news.REFUSED, by=by)
    return anew and not row.arrangement_id


def _give_back(payout: Payout, by: Actor) -> bool:
    """What the request had taken; True where the payout was cancelled because no link was ever sent to it."""
    sent = _was_released(payout)
    if sent and collection.is_over(payout, clock.now()):
        payouts.move([payout.pk], PayoutState.RETURNED, cause=_CAUSE, by=by)
        return False
    if not sent:
        return _cancel(payout, by)
    _open_again(payout, by)
    return False


def _cancel(payout: Payout, by: Actor) -> bool:
    _open_again(payout, by)
    payouts.cancel([payout.pk], cause=_CAUSE, by=by)
    return True


def _open_again(payout: Payout, by: Actor) -> None:
    payouts.move([payout.pk], PayoutState.OPENED, cause=_CAUSE, by=by)
    Payout.objects.filter(pk=payout.pk).update(method="")


def _was_released(payout: Payout) -> bool:
    """Whether the request took it after its link had gone out."""
    before = payout.transitions.filter(from_state=PayoutState.PLANNED, to_state=PayoutState.CHOSEN)
    return not before.exists()


def _same_person() -> TransferError:
    return TransferError(
        "受け付けた本人・確認した本人は、次の手続きをできません。ほかの担当者に依頼してください。",
        "Whoever took it in or checked it may not take the next step. Ask a colleague.",
    )
