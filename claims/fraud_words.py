"""What the facts of a claim for misuse are called, for claimants and for the desk."""

from __future__ import annotations

from typing import Final

from foundation.japan.bilingual import Both

CLAIMANTS: Final = {
    "user": Both("TwooCa アカウントの利用者", "I hold the TwooCa account"),
    "non_user_cardholder": Both(
        "利用者ではない（自分のクレジットカードを、知らないうちに登録された）",
        "I do not: my credit card was registered to an account without my consent",
    ),
}
CAUSES: Final = {
    "account_info_stolen": Both("アカウントの情報を盗まれた・だまし取られた", "My account information was stolen"),
    "mobile_device_lost_or_stolen": Both(
        "スマートフォンなどをなくした・盗まれた", "My phone or tablet was lost or stolen"
    ),
    "card_info_stolen": Both(
        "登録したクレジットカードの情報を盗まれた", "The data of my registered credit card were stolen"
    ),
    "card_registered_without_consent": Both(
        "自分のクレジットカードを勝手に登録された", "My credit card was registered without my consent"
    ),
    "twooca_card_or_ring_lost_or_stolen": Both(
        "TwooCa カード・TwooCa Ring をなくした・盗まれた", "My TwooCa Card or Ring was lost or stolen"
    ),
    "mistake_by_claimant": Both("自分の操作の誤り", "A mistake of my own"),
    "unknown": Both("分からない", "I do not know"),
}
MISUSERS: Final = {
    "third_party": Both("第三者", "A third party"),
    "claimant": Both("請求者本人", "The claimant"),
    "claimant_coerced": Both("請求者本人（強要された）", "The claimant, coerced"),
    "family": Both("家族", "Family"),
    "relative": Both("近親者", "A near relative"),
    "cohabitant": Both("同居人", "A cohabitant"),
    "carer_at_request": Both("頼まれて世話をする人", "A carer at request"),
    "permitted_user": Both("利用を認められた人", "A person permitted to use it"),
}
ACT_KINDS: Final = {
    "charge": Both("チャージ", "charge"),
    "payment": Both("決済", "payment"),
    "transfer": Both("譲渡", "transfer"),
    "withdrawal": Both("出金", "withdrawal"),
    "remittance": Both("送金", "remittance"),
}
BALANCES: Final = {
    "cafeteria": Both("カフェテリアポイント残高", "cafeteria points"),
    "value": Both("バリュー残高", "value balance"),
    "money": Both("マネー残高", "money balance"),
    "card": Both("クレジットカード", "credit card"),
}
NEGLIGENCE: Final = {
    "none": Both("過失なし", "None"),
    "ordinary": Both("過失あり", "Ordinary"),
    "gross": Both("重い過失", "Gross"),
}
CREDITS: Final = {
    "ready": Both("送付前", "Ready to be sent"),
    "sent": Both("確認待ち", "Sent, not confirmed"),
    "confirmed": Both("加算済み", "Credited"),
    "refused": Both("加算不可", "Refused"),
}
CLAW_BACK_ENDS: Final = {
    "returned": Both("返していただいた", "Given back"),
    "waived": Both("返還を求めない", "Not asked back"),
}
