"""What comes first: the gate, the classes, B before A, then what may stand in the way of the one sum, in its order."""

from __future__ import annotations

import pytest

from compensation.policy.coupons.facts import BalanceAt, Outage, Wants
from compensation.policy.decision import Line
from tests.compensation.policy.making import (
    ALL,
    BANK_ITEMS,
    IN_APP,
    JUNE_5,
    MARCH_20,
    ON_PAPER,
    OUTAGE,
    TRANSFER,
    WITHDRAWN,
    applied,
    balances,
    called,
    coupon,
    decide,
    docked,
    doubts,
    facts,
    jst,
    link,
    payment,
    pressed,
    verdict,
)

TO_THE_CENTRE = ("none", "refer", None, "call_centre")
INELIGIBLE = ("none", "ineligible", None, None)
NO_CONTACT = IN_APP._replace(phone=False, email=False)
RESTORED = jst("2023-03-18T10:00:00")


class TestGate:
    @pytest.mark.parametrize("missing", ["via_national_travel_support", "received_via_regionpay"])
    def test_not_covered_comes_before_everything(self, missing: str) -> None:
        outside = coupon("iwate", -5, **{missing: False})
        assert verdict(decide(facts(outside, claimant_is_named_traveller=False))) == INELIGIBLE

    def test_another_prefecture_comes_before_the_traveller(self) -> None:
        claim = facts(coupon("iwate", -5), claimant_is_named_traveller=False)
        assert verdict(decide(claim)) == ("none", "refer", None, None)

    def test_the_traveller_comes_before_the_ledger(self) -> None:
        decision = decide(facts(coupon(yen=-5), claimant_is_named_traveller=False))
        assert [step.rule for step in decision.trace] == ["gate.not_the_traveller", "contact"]

    @pytest.mark.parametrize("at", ["2023-02-27T00:00:00", "2023-04-01T00:00:00", "2023-03-10T00:00:00"])
    def test_a_negative_balance_at_any_instant_is_for_a_person(self, at: str) -> None:
        wrong = coupon(balances=(*balances(1000, 1000)[:1], BalanceAt(jst(at), -1)))
        decision = decide(facts(coupon(), wrong))
        assert verdict(decision) == TO_THE_CENTRE
        assert decision.clauses == ("kumamoto.1.A", "kumamoto.2.A.2", "kumamoto.3")
        assert decision.doubts == ()

    def test_a_coupon_that_falls_out_does_not_hold_back_the_others(self) -> None:
        claim = facts(coupon(), coupon("iwate"), coupon(via_national_travel_support=False))
        decision = decide(claim)
        assert verdict(decision) == ("A", "eligible", 1000, "automatic")
        assert [(line.case, line.outcome) for line in decision.lines] == [
            ("A", "eligible"),
            ("none", "refer"),
            ("none", "ineligible"),
        ]

    def test_the_balance_of_a_coupon_that_falls_out_is_not_looked_at(self) -> None:
        assert decide(facts(coupon(), coupon("iwate", -5))).amount == 1000


class TestClasses:
    def test_hours_given_and_none_stated_hold(self) -> None:
        assert decide(facts(docked(), outage=OUTAGE, enquiry=called()), MARCH_20).case == "B"

    def test_another_days_outage_makes_the_payment_an_outside_one(self) -> None:
        elsewhere = Outage(jst("2023-02-25T00:00:00"), jst("2023-02-25T05:00:00"))
        decision = decide(facts(docked(), outage=elsewhere), MARCH_20)
        assert verdict(decision) == INELIGIBLE
        assert decision.clauses == ("kumamoto.1.A", "kumamoto.1.B")

    def test_an_unjudged_payment_does_not_hold_back_class_a(self) -> None:
        decision = decide(facts(coupon(payments=(payment(),))))
        assert verdict(decision) == ("A", "eligible", 1000, "automatic")
        assert decision.lines[1:] == (Line(0, "none", "refer", None, None),)

    def test_another_event_does_not_hold_back_class_a(self) -> None:
        decision = decide(facts(coupon(payments=(pressed(1),)), outage=OUTAGE))
        assert verdict(decision) == ("A", "eligible", 1000, "automatic")
        assert "kumamoto.1.other" in decision.clauses

    def test_class_a_not_known_is_pending_without_a_route(self) -> None:
        unknown = coupon(balances=balances(None, 1000))
        for at in (MARCH_20, JUNE_5):
            assert verdict(decide(facts(unknown), at)) == ("A", "pending", None, None)

    def test_class_a_not_known_comes_before_another_event(self) -> None:
        unknown = coupon(balances=balances(None, 1000), payments=(pressed(1),))
        assert verdict(decide(facts(unknown, outage=OUTAGE))) == ("A", "pending", None, None)

    def test_an_expiry_outside_needs_no_balance(self) -> None:
        late = coupon(balances=(), expires_at=jst("2023-03-05T23:59:00"))
        assert verdict(decide(facts(late))) == INELIGIBLE

    def test_one_unknown_balance_keeps_the_one_sum_open(self) -> None:
        for unknown in (balances(None, 700), balances(700, None)):
            decision = decide(facts(coupon(), coupon(balances=unknown)))
            assert verdict(decision) == ("A", "pending", None, "automatic")

    @pytest.mark.parametrize("programme", ["kumamoto", "iwate", "nara"])
    def test_other_events_are_noted_except_in_yamanashi(self, programme: str) -> None:
        claim = facts(docked(programme, pressed(1)), outage=OUTAGE)
        decision = decide(claim, MARCH_20, programme)
        assert verdict(decision) == TO_THE_CENTRE
        assert (f"{programme}.1.other" in decision.clauses, decision.doubts) == (True, ())

    def test_other_events_in_yamanashi_meet_silence(self) -> None:
        decision = decide(facts(docked("yamanashi", pressed(1)), outage=OUTAGE), MARCH_20, "yamanashi")
        assert verdict(decision) == TO_THE_CENTRE
        assert doubts(decision) == ["b.other_event_silent"]


class TestBeforeA:
    BOTH = coupon(balances=balances(2000, 2000), payments=(pressed(),))

    def test_b_decides_while_the_extension_runs_even_where_a_holds(self) -> None:
        decision = decide(facts(self.BOTH, outage=OUTAGE, enquiry=called()), MARCH_20)
        assert verdict(decision) == ("B", "eligible", 1000, "call_centre")
        assert decision.remedy == "restore"
        assert decision.lines == (
            Line(0, "B", "eligible", "restore", 1000),
            Line(0, "A", "pending", None, None),
        )

    @pytest.mark.parametrize("enquiry", [None, called(), called(confirmed=None), called(confirmed=False)])
    def test_after_it_a_is_paid_and_b_stays_open_beside_it(self, enquiry: object) -> None:
        decision = decide(facts(self.BOTH, outage=OUTAGE, enquiry=enquiry))
        assert verdict(decision) == ("A", "eligible", 2000, "automatic")
        assert decision.lines == (Line(0, "B", "refer", None, None), Line(0, "A", "eligible", "pay", 2000))
        assert {"kumamoto.1.B.2", "kumamoto.2.B.2"} - set(decision.clauses) == set()

    @pytest.mark.parametrize(
        "claim",
        [
            facts(BOTH, outage=OUTAGE, app=ON_PAPER),
            facts(BOTH, outage=OUTAGE, app=NO_CONTACT),
            facts(BOTH._replace(balances=balances(2000, 0)), outage=OUTAGE),
            facts(BOTH._replace(balances=balances(2000, None)), outage=OUTAGE),
        ],
    )
    def test_where_a_cannot_be_paid_b_is_referred(self, claim: object) -> None:
        assert verdict(decide(claim)) == ("B", "refer", None, "call_centre")  # type: ignore[arg-type]

    @pytest.mark.parametrize(
        ("at", "expected"),
        [
            (MARCH_20, ("A", "pending", None, "automatic")),
            (JUNE_5, ("A", "eligible", 2000, "automatic")),
        ],
    )
    def test_where_b_has_no_remedy_yet_a_is_decided(self, at: str, expected: object) -> None:
        both = self.BOTH._replace(prefecture="yamanashi")
        decision = decide(facts(both, outage=OUTAGE), at, "yamanashi")
        assert verdict(decision) == expected
        assert decision.lines[0] == Line(0, "B", "pending", None, None)
        assert "yamanashi.2.B.pending" in decision.clauses

    def test_where_a_is_not_known_b_without_a_remedy_is_pending(self) -> None:
        unknown = self.BOTH._replace(prefecture="yamanashi", balances=())
        assert verdict(decide(facts(unknown, outage=OUTAGE), MARCH_20, "yamanashi")) == ("B", "pending", None, None)

    @pytest.mark.parametrize("restored_at", ["2023-04-01T00:00:00", "2023-04-20T00:00:00"])
    def test_what_was_put_back_too_late_or_not_yet_is_not_restored(self, restored_at: str) -> None:
        claim = facts(docked(), outage=OUTAGE, enquiry=called(), restored_at=jst(restored_at))
        assert decide(claim, "2023-04-10T00:00:00").outcome == "refer"
        assert verdict(decide(claim, MARCH_20)) == ("B", "eligible", 500, "call_centre")

    def test_losses_of_one_person_are_added(self) -> None:
        two = facts(docked("kumamoto", payment(), pressed()), docked(), outage=OUTAGE, enquiry=called())
        decision = decide(two, MARCH_20)
        assert verdict(decision) == ("B", "eligible", 2000, "call_centre")
        assert [line.yen for line in decision.lines] == [1500, 500]

    @pytest.mark.parametrize("missing", ["coupon_number", "expiry", "prefecture", "shop"])
    def test_four_items_come_before_the_shop(self, missing: str) -> None:
        items = tuple({"coupon_number", "expiry", "prefecture", "shop"} - {missing})
        claim = facts(docked(), outage=OUTAGE, enquiry=called(confirmed=False, items=items))
        assert verdict(decide(claim, MARCH_20)) == ("B", "pending", None, "call_centre")


class TestOneSum:
    """Each pair: the earlier rule decides although the later one fails as well."""

    def test_a_running_extension_comes_before_a_missing_balance(self) -> None:
        claim = facts(coupon(balances=balances(1000, None)), app=ON_PAPER)
        assert verdict(decide(claim, "2023-03-31T23:59:59.999999")) == ("A", "pending", None, "special_site")

    def test_a_sum_of_nothing_comes_before_lateness(self) -> None:
        claim = facts(coupon(balances=balances(1000, 0)), app=ON_PAPER)
        assert verdict(decide(claim, JUNE_5)) == ("A", "eligible", 0, None)

    @pytest.mark.parametrize("app", [ON_PAPER, WITHDRAWN])
    def test_lateness_comes_before_what_is_missing(self, app: object) -> None:
        late = applied("2023-05-01T00:00:00", ("name",))
        claim = facts(coupon(number_known=False), app=app, wants=Wants("points", "suica"), site_application=late)
        assert verdict(decide(claim, JUNE_5)) == ("A", "ineligible", None, "special_site")

    def test_lateness_comes_before_a_transfer_that_is_not_offered(self) -> None:
        claim = facts(coupon("nara"), app=ON_PAPER, wants=TRANSFER)
        assert verdict(decide(claim, JUNE_5, "nara")) == ("A", "ineligible", None, "special_site")

    def test_a_transfer_comes_before_the_contact(self) -> None:
        claim = facts(coupon(), app=NO_CONTACT, wants=TRANSFER)
        assert verdict(decide(claim)) == ("A", "pending", None, "special_site")
        complete = claim._replace(site_application=applied(items=BANK_ITEMS))
        assert verdict(decide(complete)) == ("A", "eligible", 1000, "special_site")

    def test_the_contact_comes_before_the_points(self) -> None:
        claim = facts(coupon(), app=NO_CONTACT, wants=Wants("points", "suica"))
        assert verdict(decide(claim)) == ("A", "refer", None, "call_centre")

    @pytest.mark.parametrize("programme", ALL)
    def test_points_are_chosen_from_the_bulletins_own_list(self, programme: str) -> None:
        claim = facts(coupon(programme), wants=Wants("points", "nanaco"))
        expected = "pending" if programme == "yamanashi" else "eligible"
        decision = decide(claim, programme=programme)
        assert (decision.outcome, decision.route) == (expected, "automatic")

    def test_a_lost_sheet_in_silence_comes_before_a_question(self) -> None:
        lost = coupon("yamanashi", number_known=False, lost=True)
        claim = facts(lost, app=ON_PAPER, wants=Wants("points", "nanaco"), site_application=applied(items=()))
        assert verdict(decide(claim, programme="yamanashi")) == ("A", "refer", None, "call_centre")

    def test_what_is_missing_comes_before_the_link(self) -> None:
        claim = facts(coupon(), wants=Wants("points", "suica"), payout_link=link())
        assert verdict(decide(claim, JUNE_5)) == ("A", "pending", None, "automatic")

    def test_what_came_in_time_can_still_be_completed_after_the_deadline(self) -> None:
        claim = facts(coupon(), app=ON_PAPER, site_application=applied("2023-04-30T23:59:59", ("name",)))
        assert verdict(decide(claim, JUNE_5)) == ("A", "pending", None, "special_site")

    def test_all_that_is_missing_is_named_at_once(self) -> None:
        early = applied("2023-03-20T00:00:00", ("name",))
        claim = facts(coupon(lost=True, number_known=False), app=ON_PAPER, site_application=early)
        open_rules = [step.rule for step in decide(claim).trace if step.result == "open"]
        assert open_rules == ["paper.before_opening", "paper.items_missing", "paper.lost"]

    @pytest.mark.parametrize(
        ("used", "outcome"), [("2023-05-31T23:59:59.999999", "eligible"), ("2023-06-01T00:00:00", "ineligible")]
    )
    @pytest.mark.parametrize("app", [IN_APP, ON_PAPER])
    def test_a_link_is_used_by_the_end_of_the_day(self, app: object, used: str, outcome: str) -> None:
        claim = facts(coupon(), app=app, site_application=applied(), payout_link=link(used=used))
        assert decide(claim, JUNE_5).outcome == outcome

    def test_no_link_yet_refuses_nobody(self) -> None:
        assert verdict(decide(facts(coupon()), "2023-12-01T00:00:00")) == ("A", "eligible", 1000, "automatic")

    @pytest.mark.parametrize("arrived", [True, None])
    def test_a_link_that_can_still_be_used_leaves_the_sum_owed(self, arrived: bool | None) -> None:
        claim = facts(coupon(), payout_link=link(arrived))
        assert verdict(decide(claim, "2023-05-31T23:59:59")) == ("A", "eligible", 1000, "automatic")

    @pytest.mark.parametrize("app", [IN_APP, ON_PAPER])
    @pytest.mark.parametrize(
        ("used", "outcome"),
        [(None, "refer"), ("2023-04-30T23:59:59", "eligible"), ("2023-05-01T00:00:00", "refer")],
    )
    def test_without_a_deadline_an_open_link_is_for_a_person(self, app: object, used: str | None, outcome: str) -> None:
        application = applied(items=("name", "contact"))
        claim = facts(coupon("yamanashi"), app=app, site_application=application, payout_link=link(used=used))
        decision = decide(claim, JUNE_5, "yamanashi")
        assert decision.outcome == outcome
        assert doubts(decision) == (["link.no_deadline"] if outcome == "refer" else [])

    def test_a_transfer_needs_no_link(self) -> None:
        application = applied(items=BANK_ITEMS)
        claim = facts(coupon(), wants=TRANSFER, site_application=application, payout_link=link())
        assert decide(claim, JUNE_5).outcome == "eligible"

    def test_a_restored_b_waits_for_the_same_end(self) -> None:
        restored = docked("kumamoto", payment(), balances=balances(0, 500))
        claim = facts(restored, outage=OUTAGE, restored_at=RESTORED)
        assert verdict(decide(claim, MARCH_20)) == ("B", "pending", None, "automatic")
        assert verdict(decide(claim)) == ("B", "eligible", 500, "automatic")

    def test_a_restored_b_on_paper_without_an_application_leaves_a_doubt(self) -> None:
        restored = docked("kumamoto", payment(), balances=balances(0, 500))
        decision = decide(facts(restored, app=ON_PAPER, outage=OUTAGE, restored_at=RESTORED))
        assert verdict(decision) == ("B", "pending", None, "special_site")
        assert doubts(decision) == ["paper.restored_b"]


class TestAsOf:
    """What has not happened by the instant asked about is not there yet."""

    @pytest.mark.parametrize(
        ("claim", "at", "expected"),
        [
            (facts(coupon(), app=ON_PAPER, site_application=applied()), "2023-04-09T00:00:00", "pending"),
            (facts(docked(), outage=OUTAGE, enquiry=called()), "2023-03-09T00:00:00", "pending"),
            (facts(coupon(), payout_link=link(used="2023-06-03T00:00:00")), "2023-06-02T00:00:00", "ineligible"),
            (facts(coupon(), payout_link=link(arrived=False)), "2023-04-09T00:00:00", "eligible"),
        ],
    )
    def test_later_events_do_not_count(self, claim: object, at: str, expected: str) -> None:
        assert decide(claim, at).outcome == expected  # type: ignore[arg-type]

    def test_an_event_at_the_very_instant_counts(self) -> None:
        claim = facts(coupon(), app=ON_PAPER, site_application=applied("2023-04-10T10:00:00"))
        assert decide(claim, "2023-04-10T10:00:00").outcome == "eligible"

    def test_a_restoration_and_a_use_at_the_very_instant_count(self) -> None:
        restored = facts(docked(), outage=OUTAGE, enquiry=called(), restored_at=jst(MARCH_20))
        assert verdict(decide(restored, MARCH_20)) == ("B", "pending", None, "automatic")
        used = facts(coupon(), payout_link=link(used="2023-06-01T00:00:00"))
        assert [step.rule for step in decide(used, "2023-06-01T00:00:00").trace][-1] == "link.used_late"

    def test_an_unused_link_lapses_with_the_first_instant_after_the_deadline(self) -> None:
        claim = facts(coupon(), payout_link=link())
        assert decide(claim, "2023-05-31T23:59:59.999999").outcome == "eligible"
        assert decide(claim, "2023-06-01T00:00:00").outcome == "ineligible"


class TestWhatBears:
    """What was tested and decided nothing stays in the trace, and out of the clauses."""

    def test_an_ordinary_payment_beside_class_a_does_not_bear(self) -> None:
        decision = decide(facts(coupon(payments=(pressed(1, 1, 1),)), outage=OUTAGE))
        assert {step.clause for step in decision.trace if not step.bears} == {
            "kumamoto.1.B",
            "kumamoto.1.B.1",
            "kumamoto.1.B.2",
        }
        assert verdict(decision) == ("A", "eligible", 1000, "automatic")

    def test_a_payment_outside_the_hours_beside_class_a_does_not_bear(self) -> None:
        decision = decide(facts(coupon(payments=(payment("2023-02-26T10:00:00"),)), outage=OUTAGE))
        assert "kumamoto.1.B" not in decision.clauses

    def test_nothing_docked_is_told_as_nothing(self) -> None:
        not_docked = pressed(3, 1, 3, deducted_at=None)
        decision = decide(facts(docked("kumamoto", not_docked), outage=OUTAGE), MARCH_20)
        (step,) = [step for step in decision.trace if step.rule == "b.not_pressed_repeatedly"]
        assert step.facts == (1, jst("2023-02-24T18:30:00"), 3, 1, 0, 500)
