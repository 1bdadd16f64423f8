"""An answer to a claimant in both languages, word for word."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin import Words
from compensation.policy.decision import Decision, Step
from compensation.policy.letters import letter
from tests.compensation.policy.making import bulletin

CONTACT = bulletin("kumamoto").contact
CALL = "ご不明の点や、事実と違うところがあれば、お電話ください。"
CALL_EN = "If anything is unclear, or not as it was, please call."
SITE = "特設サイトでお申し込みの状況をご覧になり、足りないものがあればお知らせください。"
SITE_EN = "Please look at your application on the special site and add what is missing, if anything is."
REFUSED = "申し訳ありませんが、今回は補償の対象になりません。"
STEPS = (
    Step("kumamoto.1.pre", "paper.items_silent", (), "holds"),
    Step("kumamoto.1.pre", "gate.no_coupon", (), "fails"),
    Step("kumamoto.1.pre", "b.no_remedy_yet", (), "open"),
    Step("kumamoto.1.pre", "gate.not_the_traveller", (), "unclear"),
    Step("kumamoto.1.pre", "gate.traveller_unknown", (), "unclear", bears=False),
    Step("kumamoto.1.pre", "gate.no_coupon", (), "fails"),
)


def decision(outcome: str, amount: int | None = None, remedy: str | None = None, route: str | None = None) -> Decision:
    plain = Decision("kumamoto", "kumamoto-3", "none", "refer", amount, None, None, (), STEPS, ())
    return plain._replace(outcome=outcome, remedy=remedy, route=route)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "ja", "en"),
    [
        (decision("eligible", 1234, "pay"), "1,234円をお支払いします。", "You will be paid 1,234 yen."),
        (
            decision("eligible", 500, "restore"),
            "500円をクーポンにお戻しします。",
            "500 yen will be put back on your coupon.",
        ),
        (
            decision("eligible", 9, "credit"),
            "9円を残高にお戻しします。",
            "9 yen will be credited to your balances.",
        ),
        (decision("eligible", 0), "お支払いする額は残っていません。", "There is nothing left to be paid."),
        (decision("ineligible"), REFUSED, "We are sorry: this claim is not covered."),
        (
            decision("pending"),
            "まだ決まっていないことがあります。",
            "Something is still to come before this can be decided.",
        ),
        (decision("refer"), "担当者が詳しくうかがって判断します。", "A person will look into your case and decide."),
    ],
)
def test_the_opening(given: Decision, ja: str, en: str) -> None:
    assert letter(given, CONTACT).opening == Words(ja, en)


@pytest.mark.parametrize(
    ("given", "ja", "en"),
    [
        (
            decision("eligible", 5, "pay", "automatic"),
            "手続きは要りません。アプリに登録の連絡先へご案内をお送りします。",
            "There is nothing to do: word is sent to the contact registered in the app.",
        ),
        (decision("pending", route="special_site"), SITE, SITE_EN),
        (decision("refer", route="call_centre"), "コールセンターへお電話ください。", "Please call the centre."),
        (decision("refer"), CALL, CALL_EN),
        (decision("ineligible", route="special_site"), CALL, CALL_EN),
    ],
)
def test_the_next_step(given: Decision, ja: str, en: str) -> None:
    assert letter(given, CONTACT).next_step == Words(ja, en)


def test_a_grant_is_reasoned_by_what_held_and_anything_else_by_what_did_not() -> None:
    granted, refused = letter(decision("eligible", 5, "pay"), CONTACT), letter(decision("refer"), CONTACT)
    assert [words.en for words in granted.reasons] == [
        "No items are laid down for applications, so none can be missing."
    ]
    assert [words.en for words in refused.reasons] == [
        "No coupon was received, so this notice does not cover it.",
        "What will be done is not settled yet. This is no refusal; you will hear once it is.",
        "You are not the traveller named on the coupon; a person will ask about the circumstances.",
    ]


def test_whom_to_call() -> None:
    hours = CONTACT.hours.text
    assert letter(decision("refer"), CONTACT).contact == Words(
        f"{CONTACT.name.ja}　{CONTACT.telephone}（{hours.ja}）",
        f"{CONTACT.name.en}, {CONTACT.telephone} ({hours.en})",
    )
