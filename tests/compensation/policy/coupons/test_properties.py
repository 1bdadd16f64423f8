"""What holds for every claim, whatever its facts."""

from __future__ import annotations

import string
from datetime import timedelta, timezone
from typing import Any

import orjson
from hypothesis import given, settings
from hypothesis import strategies as st

from compensation.policy import coupons, explain
from compensation.policy.coupons.facts import (
    App,
    BalanceAt,
    Coupon,
    CouponFacts,
    Enquiry,
    PayoutLink,
    SiteApplication,
    TriedPayment,
    Wants,
)
from compensation.policy.decision import Decision
from tests.compensation.policy.making import (
    ALL,
    BANK_ITEMS,
    FOUR,
    FULL_ITEMS,
    IN_APP,
    OUTAGE,
    POINTS,
    bulletin,
    coupon,
    jst,
    payment,
)

INSTANTS = [
    jst(text)
    for text in (
        *("2023-02-24T16:59:59", "2023-02-24T17:00:00", "2023-02-24T18:30:00", "2023-02-24T23:00:00"),
        *("2023-02-25T00:00:00", "2023-03-10T11:00:00", "2023-03-24T13:59:59", "2023-03-24T14:00:00"),
        *("2023-03-31T23:59:59", "2023-04-01T00:00:00", "2023-04-10T10:00:00", "2023-04-30T23:59:59"),
        *("2023-05-01T00:00:00", "2023-05-31T23:59:59", "2023-06-01T00:00:00", "2023-06-05T12:00:00"),
    )
]
BALANCE_TIMES = [jst(text) for text in ("2023-02-27T00:00:00", "2023-03-31T23:59:00", "2023-04-01T00:00:00")]
EXPIRIES = [jst(text) for text in ("2023-02-23T23:59:00", "2023-02-24T23:59:00", "2023-02-25T00:00:00")]

afterwards = st.sampled_from(INSTANTS[9:])
instants = st.one_of(st.sampled_from(INSTANTS), afterwards)
yen = st.sampled_from([0, 1, 500, 1000, 3000])
counts = st.integers(0, 4)
hours = st.sampled_from([None, OUTAGE])
flags = st.booleans()
likely = st.sampled_from([True, True, True, True, False])
unsure = st.sampled_from([True, False, None])
items = st.frozensets(st.sampled_from(sorted({*BANK_ITEMS, *FOUR, *FULL_ITEMS["iwate"], *FULL_ITEMS["nara"]})))
all_items = st.just(frozenset({*BANK_ITEMS, *FOUR, *FULL_ITEMS["iwate"], *FULL_ITEMS["nara"]}))
payments = st.builds(
    TriedPayment,
    at=st.sampled_from(INSTANTS[:5]),
    refused_at_till=flags,
    paid_otherwise_yen=st.sampled_from([0, 500]),
    deducted_at=st.one_of(st.none(), st.sampled_from(INSTANTS[:5])),
    presses=counts,
    intended=counts,
    unit_yen=st.sampled_from([0, 300, 500]),
    deductions=counts,
)


@st.composite
def balances(draw: st.DrawFn) -> tuple[BalanceAt, ...]:
    known = draw(st.lists(st.sampled_from(BALANCE_TIMES), unique=True, max_size=3))
    return tuple(BalanceAt(at, draw(st.one_of(yen, st.just(-1)))) for at in known or BALANCE_TIMES)


@st.composite
def held(draw: st.DrawFn, programme: str) -> Coupon:
    prefecture = programme if draw(likely) else draw(st.sampled_from(ALL))
    came = (draw(likely), draw(likely))
    expires = draw(st.sampled_from([*EXPIRIES, EXPIRIES[1]]))
    tried = tuple(draw(st.lists(payments, max_size=2)))
    return Coupon(prefecture, *came, expires, draw(likely), draw(flags), draw(balances()), tried)


@st.composite
def payable(draw: st.DrawFn) -> tuple[str, CouponFacts]:
    """A claim that little stands in the way of: else a sum would be rare."""
    programme = draw(st.sampled_from(ALL))
    made = []
    for last in draw(st.lists(yen, min_size=1, max_size=4)):
        left = balances_of(max(last, draw(st.sampled_from([1, 3000]))), last)
        # Now and then nobody knows what was left on the day of class A, and now and then a payment was odd.
        told = left if draw(likely) else left[1:]
        made.append(coupon(programme, balances=told, payments=() if draw(likely) else (draw(payments),)))
    return programme, CouponFacts(True, tuple(made), IN_APP, POINTS, outage=draw(hours))


@st.composite
def docked(draw: st.DrawFn) -> tuple[str, CouponFacts]:
    """A claim of wrong deductions that the shop agrees to, put back or still to be."""
    programme = draw(st.sampled_from(ALL))
    certain = st.one_of(st.builds(paid_twice, st.integers(1, 3)), st.just(payment()))
    tried = st.lists(st.one_of(certain, payments), min_size=1, max_size=2)
    made = [coupon(programme, balances=balances_of(0, draw(yen)), payments=tuple(draw(tried)))]
    enquiry, restored = Enquiry(INSTANTS[5], frozenset(FOUR), True), draw(st.sampled_from([None, INSTANTS[6]]))
    made += draw(st.lists(st.builds(coupon, st.just(programme), yen), max_size=1))
    return programme, CouponFacts(True, tuple(made), IN_APP, POINTS, OUTAGE, enquiry=enquiry, restored_at=restored)


def balances_of(first: int, last: int) -> tuple[BalanceAt, ...]:
    return tuple(BalanceAt(at, left) for at, left in zip(BALANCE_TIMES, (first, last, last), strict=True))


def paid_twice(times: int) -> TriedPayment:
    at = INSTANTS[2]
    return TriedPayment(at, False, 0, at, presses=times + 1, intended=1, unit_yen=300, deductions=times + 1)


def claims() -> st.SearchStrategy[tuple[str, CouponFacts]]:
    return st.one_of(payable(), docked(), any_claims())


@st.composite
def any_claims(draw: st.DrawFn) -> tuple[str, CouponFacts]:
    programme = draw(st.sampled_from(ALL))
    link = st.builds(PayoutLink, instants, unsure, st.one_of(st.none(), instants))
    return programme, CouponFacts(
        claimant_is_named_traveller=draw(st.sampled_from([True, True, True, False, None])),
        coupons=tuple(draw(st.lists(held(programme), min_size=1, max_size=3))),
        app=App(draw(flags), not draw(likely), draw(flags), draw(flags)),
        wants=Wants(
            draw(st.sampled_from(["points", "points", "bank_transfer"])), draw(st.sampled_from([None, "nanaco"]))
        ),
        outage=draw(hours),
        site_application=draw(st.one_of(st.none(), st.builds(SiteApplication, instants, st.one_of(items, all_items)))),
        enquiry=draw(st.one_of(st.none(), st.builds(Enquiry, instants, st.one_of(items, all_items), unsure))),
        restored_at=draw(st.one_of(st.none(), instants)),
        payout_link=draw(st.one_of(st.none(), link)),
    )


def decide(claim: tuple[str, CouponFacts], at: Any) -> Decision:
    programme, facts = claim
    return coupons.decide(facts, bulletin(programme), at)


def outcome(decision: Decision) -> tuple[object, ...]:
    clauses, contested = frozenset(decision.clauses), frozenset(decision.doubts)
    return (decision.case, decision.outcome, decision.amount, decision.route, decision.remedy, clauses, contested)


def moved(value: Any, offset: timezone) -> Any:
    """The same facts with every instant written in another offset, and every object's keys in reverse."""
    if isinstance(value, dict):
        return {key: moved(part, offset) for key, part in reversed(value.items())}
    if isinstance(value, list):
        return [moved(part, offset) for part in value]
    return jst(value).astimezone(offset).isoformat() if isinstance(value, str) and value[:2] == "20" else value


@given(claims(), instants, st.integers(-12 * 60, 14 * 60))
def test_the_same_instants_in_another_offset_and_order_of_keys_decide_the_same(
    claim: tuple[str, CouponFacts], at: Any, minutes: int
) -> None:
    offset = timezone(timedelta(minutes=minutes))
    elsewhere = coupons.read_facts(moved(coupons.facts_as_json(claim[1]), offset))
    assert decide((claim[0], elsewhere), at.astimezone(offset)) == decide(claim, at)


@given(st.one_of(payable(), docked(), claims()), instants)
def test_the_order_of_coupons_payments_and_balances_does_not_matter(claim: tuple[str, CouponFacts], at: Any) -> None:
    programme, facts = claim
    turned = tuple(
        found._replace(balances=found.balances[::-1], payments=found.payments[::-1]) for found in facts.coupons[::-1]
    )
    assert outcome(decide((programme, facts._replace(coupons=turned)), at)) == outcome(decide(claim, at))


@given(payable(), afterwards, yen)
def test_adding_a_coupon_never_lowers_the_sum_where_both_are_eligible(
    claim: tuple[str, CouponFacts], at: Any, more: int
) -> None:
    programme, facts = claim
    one_more = facts._replace(coupons=(*facts.coupons, coupon(programme, more)))
    before, after = decide(claim, at), decide((programme, one_more), at)
    if before.outcome == after.outcome == "eligible":
        assert (after.amount or 0) >= (before.amount or 0)


@given(docked(), st.sampled_from(INSTANTS[5:9]))
def test_what_is_put_back_is_never_more_than_was_docked(claim: tuple[str, CouponFacts], at: Any) -> None:
    decision = decide(claim, at)
    wrong = sum(paid.deductions * paid.unit_yen for found in claim[1].coupons for paid in found.payments)
    if decision.outcome == "eligible":
        assert decision.remedy == "restore"
        assert 0 < (decision.amount or 0) <= wrong


@given(st.one_of(payable(), claims()), instants)
def test_the_sum_is_whole_never_negative_and_never_above_balances_and_deductions(
    claim: tuple[str, CouponFacts], at: Any
) -> None:
    decision = decide(claim, at)
    assert (decision.amount is not None) == (decision.outcome == "eligible")
    if decision.amount is None:
        return
    last = BALANCE_TIMES[-1]
    left = sum(yen for found in claim[1].coupons for when, yen in found.balances if when == last)
    wrong = sum(paid.deductions * paid.unit_yen for found in claim[1].coupons for paid in found.payments)
    assert 0 <= decision.amount <= (wrong if decision.remedy == "restore" else left)
    assert sum(line.yen or 0 for line in decision.lines) == decision.amount


@given(claims(), instants)
def test_an_unknown_balance_is_never_read_as_nothing(claim: tuple[str, CouponFacts], at: Any) -> None:
    programme, facts = claim
    unknown = tuple(found._replace(balances=()) for found in facts.coupons)
    decision = decide((programme, facts._replace(coupons=unknown)), at)
    assert not (decision.outcome == "eligible" and decision.remedy != "restore")
    inside = [found for found in unknown if found.expires_at == EXPIRIES[1] and found.prefecture == programme]
    covered = [found for found in inside if found.via_national_travel_support and found.received_via_regionpay]
    if covered and not any(found.payments for found in unknown) and facts.claimant_is_named_traveller:
        assert (decision.case, decision.outcome, decision.route) == ("A", "pending", None)


@given(payable(), afterwards)
def test_a_last_balance_that_nobody_knows_is_never_read_as_nothing(claim: tuple[str, CouponFacts], at: Any) -> None:
    programme, facts = claim
    first, *others = facts.coupons
    unknown = first._replace(balances=tuple(left for left in first.balances if left.at != BALANCE_TIMES[-1]))
    before = decide(claim, at)
    after = decide((programme, facts._replace(coupons=(unknown, *others))), at)
    if before.outcome == "eligible" and before.remedy != "restore" and before.lines[0].outcome == "eligible":
        assert (after.case, after.outcome, after.amount) == (before.case, "pending", None)


@given(payable(), afterwards, yen)
def test_spending_in_march_never_makes_an_eligible_a_ineligible(
    claim: tuple[str, CouponFacts], at: Any, left: int
) -> None:
    decision = decide(claim, at)
    if (decision.case, decision.outcome) != ("A", "eligible"):
        return
    programme, facts = claim
    spent = tuple(
        found._replace(
            balances=tuple(b._replace(yen=min(b.yen, left)) if b.at == BALANCE_TIMES[-1] else b for b in found.balances)
        )
        for found in facts.coupons
    )
    after = decide((programme, facts._replace(coupons=spent)), at)
    assert after.outcome == "eligible" or (after.case == "B" and after.outcome == "refer")
    assert (after.amount or 0) <= (decision.amount or 0)


@given(claims(), instants)
def test_every_clause_is_declared_by_the_programme_that_cites_it(claim: tuple[str, CouponFacts], at: Any) -> None:
    decision, rules = decide(claim, at), bulletin(claim[0])
    assert [step.clause for step in decision.trace if step.clause not in rules.clauses] == []
    assert decision.clauses != ()
    assert [doubt.clause for doubt in decision.doubts if doubt.clause not in rules.clauses] == []


@given(claims(), instants)
def test_the_route_follows_from_the_outcome(claim: tuple[str, CouponFacts], at: Any) -> None:
    decision = decide(claim, at)
    if decision.outcome == "refer":
        assert decision.route == ("call_centre" if "contact" in {step.rule for step in decision.trace} else None)
    if decision.case == "none" and decision.outcome == "ineligible":
        assert decision.route is None
    app = claim[1].app
    if decision.route == "automatic":
        assert (app.charged, app.withdrawn, claim[1].wants.payout) == (True, False, "points")
    assert decision.remedy == (None if not decision.amount else decision.remedy)


@settings(max_examples=50)
@given(claims(), instants)
def test_every_decision_can_be_worded_and_written(claim: tuple[str, CouponFacts], at: Any) -> None:
    decision = decide(claim, at)
    for explained in explain.explanation(decision.trace):
        assert not set(explained.en) & set("{}")
        assert explained.en.strip(string.whitespace) == explained.en
    assert orjson.dumps(coupons.facts_as_json(claim[1])) != b""
