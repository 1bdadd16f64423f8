"""What is written down of a claim: each rule that was tested, on which facts, and how it came out."""

from __future__ import annotations

from typing import Any

import pytest

from compensation.policy import explain
from compensation.policy.fraud import DOUBTS, SENTENCES
from tests.compensation.policy.fraud.cases import act, dated, decided, facts
from tests.compensation.policy.fraud.test_worked_cases import CASES


def lines(given: dict[str, Any]) -> list[str]:
    """The auditor's lines of a claim, without its outcome."""
    return [line.removeprefix("twooca.") for line in explain.auditors_record(decided(given))[1:]]


def test_a_claim_that_is_paid_in_full() -> None:
    assert lines(facts()) == [
        "1.1 event_account () holds",
        "2 contact_at_once (4 June 2024, 4 June 2024) holds, did not bear",
        "2.30days claimed_in_time (30, 4 June 2024, 4 July 2024, 10 June 2024) holds",
        "2.police police_told () holds",
        "2.1 prevention_examined () holds, did not bear",
        "2.2 help_not_asked () holds, did not bear",
        "3 damage_moments (1, 3 June 2024, 3 June 2024) holds",
        "4 examination_clear () holds",
        "4.1 ground_clear (1) holds, did not bear",
        "4.2 identity_checked () holds",
        "4.3 damage_in_time (60, 2 August 2024, 10 June 2024) holds",
        "4.4 ground_clear (4) holds, did not bear",
        "4.5 ground_clear (5) holds, did not bear",
        "4.6 ground_clear (6) holds, did not bear",
        "4.7 ground_clear (7) holds, did not bear",
        "4.8 ground_clear (8) holds, did not bear",
        "4.9 ground_clear (9) holds, did not bear",
        "4.10 ground_clear (10) holds, did not bear",
        "4.11 first_claim () holds, did not bear",
        "4.12 ground_clear (12) holds, did not bear",
        "4.13 ground_13_clear (4 June 2024, 09:00 JST, 0, 1) holds, did not bear",
        "4.14 ground_clear (14) holds, did not bear",
        "4.15 ground_clear (15) holds, did not bear",
        "5.1 loss_whole (10,000, 10,000, 0) holds",
        "5.4 credited (10,000) holds",
        "application.form form_used (不正利用の補償申請) holds, did not bear",
        "application.items items_complete () holds, did not bear",
    ]


PLAIN = {line.split(" ")[1] for line in lines(facts())}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            facts(claimant="non_user_cardholder", cause="card_info_stolen", card_issuer_notified=True),
            [
                "1.2 event_card () holds",
                "2.3 issuer_told () holds, did not bear",
                "4.11 ground_11_binds_users () holds, did not bear",
                "5.4 non_user () unclear",
            ],
        ),
        (facts(cause="mobile_device_lost_or_stolen"), ["1.1 event_device () holds"]),
        (
            facts(cause="card_info_stolen", card_issuer_notified=True),
            ["1.2 event_card () holds", "2.3 issuer_told () holds", "5.3 with_the_issuer () holds"],
        ),
        (
            facts(cause="card_registered_without_consent", card_issuer_notified=None),
            ["1.3 event_registered_card () holds", "2.3 issuer_notice_open () open"],
        ),
        (
            facts(cause="card_registered_without_consent", card_issuer_notified=False),
            [
                "1.3 event_registered_card () holds",
                "2.3 issuer_not_told () unclear",
                "4.12 ground_12_issuer () unclear",
            ],
        ),
        (facts(cause="twooca_card_or_ring_lost_or_stolen"), ["4.1 ground_1_medium () fails"]),
        (facts(cause="mistake_by_claimant"), ["1 own_mistake () fails"]),
        (facts(intended_by_claimant=True), ["1 intended () fails", "1.1 intended_event () fails"]),
        (facts(cause="unknown"), ["1.1 cause_unknown () unclear", "4.1 cause_unknown_medium () unclear"]),
        (
            facts(acts=[act("2024-06-03", balance="card")]),
            ["1.1 card_is_no_balance () unclear", "1.2 card_data_not_stolen () unclear"],
        ),
        (
            facts(first_contact_at="2024-06-07T09:30:00+09:00", examination={"complete": False}),
            [
                "2 contact_late (4 June 2024, 7 June 2024) unclear",
                "2.1 prevention_not_examined () open, did not bear",
                "4 examination_open () open",
            ],
        ),
        (
            facts(first_contact_at="2024-06-07T09:30:00+09:00"),
            ["2 contact_late_but_examined (4 June 2024, 7 June 2024) holds, did not bear"],
        ),
        (facts(reported_to_police=False), ["2.police police_report_open () open"]),
        (facts(identity_verified=False), ["4.2 identity_not_checked () fails"]),
        (facts(identity_verified=None), ["4.2 identity_check_open () open"]),
        (
            facts(cooperation={"requested": True, "given": False}),
            ["2.2 help_not_given () unclear", "4.12 ground_12_help () unclear"],
        ),
        (
            facts(cooperation={"requested": True, "given": None}),
            ["2.2 help_not_given () unclear", "4.12 ground_12_help () unclear"],
        ),
        (facts(cooperation={"requested": True, "given": True}), ["2.2 help_given () holds, did not bear"]),
        (facts(misused_by="family"), ["4.6 ground_6_close_person () fails"]),
        (facts(misused_by="claimant"), ["4.5 ground_5_own_act () fails"]),
        (facts(negligence="gross"), ["4.4 ground_4_gross () fails"]),
        (facts(device_transferred_lent_or_pledged=True), ["4.7 ground_7_device () fails"]),
        (
            facts(examination={"complete": False}),
            ["2.1 prevention_not_examined () open, did not bear", "4 examination_open () open"],
        ),
        (
            facts(examination={"grounds_found": [8]}),
            ["4 examination_found () fails, did not bear", "4.8 ground_found (8) fails"],
        ),
        (
            facts(examination={"grounds_found": [13]}, acts=[act("2024-06-03"), act("2024-06-05")]),
            ["4.13 ground_13_found (4 June 2024, 09:00 JST, 1, 2) fails"],
        ),
        (
            facts(
                examination={"grounds_found": [13]}, acts=[act("2024-06-05")], recognised_at="2024-06-03T09:00:00+09:00"
            ),
            [
                (
                    "2.30days recognised_before_damage (3 June 2024, 09:00 JST, 5 June 2024, 12:00 JST) "
                    "unclear, did not bear"
                ),
                "3 damage_after_recognition (3 June 2024, 09:00 JST, 5 June 2024, 12:00 JST) unclear, did not bear",
                "4.13 ground_13_found (3 June 2024, 09:00 JST, 1, 1) fails",
            ],
        ),
        (
            facts(examination={"grounds_found": [13]}),
            ["4.13 ground_13_without_object (4 June 2024, 09:00 JST, 0, 1) unclear"],
        ),
        (
            facts(examination={"complete": False}, acts=[act("2024-06-03"), act("2024-06-05")]),
            [
                "2.1 prevention_not_examined () open, did not bear",
                "4 examination_open () open",
                "4.13 ground_13_open (4 June 2024, 09:00 JST, 1, 2) unclear",
            ],
        ),
        (facts(information_stolen_at="2024-05-01T00:00:00+09:00"), ["3 theft_is_no_damage (1 May 2024) holds"]),
        (
            facts(recognised_at="2024-06-02T09:00:00+09:00"),
            [
                "2 contact_late_but_examined (2 June 2024, 4 June 2024) holds, did not bear",
                "2.30days recognised_before_damage (2 June 2024, 09:00 JST, 3 June 2024, 14:00 JST) unclear",
                "3 damage_after_recognition (2 June 2024, 09:00 JST, 3 June 2024, 14:00 JST) unclear",
            ],
        ),
        (
            facts(acts=[act("2024-06-03"), act("2024-06-03", act="charge")]),
            ["3 charge_and_spending () unclear", "5.1 one_loss_perhaps_twice () unclear"],
        ),
        (
            facts(acts=[act("2024-03-03"), act("2024-06-03")]),
            ["4.3 damage_partly_late (60, 1, 2, 2 May 2024, 10 June 2024) fails"],
        ),
        (facts(acts=[act("2024-03-03")]), ["4.3 damage_late (60, 1, 1, 2 May 2024, 10 June 2024) fails"]),
        (
            dated("2024-06-03", "2024-06-04", "2024-07-20"),
            [
                "2.30days claimed_late (30, 4 June 2024, 4 July 2024, 20 July 2024) fails",
                "4.8 ground_8_late_claim (30) fails",
            ],
        ),
        (facts(third_parties={"undetermined": True}), ["5.2 third_party_open () open"]),
        (facts(third_parties={"recovered_yen": 3000}), ["5.1 loss_less_recovered (10,000, 10,000, 0, 3,000) holds"]),
        (
            facts(third_parties={"compensation_received_yen": 3000, "compensation_due_yen": 1000}),
            ["5.2 compensation_taken_off (3,000, 1,000, 6,000) holds"],
        ),
        (
            facts(third_parties={"recovered_yen": 6000, "compensation_received_yen": 6000}),
            [
                "5.1 loss_less_recovered (10,000, 10,000, 0, 6,000) holds",
                "5.2 compensation_taken_off (6,000, 0, 0) holds",
            ],
        ),
        (
            facts(third_parties={"recovered_yen": 3000}, acts=[act("2024-06-03"), act("2024-06-03", balance="money")]),
            ["5.1 loss_less_recovered (20,000, 20,000, 0, 3,000) holds", "5.4 split_open (17,000) unclear"],
        ),
        (facts(other_losses_yen=500), ["5.1 other_losses_left_out (500) holds"]),
        (facts(claim={"channel": "phone"}), ["application.form form_not_used () open"]),
        (facts(claim={"subject_phrase": False}), ["application.form phrase_missing (不正利用の補償申請) open"]),
        (facts(claim={"items_missing": ["address", "name"]}), ["application.items items_missing (name, address) open"]),
        (
            facts(previous_claim_received_at="2024-01-10T12:00:00+09:00", negligence="ordinary"),
            ["4.11 ground_11_repeated (10 January 2024, 10 January 2025, 3 June 2024, 10 June 2024) fails"],
        ),
        (
            facts(previous_claim_received_at="2024-01-10T12:00:00+09:00", negligence="none"),
            ["4.11 no_negligence (10 January 2024, 10 January 2025, 3 June 2024, 10 June 2024) holds"],
        ),
        (
            facts(previous_claim_received_at="2024-01-10T12:00:00+09:00", negligence=None),
            ["4.11 negligence_not_examined (10 January 2024, 10 January 2025, 3 June 2024, 10 June 2024) unclear"],
        ),
        (
            facts(previous_claim_received_at="2023-06-05T12:00:00+09:00", negligence="ordinary"),
            ["4.11 repeated_in_part (5 June 2023, 5 June 2024, 3 June 2024, 10 June 2024) unclear"],
        ),
        (
            facts(previous_claim_received_at="2022-01-10T12:00:00+09:00", negligence="ordinary"),
            ["4.11 previous_claim_over_a_year_ago (10 January 2022, 10 January 2023, 3 June 2024, 10 June 2024) holds"],
        ),
        (
            dated("2024-06-14T08:00:00", "2024-06-14T10:00:00", "2024-07-16"),
            [
                (
                    "2.30days claim_period_ends_on_closed_day "
                    "(30, 14 June 2024, 14 July 2024, 16 July 2024, 16 July 2024) unclear"
                )
            ],
        ),
        (
            dated("2024-06-04", "2024-06-05T00:00:00", "2024-07-05"),
            ["2.30days claim_period_from_midnight (30, 5 June 2024, 5 July 2024, 5 July 2024) unclear"],
        ),
        (
            dated("2024-06-05", "2024-07-30", "2024-08-05"),
            ["4.3 damage_period_ends_on_closed_day (60, 4 August 2024, 5 August 2024, 5 August 2024) unclear"],
        ),
        (
            facts(reported_to_police=False, examination={"grounds_found": [8]}),
            [
                "2.police police_not_told () fails",
                "4 examination_found () fails, did not bear",
                "4.8 ground_found (8) fails",
            ],
        ),
        (
            facts(cooperation={"requested": True, "given": False}, examination={"grounds_found": [12]}),
            [
                "2.2 help_not_given () fails",
                "4 examination_found () fails, did not bear",
                "4.12 ground_found (12) fails",
            ],
        ),
    ],
)
def test_what_differs_from_a_claim_paid_in_full(given: dict[str, Any], expected: list[str]) -> None:
    rules = PLAIN | {"ground_not_examined"}
    tested = [line for line in lines(given) if not line.startswith("doubt ")]
    assert [line for line in tested if line.split(" ")[1] not in rules] == expected


def test_an_open_examination_leaves_the_grounds_open_that_no_fact_shows() -> None:
    found = [line for line in lines(facts(examination={"complete": False})) if "ground_not_examined" in line]
    assert found == [
        f"4.{n} ground_not_examined ({n}) open, did not bear" for n in (1, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15)
    ]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_every_rule_of_a_worked_case_has_its_sentence(case: dict[str, Any]) -> None:
    decision = decided(case["facts"])
    assert {step.rule for step in decision.trace} - set(SENTENCES) == set()
    assert {step.result for step in decision.trace} - {"holds", "fails", "open", "unclear"} == set()
    assert {doubt.rule for doubt in decision.doubts} - set(DOUBTS) == set()
