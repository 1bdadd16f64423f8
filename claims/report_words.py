"""What a report calls its codes, in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from claims import state_words
from claims.fraud_words import CLAW_BACK_ENDS, CREDITS
from foundation.japan.bilingual import Both

TITLE: Final = Both("補償状況報告", "Compensation status report")

UNIT: Final = {
    "coupon": Both("クーポン", "Coupons"),
    "claim": Both("申請", "Claims"),
    "payout": Both("支払", "Payouts"),
    "transfer": Both("銀行振込の申請", "Requests for bank transfers"),
    "examination": Both("審査", "Examinations"),
    "credit": Both("残高への加算", "Credits to balances"),
    "arrangement": Both("加算以外の補償", "Made good otherwise"),
    "claw_back": Both("加算しすぎた分", "Credited too much"),
}
CASE: Final = {
    "": Both("－", "–"),
    "A": Both("ケースA", "Case A"),
    "B": Both("ケースB", "Case B"),
    "fraud": Both("不正利用", "Fraud"),
    "none": Both("該当なし", "None"),
}
OUTCOME: Final = {
    "": Both("－", "–"),
    "eligible": Both("対象", "Eligible"),
    "ineligible": Both("対象外", "Not eligible"),
    "pending": Both("確認待ち", "Pending"),
    "refer": Both("要判断", "Needs a person"),
    "by_claim": Both("申請で判定", "Decided by its claim"),
    "undecided": Both("未判定", "Not decided yet"),
}
ROUTE: Final = {
    "": Both("－", "–"),
    "automatic": Both("アプリ会員への自動対応", "Automatic (app account)"),
    "special_site": Both("特設サイト", "Special site"),
    "agreed": Both("個別の相談", "Agreed individually"),
    "call_centre": Both("コールセンター", "Call centre"),
}
_OF_A_COUPON: Final = {
    "paper_unclaimed": Both("紙クーポン・申請なし", "On paper, no claim yet"),
    "paper_claimed": Both("紙クーポン・申請あり", "On paper, claimed"),
    "not_settled": Both("チャージ済み・判定前", "Charged, not settled yet"),
    "nothing_left": Both("残額なし（支払なし）", "Nothing left to pay"),
    "to_restore": Both("戻入の実行待ち", "To be restored"),
    "restored": Both("残高を戻入済み", "Balance restored"),
    "held_back": Both("支払先を担当者が確認中", "Held until a person has looked"),
    "owed": Both("支払準備前", "Owed, no payout yet"),
    "ineligible": Both("対象外", "Not eligible"),
    "pending": Both("確認待ち", "Pending"),
    "refer": Both("要判断", "Needs a person"),
}

_OF_MISUSE: Final = {
    "not_begun": Both("審査前", "Not begun"),
    "under_examination": Both("審査中", "Under examination"),
    "proposed": Both("案の承認待ち", "Waiting for approval"),
    "approved": Both("承認済み", "Approved"),
    "reconsidered": Both("再審査中", "Being reconsidered"),
    "withdrawn": Both("取り下げ", "Withdrawn"),
    "to_note": Both("対応の記録待ち", "To be noted"),
    "noted": Both("対応を記録済み", "Noted"),
    "to_settle": Both("扱いを決める前", "Not settled yet"),
}
# A request and a credit can both be refused, and are not called the same.
_TRANSFER: Final = {f"transfer_{code}": words for code, words in state_words.TRANSFER.items()}
STATE: Final = {
    **state_words.CLAIM, **_OF_A_COUPON, **state_words.PAYOUT, **_TRANSFER, **CREDITS, **CLAW_BACK_ENDS, **_OF_MISUSE,
}  # fmt: skip


HELD_BACK: Final = Both(
    "「支払先を担当者が確認中」の金額は判定済みですが、支払先が決まるまで支払うべき額には入りません。",
    "What is held until a person has looked is decided, and not owed to anybody before.",
)


def note_on(states: Iterable[str]) -> Both | None:
    """What a reader of rows in these states has to know."""
    return HELD_BACK if "held_back" in states else None


def word(words: dict[str, Both], code: str) -> Both:
    """The pair for a code; a code that has no word yet is shown as it is."""
    return words.get(code) or Both(code, code)
