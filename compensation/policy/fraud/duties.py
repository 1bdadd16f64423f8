"""Item 2: what a claimant must do, and by when."""

from __future__ import annotations

from datetime import timedelta

from compensation.policy.fraud import periods
from compensation.policy.fraud.events import CARD_EVENTS
from compensation.policy.fraud.facts import FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight
from compensation.policy.fraud.policy import FraudPolicy

BREACH, NO_EFFORT = 8, 12

# What most claims say, made once.
POLICE_TOLD = Finding(Weight.CARRIES, "2.police", "police_told")
PREVENTION_EXAMINED = Finding(Weight.NOTE, "2.1", "prevention_examined")
HELP_NOT_ASKED = Finding(Weight.NOTE, "2.2", "help_not_asked")


def duties(claim: FraudClaim, policy: FraudPolicy, calendar: periods.Calendar) -> Findings:
    """Every duty of item 2, in its order."""
    yield _contact(claim, policy)
    yield from _claimed_in_time(claim, policy, calendar)
    yield _police(claim)
    yield _prevention(claim)
    yield from _help(claim)
    if claim.cause in CARD_EVENTS:
        yield from _issuer(claim)


def _contact(claim: FraudClaim, policy: FraudPolicy) -> Finding:
    recognised, contacted = claim.recognised_at.date(), claim.first_contact_at.date()
    if contacted <= recognised + timedelta(days=policy.periods.contact_days):
        return Finding(Weight.NOTE, "2", "contact_at_once", (recognised, contacted))
    if claim.examination.complete:
        return Finding(Weight.NOTE, "2", "contact_late_but_examined", (recognised, contacted))
    return Finding(Weight.REFER, "2", "contact_late", (recognised, contacted), "unclear")


def _claimed_in_time(claim: FraudClaim, policy: FraudPolicy, calendar: periods.Calendar) -> Findings:
    days, received = policy.periods.claim_days, claim.claim.received_at.date()
    period = periods.run_from(claim.recognised_at, days, received, calendar)
    facts = (days, claim.recognised_at.date(), period.last_day, received)
    if period.timeliness == "in_time":
        yield Finding(Weight.CARRIES, "2.30days", "claimed_in_time", facts)
    elif period.timeliness == "midnight_start":
        yield _in_doubt("claim_period_from_midnight", facts)
    elif period.timeliness == "closed_last_day":
        yield _in_doubt("claim_period_ends_on_closed_day", (*facts, period.next_working_day))
    else:
        # Being late has no ground of its own: it bars only as a breach of this policy, and so is named with that.
        doubt = "doubt_late_claim_bars_by_breach"
        yield Finding(Weight.BAR, "2.30days", "claimed_late", facts, "fails", doubt)
        yield Finding(Weight.BAR, "4.8", "ground_8_late_claim", (days,), "fails", doubt)


def _in_doubt(rule: str, facts: tuple[object, ...]) -> Finding:
    return Finding(Weight.PERIOD_IN_DOUBT, "2.30days", rule, facts, "unclear", f"doubt_{rule}")


def _police(claim: FraudClaim) -> Finding:
    if claim.reported_to_police:
        return POLICE_TOLD
    if claim.reported_to_police is False and BREACH in claim.examination.grounds_found:
        return Finding(Weight.BAR, "2.police", "police_not_told", (), "fails")
    return Finding(Weight.SUPPLY, "2.police", "police_report_open", (), "open")


def _prevention(claim: FraudClaim) -> Finding:
    if claim.examination.complete:
        return PREVENTION_EXAMINED
    return Finding(Weight.NOTE, "2.1", "prevention_not_examined", (), "open")


def _help(claim: FraudClaim) -> Findings:
    if not claim.cooperation.requested:
        yield HELP_NOT_ASKED
    elif claim.cooperation.given:
        yield Finding(Weight.NOTE, "2.2", "help_given")
    else:
        yield from _unmet(claim, "2.2", "help_not_given", "ground_12_help")


def _issuer(claim: FraudClaim) -> Findings:
    if claim.card_issuer_notified:
        yield Finding(Weight.CARRIES, "2.3", "issuer_told")
    elif claim.card_issuer_notified is None:
        yield Finding(Weight.SUPPLY, "2.3", "issuer_notice_open", (), "open")
    else:
        yield from _unmet(claim, "2.3", "issuer_not_told", "ground_12_issuer")


def _unmet(claim: FraudClaim, clause: str, rule: str, ground_rule: str) -> Findings:
    """A duty that was not met: it bars if the examiner found so, and is for the examiner until then."""
    if claim.examination.grounds_found & {BREACH, NO_EFFORT}:
        yield Finding(Weight.BAR, clause, rule, (), "fails")
        return
    yield Finding(Weight.REFER, clause, rule, (), "unclear")
    yield Finding(Weight.REFER, "4.12", ground_rule, (), "unclear")
