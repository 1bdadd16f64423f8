"""What holds of every fraud claim: its order and offsets say nothing, and no decision gives more than was lost."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from compensation.policy.decision import Decision
from compensation.policy.fraud import DOUBTS, SENTENCES, facts_as_json, read_claim
from tests.compensation.policy.fraud.cases import decided, facts, policy

START = datetime(2024, 1, 1, tzinfo=timezone(timedelta(hours=9)))
MOST = settings(max_examples=150, deadline=None)


def instants(first: int = 0, last: int = 150) -> st.SearchStrategy[str]:
    """Instants on whole hours of these days of 2024, midnight not too rare."""
    hours = st.one_of(st.just(0), st.integers(0, 23))
    moments = st.builds(lambda day, hour: START + timedelta(days=day, hours=hour), st.integers(first, last), hours)
    return moments.map(datetime.isoformat)


def one_of(*words: Any) -> st.SearchStrategy[Any]:
    """One of these, the first far oftener: else nearly every claim would be barred by something."""
    return st.one_of(*[st.just(words[0])] * 4, st.sampled_from(words))


yen = st.integers(0, 20000)
acts = st.fixed_dictionaries(
    {
        "at": instants(20, 60),
        "act": one_of("payment", "charge", "transfer", "withdrawal", "remittance"),
        "balance": one_of("value", "money", "cafeteria", "card"),
        "yen": yen,
        "fee_yen": st.integers(0, 500),
    }
)
claims = st.fixed_dictionaries(
    {
        "claimant": one_of("user", "non_user_cardholder"),
        "cause": one_of(
            "account_info_stolen",
            "mobile_device_lost_or_stolen",
            "card_info_stolen",
            "card_registered_without_consent",
            "twooca_card_or_ring_lost_or_stolen",
            "mistake_by_claimant",
            "unknown",
        ),
        "misused_by": one_of("third_party", "claimant", "family"),
        "intended_by_claimant": one_of(False, True),
        "acts": st.lists(acts, min_size=1, max_size=4),
        "information_stolen_at": st.one_of(st.none(), instants(0, 20)),
        "recognised_at": instants(50, 75),
        "first_contact_at": instants(60, 80),
        "claim": st.fixed_dictionaries(
            {
                "received_at": instants(60, 110),
                "channel": one_of("inquiry_form", "phone"),
                "subject_phrase": one_of(True, False),
                "items_missing": one_of([], ["name"], ["customer_id"]),
            }
        ),
        "previous_claim_received_at": st.one_of(st.none(), instants(-400, 30)),
        "reported_to_police": one_of(True, False, None),
        "identity_verified": one_of(True, False, None),
        "card_issuer_notified": one_of(True, False, None),
        "cooperation": st.fixed_dictionaries({"requested": one_of(False, True), "given": one_of(True, False, None)}),
        "device_transferred_lent_or_pledged": one_of(False, True),
        "negligence": one_of("none", "ordinary", "gross", None),
        "third_parties": st.fixed_dictionaries(
            {
                "recovered_yen": one_of(0, 1000, 30000),
                "compensation_received_yen": one_of(0, 500),
                "compensation_due_yen": one_of(0, 9000),
                "undetermined": one_of(False, True),
            }
        ),
        "other_losses_yen": one_of(0, 70000),
        "examination": st.fixed_dictionaries(
            {"complete": one_of(True, False), "grounds_found": one_of([], [13], [8], [12], [11], [2])}
        ),
    }
)


# Nothing stands in the way of these, so that a sum comes of them.
payable = st.builds(
    lambda held, recognised, recovered, received: facts(
        acts=held,
        recognised_at=recognised,
        third_parties={"recovered_yen": recovered, "compensation_received_yen": received},
    ),
    st.lists(
        st.fixed_dictionaries(
            {
                "at": instants(150, 153),
                "act": st.just("payment"),
                "balance": st.sampled_from(["value", "money"]),
                "yen": yen,
                "fee_yen": st.integers(0, 500),
            }
        ),
        min_size=1,
        max_size=4,
    ),
    one_of("2024-06-04T09:00:00+09:00", "2024-05-31T18:00:00+09:00"),
    st.integers(0, 20000),
    st.sampled_from([0, 500]),
)
any_claims = st.one_of(claims, payable)


def without_places(decision: Decision) -> Decision:
    """The decision with its lines in an order of their own, not that of the acts."""
    lines = [line._replace(subject=0) for line in decision.lines]
    return decision._replace(lines=tuple(sorted(lines, key=repr)))


def in_offset(value: Any, offset: timezone) -> Any:
    """The same facts with every instant told in another offset."""
    if isinstance(value, dict):
        return {key: in_offset(part, offset) for key, part in reversed(value.items())}
    if isinstance(value, list):
        return [in_offset(part, offset) for part in value]
    try:
        return datetime.fromisoformat(value).astimezone(offset).isoformat()
    except (TypeError, ValueError):
        return value


@given(any_claims, st.randoms(use_true_random=False))
@MOST
def test_the_order_of_the_acts_says_nothing(claim: dict[str, Any], random: Any) -> None:
    shuffled = [*claim["acts"]]
    random.shuffle(shuffled)

    assert without_places(decided({**claim, "acts": shuffled})) == without_places(decided(claim))


@given(claims, st.integers(-12 * 60, 14 * 60))
@MOST
def test_offset_and_order_of_keys_say_nothing(claim: dict[str, Any], minutes: int) -> None:
    assert decided(in_offset(claim, timezone(timedelta(minutes=minutes)))) == decided(claim)


@given(any_claims)
@MOST
def test_no_sum_is_negative_or_more_than_was_lost(claim: dict[str, Any]) -> None:
    decision = decided(claim)
    lost = sum(act["yen"] + act["fee_yen"] for act in claim["acts"])

    assert (decision.amount is None) == (decision.outcome != "eligible")
    assert 0 <= (decision.amount or 0) <= lost
    assert sum(line.yen or 0 for line in decision.lines) == (decision.amount or 0)
    assert (decision.remedy == "credit") == bool(decision.amount)
    for line, act in zip(decision.lines, claim["acts"], strict=True):
        assert 0 <= (line.yen or 0) <= act["yen"] + act["fee_yen"]
        assert (line.remedy == "credit") == bool(line.yen)


@given(claims)
@MOST
def test_nothing_is_paid_without_the_examiner(claim: dict[str, Any]) -> None:
    decision = decided(claim)

    if decision.outcome == "eligible":
        assert claim["examination"]["complete"] is True
        assert claim["claimant"] == "user"


@given(any_claims)
@MOST
def test_what_is_cited_is_declared_and_can_be_said(claim: dict[str, Any]) -> None:
    decision = decided(claim)

    assert decision.clauses != ()
    assert set(decision.clauses) - set(policy().clauses) == set()
    assert {doubt.clause for doubt in decision.doubts} - set(decision.clauses) == set()
    assert {doubt.rule for doubt in decision.doubts} - set(DOUBTS) == set()
    for step in decision.trace:
        said = [words.format(*step.facts) for words in SENTENCES[step.rule]]
        assert "None" not in "".join(said)


@given(any_claims)
@MOST
def test_the_trace_follows_the_document(claim: dict[str, Any]) -> None:
    places = [policy().clause_order[step.clause] for step in decided(claim).trace]

    assert places == sorted(places)


@given(any_claims, st.integers(1, 5000))
@MOST
def test_a_further_recovery_never_raises_the_sum(claim: dict[str, Any], more: int) -> None:
    recovered = claim["third_parties"]["recovered_yen"] + more
    less = decided({**claim, "third_parties": {**claim["third_parties"], "recovered_yen": recovered}})

    assert (less.amount or 0) <= (decided(claim).amount or 0)


@given(claims)
@MOST
def test_a_decision_can_be_replayed_from_its_facts(claim: dict[str, Any]) -> None:
    assert decided(facts_as_json(read_claim({"facts": claim}))) == decided(claim)
