"""The order in which things count: no misuse at all, bars, doubtful periods, supplies, a person's matters, the sum."""

from __future__ import annotations

from compensation.policy.decision import Case, Decision, Line, Outcome
from compensation.policy.fraud.acts import moments, scope_of, standing
from compensation.policy.fraud.application import application
from compensation.policy.fraud.duties import duties
from compensation.policy.fraud.events import card_after_takeover, event, outside
from compensation.policy.fraud.facts import FraudClaim
from compensation.policy.fraud.findings import Finding, doubts_of, outcome_of, trace_of
from compensation.policy.fraud.grounds import grounds
from compensation.policy.fraud.periods import Calendar
from compensation.policy.fraud.policy import FraudPolicy
from compensation.policy.fraud.sums import lines_of, sum_findings, third_parties


def decide(claim: FraudClaim, policy: FraudPolicy, calendar: Calendar) -> Decision:
    """Decide a fraud claim on the facts given; `calendar` knows the days on which the desk is closed.

    Never eligible while a person's examination is open: silence of the examiner pays nothing (item 4).
    """
    no_misuse = list(outside(claim))
    if no_misuse:
        lines = tuple(
            Line(place, "none", "ineligible", None, None, act.balance) for place, act in enumerate(claim.acts)
        )
        return _decision(policy, "none", "ineligible", no_misuse, lines)
    scope = scope_of(claim, policy, calendar)
    acts = standing(claim, scope)
    findings = [
        *event(claim),
        *card_after_takeover(claim, acts),
        *duties(claim, policy, calendar),
        *moments(claim, scope, policy),
        *third_parties(claim),
        *application(claim, policy),
    ]
    findings += grounds(claim, acts or claim.acts, policy, {finding.clause for finding in findings})
    outcome = outcome_of(findings)
    if outcome == "eligible":
        findings += sum_findings(claim, acts)
    return _decision(policy, "fraud", outcome, findings, lines_of(claim, scope.stands, outcome))


def _decision(
    policy: FraudPolicy, case: Case, outcome: Outcome, findings: list[Finding], lines: tuple[Line, ...]
) -> Decision:
    amount = sum(line.yen or 0 for line in lines) if outcome == "eligible" else None
    return Decision(
        programme=policy.programme,
        bulletin=policy.id,
        case=case,
        outcome=outcome,
        amount=amount,
        route=None,
        remedy="credit" if amount else None,
        lines=lines,
        trace=trace_of(findings, outcome, policy),
        doubts=doubts_of(findings, outcome, policy),
    )
