"""What a claimant declares and agrees to, under a version that is kept with the claim."""

from __future__ import annotations

from foundation.japan.bilingual import Both

VERSION = "site-2"

PURPOSES: tuple[Both, ...] = (
    Both("補償の対象かどうかの確認と判定", "to find out whether you are covered, and to decide"),
    Both("ご連絡と受取用リンクの送付", "to contact you and to send the link to your points"),
    Both("二重のお支払いや不正の防止", "to prevent double payment and abuse"),
    Both("個人が分からない形での件数・金額の集計", "to count cases and sums, without naming anybody"),
)
RECIPIENTS: tuple[Both, ...] = (
    Both(
        "旅行先のキャンペーン事務局と補償コールセンター",
        "the office of the campaign you travelled with, and the compensation call centre",
    ),
    Both(
        "確認に必要なときは、クーポンの発行店・利用店舗（クーポンの番号のみ）",
        "where a check needs it, the issuer of the coupon or the shop (the coupon’s number only)",
    ),
)
CONFIRMATION = Both(
    "上の利用目的に同意し、入力した内容に誤りがないことを確認しました。",
    "I agree to these purposes, and what I entered is correct.",
)
TRAVELLER = Both("利用者ご本人の確認", "Who applies")
IS_TRAVELLER = Both(
    "わたしは、申請するすべてのクーポンに利用者として記された本人です。",
    "I am the traveller named on every coupon in this claim.",
)
IS_NOT_TRAVELLER = Both(
    "本人ではない、または一部は家族など別の人のものです。",
    "I am not, or some of them belong to somebody else, such as a family member.",
)
OTHERS_CALL = Both(
    "ご本人以外の方の申請は、担当者が事情をうかがってから判断します。申請のあと、コールセンターへお電話ください。",
    "A claim by anybody else is decided by a person who asks about it: after sending it, please call the call centre.",
)
