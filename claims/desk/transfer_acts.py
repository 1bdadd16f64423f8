"""What a person may do with a request for a transfer: what it is called, what follows, what is asked first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, NamedTuple

from claims import transfer_claims
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest
from compensation.transfers.states import TRANSFER_MOVES, TransferState
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor


class Act(NamedTuple):
    """One act; `leaders`: for supervisors and those above alone."""

    title: Both
    follows: Both
    button: Both
    done: Both
    to: TransferState
    leaders: bool
    run: Callable[[TransferRequest, dict[str, Any], Actor], None]


def _check(request: TransferRequest, given: dict[str, Any], by: Actor) -> None:
    checking.check(request, by=by)


def _ask_back(request: TransferRequest, given: dict[str, Any], by: Actor) -> None:
    checking.ask_back(request, given["lacking"], given["question"], by=by)


def _refuse(request: TransferRequest, given: dict[str, Any], by: Actor) -> None:
    transfer_claims.refuse(request, given["because"], by=by)


def _withdraw(request: TransferRequest, given: dict[str, Any], by: Actor) -> None:
    transfer_claims.withdraw(request, given["because"], by=by)


def _list(request: TransferRequest, given: dict[str, Any], by: Actor) -> None:
    checking.list_for_payment(request, by=by)


ACTS: Final = {
    "check": Act(
        Both("内容を確認済みにする", "Mark it as checked"),
        Both(
            "確認済みになり、責任者が振込予定の一覧に載せられるようになります。",
            "A supervisor can then list it for payment.",
        ),
        Both("確認済みにする", "It is right"),
        Both("確認済みにしました。次は、ほかの責任者が振込予定に載せます。", "Checked. Another person lists it next."),
        TransferState.CHECKED,
        False,
        _check,
    ),
    "ask-back": Act(
        Both("申請者に確認する", "Ask back"),
        Both(
            "申請者に連絡が送られ、選んだ項目だけを入力し直していただきます。答えが届くと、もう一度確認待ちに戻ります。",
            "The applicant is told, and enters the chosen items anew. It then comes back to be checked.",
        ),
        Both("確認を依頼する", "Ask"),
        Both("申請者に連絡しました。回答を待ちます。", "The applicant was told. We wait for the answer."),
        TransferState.INCOMPLETE,
        False,
        _ask_back,
    ),
    "refuse": Act(
        Both("振込をお断りする", "Refuse the transfer"),
        Both(
            "銀行振込の申請は終わり、理由が申請者に示されます。補償はなくならず、ポイントで受け取れる状態に戻ります。"
            "受取期限が過ぎている支払は、担当者の判断待ちになります。元には戻せません。",
            "The request ends and the applicant reads the reason. The money stays owed, and points can be taken again; "
            "after the last day to collect a person decides. This cannot be undone.",
        ),
        Both("お断りする", "Refuse it"),
        Both("振込をお断りしました。", "Refused."),
        TransferState.REFUSED,
        True,
        _refuse,
    ),
    "withdraw": Act(
        Both("申し出により取り下げる", "Withdraw it at the applicant’s request"),
        Both(
            "銀行振込の申請は終わり、ポイントで受け取れる状態に戻ります。必ずご本人を確認してください。",
            "The request ends, and points can be taken again. Be sure who is asking.",
        ),
        Both("取り下げる", "Withdraw it"),
        Both("申請を取り下げました。", "Withdrawn."),
        TransferState.WITHDRAWN,
        False,
        _withdraw,
    ),
    "list": Act(
        Both("振込予定に載せる", "List it for payment"),
        Both(
            "振込予定の一覧に入り、予定の時期に銀行へ依頼されます。この画面から取り消すことはできません。",
            "It goes onto the list for payment and is ordered at the planned time. It cannot be taken back here.",
        ),
        Both("振込予定に載せる", "List it"),
        Both("振込予定に載せました。", "Listed for payment."),
        TransferState.LISTED,
        True,
        _list,
    ),
}


def open_to(request: TransferRequest, me: str, *, leader: bool) -> list[tuple[str, Act]]:
    """The acts that its state allows to somebody; whoever took it in or checked it takes no further step."""
    moves = TRANSFER_MOVES[request.state]
    shut = set[str]()
    if request.payout_id is None or request.asked_by == me:
        shut.add("check")
    if request.checked_by == me:
        shut.add("list")
    mine = {name: act for name, act in ACTS.items() if leader or not act.leaders}
    return [(name, act) for name, act in mine.items() if act.to in moves and name not in shut]
