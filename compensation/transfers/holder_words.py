"""What the holder of a request reads of it, on the payout page and on the status page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from compensation.policy.bulletin import Words
from compensation.programmes import rules_of
from compensation.transfers.accounts import ACCOUNT, ErasedError, account_lines, details_of
from compensation.transfers.models import TransferRequest
from compensation.transfers.states import WITHDRAWABLE, TransferState
from foundation.japan.bilingual import Both
from foundation.vault.sealing import SealError


class Told(NamedTuple):
    """A request in its holder's words; the account is masked."""

    state: str
    title: Both
    meaning: Both
    tone: str
    question: str
    because: str
    account: list[str]
    asked_at: datetime
    planned: Words | None
    planned_from: date | None
    withdrawable: bool


_WORDS: Final[dict[str, tuple[Both, Both, str]]] = {
    TransferState.REQUESTED: (
        Both("申請を受け付けました", "We have your request"),
        Both(
            "担当者が内容を確認しています。いまお手続きは必要ありません。確認が終わるまで、取り下げられます。",
            "A person is checking it. You need not do anything now. Until then you can withdraw it.",
        ),
        "",
    ),
    TransferState.INCOMPLETE: (
        Both("確認したい点があります", "We need something from you"),
        Both("下の質問をお読みのうえ、項目を入力し直してください。", "Please read the question and answer it."),
        "warn",
    ),
    TransferState.CHECKED: (
        Both("内容の確認が終わりました", "It has been checked"),
        Both(
            "振込の手続きに進みます。いまお手続きは必要ありません。",
            "It goes on to be paid. You need not do anything now.",
        ),
        "",
    ),
    TransferState.LISTED: (
        Both("振込の予定に入りました", "It is listed for payment"),
        Both(
            "まだ振り込まれていません。予定の時期に、銀行へ振込を依頼します。",
            "It has not been paid yet. We order the transfer at the planned time.",
        ),
        "good",
    ),
    TransferState.REFUSED: (
        Both("銀行振込をお受けできませんでした", "We cannot pay you by transfer"),
        Both(
            "補償がなくなったわけではありません。ほかの受け取り方について、下をご覧ください。",
            "Your compensation is not lost. See below how else you can receive it.",
        ),
        "bad",
    ),
    TransferState.WITHDRAWN: (
        Both("銀行振込の申請は取り下げられました", "The request was withdrawn"),
        Both("ほかの受け取り方を選べます。", "You can choose another way."),
        "",
    ),
}


def told(request: TransferRequest) -> Told:
    """The request as its holder may see it."""
    title, meaning, tone = _WORDS[request.state]
    return Told(
        state=request.state,
        title=title,
        meaning=meaning,
        tone=tone,
        question=request.question if request.state == TransferState.INCOMPLETE else "",
        because=request.ended_because if request.state == TransferState.REFUSED else "",
        account=masked_account(request),
        asked_at=request.asked_at,
        planned=planned_words(request),
        planned_from=request.planned_from,
        withdrawable=request.state in WITHDRAWABLE,
    )


def masked_account(request: TransferRequest) -> list[str]:
    """The account with the end of its number alone; nothing of what was erased, altered or not given."""
    try:
        details = details_of(request)
    except (SealError, ErasedError):
        return []
    return account_lines(details.account.masked) if ACCOUNT in details.items else []


def planned_words(request: TransferRequest) -> Words | None:
    """When the bulletin plans to pay by transfer, in its own words."""
    if request.programme.kind == "fraud":
        return None
    sending = rules_of(request.bulletin).transfer.sending
    return sending.text if sending else None
