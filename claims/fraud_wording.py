"""What the state of a claim for misuse means to the claimant."""

from __future__ import annotations

from typing import Final

from claims.models import Claim
from claims.states import ClaimState
from claims.withdrawal import WITHDRAWN_AS
from claims.wording import Wording
from compensation.models import Decision
from foundation.japan.bilingual import Both

_NOTHING_TO_DO: Final = Both("いまお手続きは必要ありません。", "You need not do anything now.")
_CALL: Final = Both(
    "ご不明な点や事実と違うところがあれば、お客様サポートセンターへお電話ください。再審査を求めることもできます。",
    "If anything is unclear or not as it was, please call the support centre. You may ask for a new examination.",
)
_EXAMINED: Final = Wording(
    Both("審査しています", "Being examined"),
    Both("申請の内容と記録を、担当者が確認しています。", "Our examiners are looking at your claim and at the records."),
    _NOTHING_TO_DO,
    "key",
)
_RECEIVED: Final = Wording(
    Both("受け付けました", "Received"), Both("申請は届いています。", "Your claim has arrived."), _NOTHING_TO_DO, "key"
)
_NEEDS_YOU: Final = Wording(
    Both("お知らせいただきたいことがあります", "We need something from you"),
    Both(
        "審査に必要な事項が足りていません。受付日は変わりません。", "Something is missing. The date of receipt stays."
    ),
    Both("下の欄にご記入のうえ、送ってください。", "Please fill in the boxes below and send them."),
    "warn",
)
_GRANTED: Final = Wording(
    Both("補償の対象です", "You are covered"),
    Both("補償する金額が決まりました。", "The sum has been decided."),
    Both(
        "不正に使われたそれぞれの残高に加算します。いまお手続きは必要ありません。",
        "It is credited to the balances that it was taken from. You need not do anything now.",
    ),
    "good",
)
_NOTHING: Final = Wording(
    Both("補償する金額はありません", "Nothing is left to be made good"),
    Both("損害の額は、ほかから戻った金額と補償でまかなわれています。", "Others have made good all of the damage."),
    _CALL,
    "key",
)
_REFUSED: Final = Wording(
    Both("対象外となりました", "Not covered"),
    Both("理由は下のとおりです。", "The reasons are given below."),
    _CALL,
    "bad",
)
_AGREED: Final = Wording(
    Both("補償の方法が決まりました", "The way of compensation is agreed"),
    Both("担当者とご相談した方法で補償します。", "You are compensated in the way that was agreed with you."),
    _NOTHING_TO_DO,
    "good",
)
_CREDITED: Final = Wording(
    Both("残高に加算しました", "Credited"),
    Both("補償する金額を残高に加算しました。", "The sum has been credited to your balances."),
    Both("アプリなどで残高をご確認ください。", "Please check your balances."),
    "good",
)
_WITHDRAWN: Final = Wording(
    Both("申請は取り下げられました", "Withdrawn"),
    Both("この申請について補償は行いません。", "Nothing is paid on this claim."),
    Both(
        "お心当たりがないときは、すぐにお客様サポートセンターへお電話ください。期限内であれば、改めて申請できます。",
        "If you did not ask for this, call the support centre at once. You may claim again within the time limits.",
    ),
    "key",
)
_CLOSED: Final = Wording(
    Both("手続きが終わりました", "Closed"),
    Both("この申請の手続きは終わっています。", "This claim is closed."),
    _NOTHING_TO_DO,
    "key",
)


def fraud_wording(claim: Claim, decision: Decision | None) -> Wording:
    """The words for a claim that was received; `decision` is the standing one."""
    if claim.state == ClaimState.WAITING:
        return _NEEDS_YOU
    if claim.state == ClaimState.CLOSED:
        return {"credited": _CREDITED, WITHDRAWN_AS: _WITHDRAWN}.get(claim.closed_as, _CLOSED)
    if claim.state == ClaimState.DECIDED and decision is not None:
        return _decided(decision)
    return _RECEIVED if claim.state == ClaimState.RECEIVED else _EXAMINED


def _decided(decision: Decision) -> Wording:
    if decision.outcome == "eligible":
        return _GRANTED if decision.amount else _NOTHING
    return _REFUSED if decision.outcome == "ineligible" else _AGREED
