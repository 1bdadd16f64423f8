"""Item 3 and what the policy says of each act: when it did damage, and whether that is still in time."""

from __future__ import annotations

from typing import NamedTuple

from compensation.policy.fraud import periods
from compensation.policy.fraud.facts import Act, FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight
from compensation.policy.fraud.policy import FraudPolicy

NO_PREVENTION = 13


class Scope(NamedTuple):
    """What was found of each act, in the order of the acts.

    Its sixty days; whether ground 13 shuts it out; and whether it is left when those acts are shut out that came too
    late or were not prevented.
    """

    ends: tuple[periods.Period, ...]
    unprevented: tuple[bool, ...]
    stands: tuple[bool, ...]

    @property
    def in_doubt(self) -> list[periods.Period]:
        """The sixty days that a person must judge, of acts that are not shut out anyway, the earliest first."""
        pairs = zip(self.ends, self.stands, strict=True)
        return sorted(period for period, stands in pairs if stands and period.timeliness != "in_time")


def scope_of(claim: FraudClaim, policy: FraudPolicy, calendar: periods.Calendar) -> Scope:
    """Test each act alone. A cardholder who is no user is not bound by ground 13."""
    received, days = claim.claim.received_at.date(), policy.periods.damage_days
    found = claim.is_user and NO_PREVENTION in claim.examination.grounds_found
    ends = [periods.run(act.at.date(), days, received, calendar) for act in claim.acts]
    unprevented = [found and act.at > claim.recognised_at for act in claim.acts]
    stands = [end.timeliness != "late" and not shut for end, shut in zip(ends, unprevented, strict=True)]
    return Scope(tuple(ends), tuple(unprevented), tuple(stands))


def standing(claim: FraudClaim, scope: Scope) -> tuple[Act, ...]:
    """The acts that are not shut out one by one."""
    return tuple(act for act, stands in zip(claim.acts, scope.stands, strict=True) if stands)


def moments(claim: FraudClaim, scope: Scope, policy: FraudPolicy) -> Findings:
    """When damage arose, act by act, and the questions that the moments raise."""
    days = [act.at.date() for act in claim.acts]
    sixty_days = list(_sixty_days(claim, scope, policy))
    weight = max(found.weight for found in sixty_days)
    yield Finding(weight, "3", "damage_moments", (len(days), min(days), max(days)))
    if claim.information_stolen_at is not None:
        yield Finding(weight, "3", "theft_is_no_damage", (claim.information_stolen_at.date(),))
    yield from sixty_days
    yield from _recognised_too_early(claim)
    yield from _charge_and_spending(claim)
    yield from _unprevented(claim, scope)


def _recognised_too_early(claim: FraudClaim) -> Findings:
    first = min(act.at for act in claim.acts)
    if claim.recognised_at < first:
        yield Finding(Weight.REFER, "2.30days", "recognised_before_damage", (claim.recognised_at, first), "unclear")
        yield Finding(Weight.REFER, "3", "damage_after_recognition", (claim.recognised_at, first), "unclear")


def _charge_and_spending(claim: FraudClaim) -> Findings:
    kinds = {act.act for act in claim.acts}
    if "charge" in kinds and len(kinds) > 1:
        doubt = "doubt_charge_and_spending"
        yield Finding(Weight.REFER, "3", "charge_and_spending", (), "unclear", doubt)
        yield Finding(Weight.REFER, "5.1", "one_loss_perhaps_twice", (), "unclear", doubt)


def _sixty_days(claim: FraudClaim, scope: Scope, policy: FraudPolicy) -> Findings:
    days, received = policy.periods.damage_days, claim.claim.received_at.date()
    late = [period.last_day for period in scope.ends if period.timeliness == "late"]
    doubtful = scope.in_doubt
    if late:
        facts = (days, len(late), len(scope.ends), max(late), received)
        if any(scope.stands):
            yield Finding(Weight.ALWAYS, "4.3", "damage_partly_late", facts, "fails", "doubt_grounds_by_act")
        else:
            yield Finding(Weight.BAR, "4.3", "damage_late", facts, "fails")
    if doubtful:
        rule = "damage_period_ends_on_closed_day"
        facts_of_doubt = (days, doubtful[0].last_day, doubtful[0].next_working_day, received)
        yield Finding(Weight.PERIOD_IN_DOUBT, "4.3", rule, facts_of_doubt, "unclear", f"doubt_{rule}")
    if not late and not doubtful:
        first_end = min(period.last_day for period in scope.ends)
        yield Finding(Weight.CARRIES, "4.3", "damage_in_time", (days, first_end, received))


def _unprevented(claim: FraudClaim, scope: Scope) -> Findings:
    """Ground 13: only for the loss after the claimant knew, only for a user, and only as an examiner finds it."""
    after = sum(act.at > claim.recognised_at for act in claim.acts)
    facts = (claim.recognised_at, after, len(claim.acts))
    if any(scope.unprevented):
        weight = Weight.ALWAYS if any(scope.stands) else Weight.BAR
        doubt = "doubt_grounds_by_act" if weight == Weight.ALWAYS else None
        yield Finding(weight, "4.13", "ground_13_found", facts, "fails", doubt)
    elif NO_PREVENTION in claim.examination.grounds_found:
        rule = "ground_13_without_object" if claim.is_user else "ground_13_binds_users"
        yield Finding(Weight.REFER, "4.13", rule, facts, "unclear")
    elif claim.is_user and after and not claim.examination.complete:
        yield Finding(Weight.REFER, "4.13", "ground_13_open", facts, "unclear")
    else:
        yield Finding(Weight.NOTE, "4.13", "ground_13_clear", facts)
