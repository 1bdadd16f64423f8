"""What a claim's state means to the claimant: one table for the status page, the messages and the desk."""

from __future__ import annotations

from typing import Literal, NamedTuple

from claims.states import ClaimState, PayoutStage, WaitingFor
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
        "確認が終わると、この画面の内容が変わります。いまお手続きは必要ありません。",
        "This page changes once we are done. You need not do anything now.",
    ),
    "key",
)
_NUMBER_NOT_FOUND = Wording(
    Both("番号が見つかりません", "A number is not in our records"),
    Both(
        "下に「見つかりません」とある番号は、クーポンの記録にまだ見つかっていません。",
        "The number marked below as not found does not stand in the records of the coupons so far.",
    ),
    Both(
        "シートの番号と見比べてください（0とO、1とIなど）。",
        "Please compare it with the sheet (0 and O, 1 and I, for instance).",
    ),
    "warn",
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
    Both(
        "事情をお話しいただけると早く進みます。受付番号をご用意のうえ、コールセンターへお電話ください。",
        "It goes faster if you tell us about it: please call the call centre with your claim number.",
    ),
    "key",
)
LOOKED_AT_AGAIN = Wording(
    Both("再審査のお申し出を受け付けました", "We are looking at it again"),
    Both(
        "前の判定に関わっていない担当者が、クーポンの記録とご事情を確認しています。",
        "Somebody who had no part in the decision is looking at the records and at what you told us.",
    ),
    Both(
        "結果は、ご指定の連絡先へお知らせします。いまお手続きは必要ありません。",
        "We tell you the result at the contact you gave. You need not do anything now.",
    ),
    "key",
)
_COVERED = Both("お支払いする金額が決まりました。", "The sum to be paid to you has been decided.")
_ELIGIBLE = Wording(
    Both("補償の対象です", "You are covered"),
    _COVERED,
    Both(
        "受取用リンクは、これからご指定の連絡先へお送りします。届いたら、リンクからお受け取りください。受取期限のあるときは、下に書いています。",
        "The link is still to be sent to the contact you gave. Please use it when it comes; a last day, if any, stands "
        "below.",
    ),
    "good",
)
_ELIGIBLE_ON_SITE = Wording(
    Both("補償の対象です", "You are covered"),
    _COVERED,
    Both(
        "準備ができたらご指定の連絡先へお知らせします。ポイントはこの画面から選んで受け取れるようになります。",
        "We will tell you at the contact you gave once it is ready. You then choose your points from this page.",
    ),
    "good",
)
_SENT = Wording(
    Both("受取用リンクをお送りしました", "The link has been sent"),
    Both("ご指定の連絡先へ、受取用リンクをお送りしています。", "The link to your points goes to the contact you gave."),
    Both(
        "届いたリンクからお受け取りください。受取期限のあるときは、下に書いています。"
        "届いていないときは、コールセンターへお電話ください。",
        "Please use it; a last day, if any, stands below. If it has not reached you, please call the call centre.",
    ),
    "good",
)
_ELIGIBLE_ACCOUNT = Wording(
    Both("補償の対象です", "You are covered"),
    Both(
        "お支払いする金額が決まりました。クーポンをチャージしたアプリ会員の方へお支払いします。",
        "The sum has been decided. It is paid to the app account that the coupon was charged to.",
    ),
    Both(
        "受取用リンクは、これからアプリに登録の連絡先へお送りします。お電話でうかがった連絡先へは送りません。",
        "The link is still to be sent to the contact registered in the app, not to the one given on the phone.",
    ),
    "good",
)
_SENT_ACCOUNT = Wording(
    Both("受取用リンクをお送りしました", "The link has been sent"),
    Both(
        "クーポンをチャージしたアプリ会員の方の、アプリに登録の連絡先へお送りしています。",
        "It goes to the contact registered in the app for the account that the coupon was charged to.",
    ),
    Both(
        "届いたリンクからお受け取りください。受取期限のあるときは、下に書いています。"
        "届いていないときは、コールセンターへお電話ください。",
        "Please use it; a last day, if any, stands below. If it has not arrived, please call the call centre.",
    ),
    "good",
)
_SENT_ON_SITE = Wording(
    Both("お受け取りいただけます", "Ready to be collected"),
    Both("お支払いの準備ができました。", "Your payment is ready."),
    Both("下のボタンから、ポイントを選んで受け取ってください。", "Choose and receive your points below."),
    "good",
)
_TRANSFER = Wording(
    Both("銀行振込でお支払いします", "You are paid by bank transfer"),
    _COVERED,
    Both(
        "まだ振り込まれていません。申請の状況と時期の予定は、下の「銀行振込」をご覧ください。",
        "It has not been paid yet. Where the transfer stands, and when it is planned, is shown below.",
    ),
    "good",
)
_RETURNED = Wording(
    Both("お支払いを確認しています", "Your payment is being looked into"),
    Both("お支払いが戻ってきたため、担当者が確認しています。", "Your payment came back; a person is looking into it."),
    Both("受付番号をご用意のうえ、コールセンターへお電話ください。", "Please call with your claim number at hand."),
    "warn",
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
            "お知らせが届かなかった方、期限のあとに届いた方、ご事情のある方は、担当者が個別に確認します。お電話ください。",
            "If our message never reached you or came too late, or something kept you from collecting, please call: "
            "a person will look into it.",
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


_PAYOUTS = {
    PayoutStage.PLANNED.value: (_ELIGIBLE, _ELIGIBLE_ON_SITE),
    PayoutStage.SENT.value: (_SENT, _SENT_ON_SITE),
    PayoutStage.TAKEN.value: (_CLOSED["paid"], _CLOSED["paid"]),
    PayoutStage.OVER.value: (_CLOSED["lapsed"], _CLOSED["lapsed"]),
    PayoutStage.RETURNED.value: (_RETURNED, _RETURNED),
    PayoutStage.TRANSFER.value: (_TRANSFER, _TRANSFER),
}
_TO_ACCOUNT = {PayoutStage.PLANNED.value: _ELIGIBLE_ACCOUNT, PayoutStage.SENT.value: _SENT_ACCOUNT}


class Money(NamedTuple):
    """What the standing decision gave, where its payout stands, and whether it is chosen on the site or by a link.

    `remedy` is "restore" where the sum goes back on the coupon; `to_account`: it is paid to an app account.
    """

    outcome: str = ""
    yen: int | None = None
    stage: str = PayoutStage.PLANNED
    on_site: bool = False
    remedy: str = ""
    to_account: bool = False


NO_MONEY = Money()


def wording(
    state: str, waiting_for: str, closed_as: str, money: Money = NO_MONEY, *, all_found: bool = True
) -> Wording:
    """The words for a claim that was received; `all_found`: the records hold every number that it names."""
    if state == ClaimState.WAITING:
        return _WAITING[waiting_for] if all_found else _NUMBER_NOT_FOUND
    if state == ClaimState.CLOSED:
        return _CLOSED.get(closed_as, _FINISHED)
    if state == ClaimState.DECIDED:
        if money.remedy == "restore":
            return _TO_RESTORE
        if money.outcome == "eligible":
            return _of_payout(money) if money.yen else _NOTHING_LEFT
        return _INELIGIBLE
    return _STATES[state]


def _of_payout(money: Money) -> Wording:
    if money.to_account and money.stage in _TO_ACCOUNT:
        return _TO_ACCOUNT[money.stage]
    return _PAYOUTS[money.stage][money.on_site]
