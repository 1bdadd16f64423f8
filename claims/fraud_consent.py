"""What a claimant for misuse agrees to, under a version that is kept with the claim."""

from __future__ import annotations

from foundation.japan.bilingual import Both

VERSION = "misuse-1"
PURPOSES: tuple[Both, ...] = (
    Both("補償の審査と、補償する金額の算定", "to examine your claim and to reckon the sum"),
    Both("ご連絡と、足りない事項の確認", "to contact you and to ask for what is missing"),
    Both("不正利用の調査と、二重のお支払いの防止", "to look into the misuse and to prevent double payment"),
    Both("補償する金額の残高への加算", "to credit what is made good to your balances"),
)
RECIPIENTS: tuple[Both, ...] = (
    Both("TwooCa のお客様サポートセンターと審査の担当者", "the TwooCa support centre and its examiners"),
    Both("クレジットカードの不正利用のときは、カードの発行元", "where a card was misused, the card issuer"),
)
CONFIRMATION = Both(
    "上の利用目的に同意し、入力した内容が事実のとおりであることを確認しました。",
    "I agree to these purposes, and what I entered is true.",
)
