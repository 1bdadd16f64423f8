"""What a claimant reads first: the outcome in plain words, why, what to do next, whom to call."""

from __future__ import annotations

from typing import NamedTuple

from compensation.policy.bulletin import Contact, Words
from compensation.policy.decision import Decision
from compensation.policy.explain import sentence


class Letter(NamedTuple):
    """The parts of an answer to a claimant, in the order in which they are read."""

    opening: Words
    reasons: tuple[Words, ...]
    next_step: Words
    contact: Words


OPENINGS = {
    "pay": Words("{0}円をお支払いします。", "You will be paid {0} yen."),
    "restore": Words("{0}円をクーポンにお戻しします。", "{0} yen will be put back on your coupon."),
    "credit": Words("{0}円を残高にお戻しします。", "{0} yen will be credited to your balances."),
    "nothing": Words("お支払いする額は残っていません。", "There is nothing left to be paid."),
    "ineligible": Words(
        "申し訳ありませんが、今回は補償の対象になりません。", "We are sorry: this claim is not covered."
    ),
    "pending": Words("まだ決まっていないことがあります。", "Something is still to come before this can be decided."),
    "refer": Words("担当者が詳しくうかがって判断します。", "A person will look into your case and decide."),
}
NEXT_STEPS = {
    "automatic": Words(
        "手続きは要りません。アプリに登録の連絡先へご案内をお送りします。",
        "There is nothing to do: word is sent to the contact registered in the app.",
    ),
    "special_site": Words(
        "特設サイトでお申し込みの状況をご覧になり、足りないものがあればお知らせください。",
        "Please look at your application on the special site and add what is missing, if anything is.",
    ),
    "call_centre": Words("コールセンターへお電話ください。", "Please call the centre."),
    "none": Words(
        "ご不明の点や、事実と違うところがあれば、お電話ください。",
        "If anything is unclear, or not as it was, please call.",
    ),
}
CONTACT = Words("{0}　{1}（{2}）", "{0}, {1} ({2})")


def letter(decision: Decision, contact: Contact) -> Letter:
    """The answer to a claimant, from the trace: of a grant its sums, of anything else what stood in its way."""
    granted = decision.outcome == "eligible"
    wanted = {"holds"} if granted else {"fails", "open", "unclear"}
    reasons = tuple(dict.fromkeys(sentence(step) for step in decision.trace if step.bears and step.result in wanted))
    route = "none" if decision.outcome == "ineligible" else decision.route or "none"
    who = (contact.name, contact.telephone, contact.hours.text)
    return Letter(_opening(decision), reasons, NEXT_STEPS[route], _filled(CONTACT, *who))


def _opening(decision: Decision) -> Words:
    if decision.outcome != "eligible":
        return OPENINGS[decision.outcome]
    yen = f"{decision.amount or 0:,}"
    return _filled(OPENINGS[decision.remedy or "nothing"], Words(yen, yen))


def _filled(words: Words, *facts: Words | str) -> Words:
    ja = [fact.ja if isinstance(fact, Words) else fact for fact in facts]
    en = [fact.en if isinstance(fact, Words) else fact for fact in facts]
    return Words(words.ja.format(*ja), words.en.format(*en))
