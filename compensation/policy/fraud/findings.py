"""What a test of one clause found, and what that weighs: from it come the outcome, the trace and the doubts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, NamedTuple

from compensation.policy.decision import Doubt, Outcome, Result, Step
from compensation.policy.fraud.policy import FraudPolicy


class Weight:
    """How a finding bears. The heaviest of REFER and above decides; what is lighter only stands beside it.

    Plain numbers: an enumeration hashes in Python, which alone took a third of a decision.
    """

    NOTE = 0  # tested, never decisive
    CARRIES = 1  # passed, and a sum could not be given without it
    ALWAYS = 2  # bears whatever comes of the claim: the event, and a ground that shuts out some of the acts
    REFER = 3  # a person must decide
    SUPPLY = 4  # the claimant or a third party must still supply something
    PERIOD_IN_DOUBT = 5  # a person must decide whether the claim was in time, before anything is asked for
    BAR = 6  # the claim fails


class Finding(NamedTuple):
    """One test: its weight, the clause (without the programme), the sentence, its facts, the result, a doubt if any."""

    weight: int
    clause: str
    rule: str
    facts: tuple[Any, ...] = ()
    result: Result = "holds"
    doubt: str | None = None


Findings = Iterator[Finding]

OUTCOMES: dict[int, Outcome] = {
    Weight.REFER: "refer",
    Weight.SUPPLY: "pending",
    Weight.PERIOD_IN_DOUBT: "refer",
    Weight.BAR: "ineligible",
}
BEARING: dict[Outcome, frozenset[int]] = {
    "eligible": frozenset({Weight.ALWAYS, Weight.CARRIES}),
    "refer": frozenset({Weight.ALWAYS, Weight.REFER, Weight.PERIOD_IN_DOUBT}),
    "pending": frozenset({Weight.ALWAYS, Weight.SUPPLY}),
    "ineligible": frozenset({Weight.ALWAYS, Weight.BAR}),
}


# Two dozen steps a decision: this skips the argument handling of a named tuple, which costs more than the tuple.
AS_STEP: Callable[[tuple[Any, ...]], Step] = partial(tuple.__new__, Step)


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """What the findings come to together."""
    return OUTCOMES.get(max([finding.weight for finding in findings]), "eligible")


def trace_of(findings: list[Finding], outcome: Outcome, policy: FraudPolicy) -> tuple[Step, ...]:
    """The findings as steps, in the order of the document."""
    bearing, ids, order = BEARING[outcome], policy.ids, policy.order
    in_order = sorted(findings, key=lambda finding: order[finding.clause])
    steps = [
        (ids[clause], rule, facts, result, weight in bearing) for weight, clause, rule, facts, result, _ in in_order
    ]
    return tuple(map(AS_STEP, steps))


def doubts_of(findings: list[Finding], outcome: Outcome, policy: FraudPolicy) -> tuple[Doubt, ...]:
    """The contested points that bore on the outcome, once each.

    A contested bar is a doubt only where no other bar stands: else the claim fails whoever is right about it.
    """
    bearing = BEARING[outcome]
    doubted = [finding for finding in findings if finding.doubt and finding.weight in bearing]
    if not doubted or (outcome == "ineligible" and _barred_beyond_doubt(findings)):
        return ()
    doubts = {finding.doubt: finding.clause for finding in reversed(doubted) if finding.doubt}
    return tuple(Doubt(policy.ids[clause], rule) for rule, clause in reversed(doubts.items()))


def _barred_beyond_doubt(findings: list[Finding]) -> bool:
    return any(finding.weight == Weight.BAR and not finding.doubt for finding in findings)
