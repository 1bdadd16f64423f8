"""What a claim's state means to the claimant: one table for the status page, the messages and the desk."""

from __future__ import annotations

from typing import Literal, NamedTuple

from claims.states import ClaimState, WaitingFor
from foundation.japan.bilingual import Both

Tone = Literal["key", "good", "warn", "bad"]


class Wording(NamedTuple):
    """A word for the state, what it means, and what comes next."""

    title: Both
    meaning: Both
    following: Both
    tone: Tone


_CALL_US = Both(
    "お心当たりがない場合は、コールセンターへお電話ください。",
    "If this surprises you, please call the call centre.",
)
_RECEIVED = Wording(
    Both("受け付けました", "Received"),
    Both("申請は届いています。", "Your claim has arrived."),
    Both(
        "クーポンの残額が確定してから内容を確認します。いまお手続きは必要ありません。",
        "We check it once the balance of your coupon is final. You need not do anything now.",
    ),
    "key",
)
_EXAMINING = Wording(
    Both("確認しています", "Being checked"),
    Both("クーポンの記録と照らし合わせています。", "We are comparing it with the coupon’s records."),
    Both(
        "確認が終わりしだい、ご指定の連絡先へお知らせします。いまお手続きは必要ありません。",
        "We will write to the contact you gave as soon as we are done. You need not do anything now.",
    ),
    "key",
)
_NEEDS_YOU = Wording(
    Both("追加の確認が必要です", "We need something from you"),
    Both("判定に必要な情報が足りていません。", "Something that we need for the decision is missing."),
    Both(
        "お手元に受付番号をご用意のうえ、コールセンターへお電話ください。",
        "Please call the call centre with your claim number at hand.",
    ),
    "warn",
)
_WITH_A_PERSON = Wording(
    Both("担当者が確認しています", "With a member of staff"),
    Both(
        "お知らせの文書だけでは決められない点があり、担当者が確認しています。",
        "There is a point that the published notice does not settle, so a member of staff is looking at it.",
    ),
    Both("必要に応じて、担当者からご連絡します。", "They will contact you where needed."),
    "key",
)
_ELIGIBLE = Wording(
    Both("補償の対象です", "You are covered"),
    Both("お支払いする金額が決まりました。", "The sum to be paid to you has been decided."),
    Both(
        "ご指定の連絡先に受取用リンクが届きます。届いたら、期限までにお受け取りください。",
        "A link will arrive at the contact you gave. Please use it before the deadline.",
    ),
    "good",
)
_NOTHING_LEFT = Wording(
    Both("お支払いする残額はありません", "No balance is left to be paid"),
    Both("クーポンは期限までに使い切られています。", "The coupon was used up before its validity ended."),
    _CALL_US,
    "key",
)
_TO_RESTORE = Wording(
    Both("残高を戻します", "Your balance is being restored"),
    Both("重ねて引かれた額を、クーポンに戻すことが決まりました。", "What was docked will be put back on your coupon."),
    Both(
        "戻し終わったらお知らせします。いまお手続きは必要ありません。",
        "We tell you once it is done. You need not do anything now.",
    ),
    "good",
)
_INELIGIBLE = Wording(
    Both("対象外となりました", "Not covered"),
    Both("お知らせに定められた条件に当てはまりませんでした。", "A condition of the published notice is not met."),
    Both(
        "ご不明な点、ご事情のある場合は、コールセンターへお電話ください。",
        "If you have questions, or if there is more to it, please call the call centre.",
    ),
    "bad",
)
_CLOSED = {
    "paid": Wording(
        Both("お受け取り済みです", "Received by you"),
        Both("ポイントの受取が終わっています。", "You have taken your points."),
        Both("お手続きは必要ありません。", "You need not do anything."),
        "good",
    ),
    "lapsed": Wording(
        Both("受取期限が過ぎました", "The deadline has passed"),
        Both("期限までに受取がありませんでした。", "The points were not taken by the deadline."),
        Both(
            "リンクが届かなかった場合は、コールセンターへお電話ください。",
            "If the link never reached you, please call the call centre.",
        ),
        "bad",
    ),
    "restored": Wording(
        Both("残高を戻しました", "Your balance was restored"),
        Both("引かれた額をクーポンに戻し、有効期限を延ばしました。", "It is back on your coupon, valid for longer."),
        Both(
            "期限までお使いください。使い残した分は、残額としてお支払いします。",
            "Please use it in time. What is left of it is paid to you as your balance.",
        ),
        "good",
    ),
    "declined": Wording(
        Both("対象外となりました", "Not covered"),
        Both("担当者が確認した結果、補償の対象にはなりませんでした。", "A person looked into it: not covered."),
        _CALL_US,
        "bad",
    ),
    "withdrawn": Wording(
        Both("取り下げ済みです", "Withdrawn"),
        Both("この申請は取り下げられています。", "This claim was withdrawn."),
        _CALL_US,
        "key",
    ),
}
_FINISHED = Wording(
    Both("手続きが終わりました", "Closed"),
    Both("この申請の手続きは終わっています。", "This claim is closed."),
    Both("お手続きは必要ありません。", "You need not do anything."),
    "key",
)
_WAITING = {
    WaitingFor.CLAIMANT.value: _NEEDS_YOU,
    WaitingFor.DATE.value: _RECEIVED,
    WaitingFor.STORE.value: _EXAMINING,
    WaitingFor.ISSUER.value: _EXAMINING,
}
_STATES = {
    ClaimState.RECEIVED.value: _RECEIVED,
    ClaimState.EXAMINING.value: _EXAMINING,
    ClaimState.REFERRED.value: _WITH_A_PERSON,
}


def wording(
    state: str, waiting_for: str, closed_as: str, *, outcome: str = "", yen: int | None = None, remedy: str = ""
) -> Wording:
    """The words for a claim that was received; `outcome`, `yen` and `remedy` are its standing decision's."""
    if state == ClaimState.WAITING:
        return _WAITING[waiting_for]
    if state == ClaimState.CLOSED:
        return _CLOSED.get(closed_as, _FINISHED)
    if state == ClaimState.DECIDED:
        if remedy == "restore":
            return _TO_RESTORE
        if outcome == "eligible":
            return _ELIGIBLE if yen else _NOTHING_LEFT
        return _INELIGIBLE
    return _STATES[state]
