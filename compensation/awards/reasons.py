"""Why a matter is put before a person although the bulletin alone would settle it, or because it cannot."""

from __future__ import annotations

from typing import Final

from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.decision import Decision

CONTACTS_DIFFER: Final = "contacts_differ"
CLAIMED_ELSEWHERE: Final = "claimed_elsewhere"
CHARGED_TO_APP: Final = "charged_to_app"
REPLACED: Final = "replaced"
RESTORED: Final = "restored_without_enquiry"
SUM_CHANGED: Final = "sum_changed"
NO_CONTACT: Final = "no_contact"
ESCALATED: Final = "escalated"
SHOP_HAS_NO_RECORD: Final = "shop_has_no_record"

WORDS: Final[dict[str, Words]] = {
    CONTACTS_DIFFER: Words(
        "同じアプリ会員のクーポンに、異なる連絡先が登録されています。",
        "The coupons of one app account show different contacts.",
    ),
    CLAIMED_ELSEWHERE: Words(
        "このクーポンには、すでに別の受取人がいます。", "Somebody else is already the payee of this coupon."
    ),
    CHARGED_TO_APP: Words(
        "アプリにチャージされているクーポンが、紙のクーポンとして申請されました。",
        "A coupon that is charged to an app account was claimed as a paper one.",
    ),
    REPLACED: Words(
        "取り消され、別の番号に差し替えられたクーポンに残額があります。",
        "A coupon that was cancelled and replaced by another number still shows a balance.",
    ),
    RESTORED: Words(
        "残高が戻されていますが、対象外と判定されました。コールセンターの記録との照合が必要です。",
        "A sum was put back on the coupon, yet the ledger alone puts it in no class: see the call centre's record.",
    ),
    SUM_CHANGED: Words(
        "支払いを準備した後に、金額が下がるか対象外になりました。",
        "After a payout was made ready, the sum fell or the coupon turned out not to be covered.",
    ),
    NO_CONTACT: Words("案内を送れる連絡先がありません。", "There is no contact that a message could be sent to."),
    ESCALATED: Words(
        "お電話を受けた担当者が、責任者の判断を求めています。",
        "The operator who took the call asks a supervisor to decide.",
    ),
    SHOP_HAS_NO_RECORD: Words(
        "ご利用店舗に、その支払いの記録がありません。ほかに確かめる方法を決める必要があります。",
        "The shop has no record of the payment. Somebody must decide how else it can be checked.",
    ),
}


def clause_of(reason: str, rules: Bulletin) -> str:
    """The clause that a reason of ours touches; "" where the document has none."""
    if reason in (CONTACTS_DIFFER, NO_CONTACT) and rules.app is not None:
        return rules.app.clauses[0]
    if reason in (CLAIMED_ELSEWHERE, CHARGED_TO_APP):
        return rules.person_clauses[0] if rules.person_clauses else ""
    if reason == RESTORED and rules.case_b is not None:
        return rules.case_b.clauses[0]
    if reason == SHOP_HAS_NO_RECORD and rules.case_b is not None:
        return next(iter(rules.case_b.remedy.check_clauses), "")
    return rules.payment.clauses[0] if rules.payment.clauses else ""


def reason_of(decision: Decision) -> tuple[str, str]:
    """Why the policy refers: the rule that left the matter open, and its clause."""
    for result in ("unclear", "open", "fails"):
        for step in decision.trace:
            if step.bears and step.result == result:
                return step.rule, step.clause
    return "refer", decision.trace[0].clause if decision.trace else ""
