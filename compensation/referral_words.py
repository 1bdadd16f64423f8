"""Why a matter waits, in one line, for those rules of the policy whose own sentence tells of one case."""

from __future__ import annotations

from typing import Final

from compensation.policy.bulletin import Words

HEADLINES: Final = {
    "b.hours_unset": Words(
        "障害の時間帯が設定されていないため、障害時のお支払いを判定できません。",
        "The hours of the outage are not set, so the payment of the evening cannot be judged.",
    ),
    "b.hours_contradicted": Words(
        "設定された障害の時間帯が、お知らせと食い違っています。",
        "The hours of the outage that were set differ from the notice.",
    ),
    "b.other_event": Words(
        "障害時のお支払いに、お知らせの①にも②にも当たらない事象があります。くわしくうかがって判断します。",
        "Something happened to the payment that is neither of the notice’s two cases: hear the details, and decide.",
    ),
    "b.other_event_silent": Words(
        "障害時のお支払いに、お知らせの①にも②にも当たらない事象があります。お知らせに定めがありません。",
        "Something happened to the payment that is neither of the two cases, and the notice says nothing of it.",
    ),
    "gate.negative_balance": Words(
        "クーポンの残高がマイナスと記録されています。記録の誤りを調べます。",
        "The balance of the coupon is recorded as negative: find the error in the records.",
    ),
    "gate.other_prefecture": Words(
        "ほかの都道府県のクーポンです。訪れた都道府県の窓口へ引き継ぎます。",
        "A coupon of another prefecture: hand it on to the desk of the prefecture visited.",
    ),
    "paper.lost_silent": Words(
        "なくされたクーポンの番号の調べ方について、お知らせに定めがありません。",
        "The coupon was lost, and the notice does not say how its number is found.",
    ),
    "link.not_arrived": Words(
        "受取の案内が届かなかったようです。ご連絡先を確かめます。",
        "The link seems not to have arrived: find out how its holder can be reached.",
    ),
    "link.arrival_unknown": Words(
        "受取の案内が届いたか分からないまま、期限が過ぎました。",
        "The deadline has passed, and nobody knows whether the link arrived.",
    ),
}
