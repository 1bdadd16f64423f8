"""A stored decision in words: the sentences come from the trace as it was kept."""

from __future__ import annotations

import pytest

from compensation import explanations
from compensation.models import Decision
from compensation.policy.coupons.deciding import decide
from compensation.policy.coupons.reading import read_facts
from compensation.policy.explain import explanation
from compensation.policy.trace_json import trace_as_json
from compensation.programmes import rules_of
from compensation.states import EntryKind
from tests.factories.compensation import jst
from tests.factories.settlement import booked, charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]


@pytest.fixture(params=["paid", "unreachable", "doubtful"])
def stored(request: pytest.FixtureRequest) -> Decision:
    coupon = charged(app_phone="" if request.param == "unreachable" else "+819012345678", app_email="")
    if request.param == "doubtful":
        booked(coupon, EntryKind.PAYMENT, -500, jst(2023, 3, 31, 23, 59))
    settled()
    return Decision.objects.get()


def test_a_stored_decision_replays_to_itself(stored: Decision) -> None:
    """From its facts, under its bulletin, to the same answer, trace and doubts."""
    again = decide(read_facts(stored.facts), rules_of(stored.bulletin), stored.decided_at)
    assert explanations.answer_of(stored) == again
    assert stored.trace == trace_as_json(again.trace)


def test_the_sentences_are_those_of_the_policy(stored: Decision) -> None:
    again = decide(read_facts(stored.facts), rules_of(stored.bulletin), stored.decided_at)
    assert explanations.sentences(stored) == explanation(again.trace)


def test_every_tested_rule_is_on_the_officers_sheet(stored: Decision) -> None:
    sheet = explanations.officers_sheet(stored)
    assert [finding.clause.id for finding in sheet] == [step[0] for step in stored.trace]


def test_doubts_are_told(stored: Decision) -> None:
    assert [doubt.clause for doubt in explanations.doubtful(stored)] == [clause for clause, _ in stored.doubts]


def test_a_letter_names_whom_to_call(stored: Decision) -> None:
    assert "0120-479-249" in explanations.letter_of(stored).contact.ja
