"""Explanations, letters and the auditor's record come from the trace alone."""

from __future__ import annotations

import string

import orjson
import pytest

from compensation.policy import coupons, explain
from compensation.policy.decision import Step
from compensation.policy.explain import Explained
from compensation.policy.letters import letter
from compensation.policy.trace_json import trace_as_json, trace_from_json
from compensation.policy.wording import in_english, in_japanese
from tests.compensation.policy.coupons.test_worked_cases import CASES
from tests.compensation.policy.making import (
    JUNE_5,
    ON_PAPER,
    OUTAGE,
    applied,
    bulletin,
    called,
    coupon,
    decide,
    docked,
    facts,
    jst,
)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_case_is_explained_clause_by_clause_and_from_the_kept_trace(case: dict[str, str]) -> None:
    rules = bulletin(case["programme"])
    decision = coupons.decide(coupons.read_facts(case["facts"]), rules, jst(case["decided_at"]))
    explained = explain.explanation(decision.trace)
    assert tuple(part.clause for part in explained) == decision.clauses
    assert all("{" not in part.ja + part.en and part.ja and part.en for part in explained)
    kept = orjson.loads(orjson.dumps(trace_as_json(decision.trace)))
    assert trace_from_json(kept) == decision.trace
    assert explain.explanation(trace_from_json(kept)) == explained


def test_the_facts_stand_in_the_sentence() -> None:
    explained = explain.explanation(decide(facts(coupon(yen=1200))).trace)
    by_clause = {part.clause: part for part in explained}
    assert by_clause["kumamoto.2.A.2"] == (
        "kumamoto.2.A.2",
        "2023年4月1日0時の残額は合わせて1,200円です。",
        "The balance at 1 April 2023, 00:00 JST is 1,200 yen in all.",
    )


def test_a_deadline_is_told_as_the_day_it_ends_with() -> None:
    decision = decide(facts(coupon(), app=ON_PAPER), JUNE_5)
    (explained,) = [part for part in explain.explanation(decision.trace) if part.clause.endswith("paper.deadline")]
    assert explained.ja == "期限の2023年4月30日の終わりまでにお申し込みがありませんでした。"
    assert explained.en == "No application came by the end of 30 April 2023."


def test_what_did_not_bear_is_on_the_officers_sheet_only() -> None:
    decision = decide(facts(docked(), outage=OUTAGE, enquiry=called()), "2023-03-20T12:00:00")
    sheet = explain.officers_sheet(decision.trace, bulletin("kumamoto").clauses)
    silent = [finding for finding in sheet if not finding.bears]
    assert {finding.clause.id for finding in silent} == {"kumamoto.1.A"}
    assert "kumamoto.1.A" not in decision.clauses
    assert [finding.result for finding in silent] == ["holds", "fails"]


def test_the_sheet_follows_the_order_of_the_document() -> None:
    decision = decide(facts(coupon(), app=ON_PAPER, site_application=applied()))
    order = list(bulletin("kumamoto").clauses)
    places = [order.index(step.clause) for step in decision.trace]
    assert places == sorted(places)


def test_the_auditors_record_names_rule_facts_and_result() -> None:
    record = explain.auditors_record(decide(facts(coupon(), claimant_is_named_traveller=False)))
    assert record[0] == "kumamoto-3: none refer None call_centre"
    assert record[1] == "kumamoto.1.pre gate.not_the_traveller () unclear"
    assert record[-1] == "doubt kumamoto.1.pre gate.not_the_traveller"


def test_the_record_says_what_did_not_bear_and_every_fact() -> None:
    decision = decide(facts(docked(), outage=OUTAGE, enquiry=called()), "2023-03-20T12:00:00")
    record = explain.auditors_record(decision)
    assert record[0] == "kumamoto-3: B eligible 500 call_centre"
    assert [line for line in record if line.endswith(", did not bear")] == [
        "kumamoto.1.A a.expiry_day (1, 24 February 2023) holds, did not bear",
        "kumamoto.1.A a.balance_short (1, 27 February 2023, 00:00 JST, 0, 1) fails, did not bear",
    ]


def test_what_was_found_under_one_clause_is_told_in_one_breath() -> None:
    steps = [
        Step("kumamoto.1.pre", "gate.no_coupon", (), "fails"),
        Step("kumamoto.1.A", "paper.items_silent", (), "holds", bears=False),
        Step("kumamoto.1.pre", "gate.not_the_traveller", (), "unclear"),
    ]
    assert explain.explanation(steps) == [
        Explained(
            "kumamoto.1.pre",
            "受け取られたクーポンがないため、このお知らせの補償の対象には当たりません。"
            "お申し出の方がクーポンに記された利用者ではないため、担当者が事情をうかがいます。",
            "No coupon was received, so this notice does not cover it. "
            "You are not the traveller named on the coupon; a person will ask about the circumstances.",
        )
    ]


def test_a_doubt_is_explained_under_its_clause() -> None:
    decision = decide(facts(coupon(), claimant_is_named_traveller=False))
    (doubt,) = explain.doubts(decision.doubts)
    assert doubt == ("kumamoto.1.pre", *explain.DOUBTS["gate.not_the_traveller"])


def test_sentences_have_the_same_places_in_both_languages_and_end() -> None:
    for rule, (ja, en) in {**explain.SENTENCES, **explain.DOUBTS}.items():
        places = [{name.split(".")[0] for _, name, _, _ in string.Formatter().parse(text) if name} for text in (ja, en)]
        assert places[0] == places[1] or rule == "b.pressed_repeatedly", rule
        assert (ja[-1], en[-1]) == ("。", "."), rule


def test_a_grant_is_told_with_its_sum_and_the_next_step() -> None:
    told = letter(decide(facts(coupon(yen=1200))), bulletin("kumamoto").contact)
    assert told.opening == ("1,200円をお支払いします。", "You will be paid 1,200 yen.")
    assert told.next_step.en == "There is nothing to do: word is sent to the contact registered in the app."
    assert told.contact.en.startswith("regionPAY compensation call centre, 0120-479-249")


def test_a_restoration_is_told_as_one() -> None:
    decision = decide(facts(docked(), outage=OUTAGE, enquiry=called()), "2023-03-20T12:00:00")
    assert letter(decision, bulletin("kumamoto").contact).opening.en == "500 yen will be put back on your coupon."


def test_what_is_missing_is_told_and_nothing_else() -> None:
    claim = facts(coupon(), app=ON_PAPER, site_application=applied(items=("name", "address", "contact", "email")))
    told = letter(decide(claim), bulletin("kumamoto").contact)
    assert [words.ja for words in told.reasons] == ["次の項目をお知らせください：地域クーポン（紙）お問合せ番号。"]


def test_a_refusal_and_a_referral_say_why_and_whom_to_call() -> None:
    late = letter(decide(facts(coupon(), app=ON_PAPER), JUNE_5), bulletin("kumamoto").contact)
    assert [words.en for words in late.reasons] == ["No application came by the end of 30 April 2023."]
    assert late.next_step.en == "If anything is unclear, or not as it was, please call."
    referred = letter(decide(facts(coupon(), claimant_is_named_traveller=False)), bulletin("kumamoto").contact)
    assert [words.en.split(";")[0] for words in referred.reasons] == ["You are not the traveller named on the coupon"]
    assert referred.next_step.en == "Please call the centre."


@pytest.mark.parametrize(
    ("claim", "opening"),
    [
        (facts(coupon(yen=0)), "We are sorry: this claim is not covered."),
        (facts(coupon(), app=ON_PAPER), "Something is still to come before this can be decided."),
        (facts(coupon(yen=-1)), "A person will look into your case and decide."),
        (
            facts(coupon(balances=coupon(yen=5).balances[:1] + coupon(yen=0).balances[1:])),
            "There is nothing left to be paid.",
        ),
    ],
)
def test_each_outcome_has_its_opening(claim: object, opening: str) -> None:
    assert letter(decide(claim), bulletin("kumamoto").contact).opening.en == opening  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "ja", "en"),
    [
        (1234567, "1,234,567", "1,234,567"),
        (True, "はい", "yes"),
        (False, "いいえ", "no"),
        (None, "なし", "none"),
        (jst("2023-03-24T14:00:00"), "2023年3月24日14時", "24 March 2023, 14:00 JST"),
        (jst("2023-02-24T23:59:30"), "2023年2月24日23時59分30秒", "24 February 2023, 23:59:30 JST"),
        (jst("2023-02-24T10:00:05"), "2023年2月24日10時0分5秒", "24 February 2023, 10:00:05 JST"),
        (jst("2023-04-30T15:00:00+00:00"), "2023年5月1日0時", "1 May 2023, 00:00 JST"),
        (jst("2023-04-30T12:00:00").date(), "2023年4月30日", "30 April 2023"),
        (("a", "b"), "a、b", "a, b"),
        ("text", "text", "text"),
    ],
)
def test_facts_as_text(fact: object, ja: str, en: str) -> None:
    assert (in_japanese(fact), in_english(fact)) == (ja, en)
