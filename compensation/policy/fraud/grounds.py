"""Item 4: the fifteen grounds on which nothing is paid. All that apply are named, not the first alone."""

from __future__ import annotations

from datetime import datetime

from compensation.policy.fraud import periods
from compensation.policy.fraud.acts import NO_PREVENTION
from compensation.policy.fraud.facts import Act, FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight
from compensation.policy.fraud.policy import FraudPolicy

OWN_ACT = frozenset({"claimant", "claimant_coerced"})
REPEATED = 11
# Of 2, 3, 11 and 13 the facts always say something. The others are shown by the facts, or found, or clear.
OTHER_GROUNDS = (1, 4, 5, 6, 7, 8, 9, 10, 12, 14, 15)


def grounds(claim: FraudClaim, acts: tuple[Act, ...], policy: FraudPolicy, tested: set[str]) -> Findings:
    """The gate of item 4 and every ground but those tested act by act.

    `acts` are those not shut out one by one; `tested` are the clauses on which something has been said already.
    """
    shown = list(_shown(claim))
    yield _examination(claim)
    yield from shown
    for number in sorted(claim.examination.grounds_found - {REPEATED, NO_PREVENTION}):
        yield _found(number)
    yield _repeated(claim, acts, policy)
    said = tested.union(
        [finding.clause for finding in shown], [f"4.{found}" for found in claim.examination.grounds_found]
    )
    rest = CLEAR if claim.examination.complete else NOT_EXAMINED
    yield from [finding for finding in rest if finding.clause not in said]


def _found(number: int) -> Finding:
    return Finding(Weight.BAR, f"4.{number}", "ground_found", (number,), "fails")


def _shown(claim: FraudClaim) -> Findings:
    """The grounds that the facts show by themselves."""
    if claim.cause in MEDIUM:
        yield MEDIUM[claim.cause]
    yield IDENTITY[claim.identity_verified]
    if claim.negligence == "gross":
        yield Finding(Weight.BAR, "4.4", "ground_4_gross", (), "fails")
    if claim.misused_by in OWN_ACT:
        yield Finding(Weight.BAR, "4.5", "ground_5_own_act", (), "fails")
    elif claim.misused_by != "third_party":
        yield Finding(Weight.BAR, "4.6", "ground_6_close_person", (), "fails")
    if claim.device_transferred_lent_or_pledged:
        yield Finding(Weight.BAR, "4.7", "ground_7_device", (), "fails")


def _examination(claim: FraudClaim) -> Finding:
    if not claim.examination.complete:
        return Finding(Weight.REFER, "4", "examination_open", (), "open")
    if claim.examination.grounds_found - {NO_PREVENTION}:
        return Finding(Weight.NOTE, "4", "examination_found", (), "fails")
    return EXAMINATION_CLEAR


def _repeated(claim: FraudClaim, acts: tuple[Act, ...], policy: FraudPolicy) -> Finding:
    """Ground 11: negligence within the year of the user's last claim; both dates inside, or a person decides."""
    found = REPEATED in claim.examination.grounds_found
    if not claim.is_user:
        return Finding(Weight.REFER if found else Weight.NOTE, "4.11", "ground_11_binds_users")
    if found:
        return _found(REPEATED)
    if claim.previous_claim_received_at is None:
        return FIRST_CLAIM
    return _repeated_within(claim, claim.previous_claim_received_at, acts, policy.periods.repeat_years)


def _repeated_within(claim: FraudClaim, previous: datetime, acts: tuple[Act, ...], years: int) -> Finding:
    end, received = periods.year_end(previous.date(), years), claim.claim.received_at
    dates = [received, *(act.at for act in acts)]
    inside = [previous <= at and at.date() <= end for at in dates]
    facts = (previous.date(), end, min(dates[1:]).date(), received.date())
    if claim.negligence == "none":
        return Finding(Weight.CARRIES, "4.11", "no_negligence", facts)
    if not any(inside) and previous <= received:
        return Finding(Weight.CARRIES, "4.11", "previous_claim_over_a_year_ago", facts)
    if claim.negligence is None:
        return Finding(Weight.REFER, "4.11", "negligence_not_examined", facts, "unclear")
    if all(inside):
        return Finding(Weight.BAR, "4.11", "ground_11_repeated", facts, "fails")
    return Finding(
        Weight.PERIOD_IN_DOUBT, "4.11", "repeated_in_part", facts, "unclear", "doubt_year_of_misuse_or_claim"
    )


# What most claims say, made once.
IDENTITY = {
    True: Finding(Weight.CARRIES, "4.2", "identity_checked"),
    False: Finding(Weight.BAR, "4.2", "identity_not_checked", (), "fails"),
    None: Finding(Weight.SUPPLY, "4.2", "identity_check_open", (), "open"),
}
MEDIUM = {
    "twooca_card_or_ring_lost_or_stolen": Finding(Weight.BAR, "4.1", "ground_1_medium", (), "fails"),
    "unknown": Finding(Weight.REFER, "4.1", "cause_unknown_medium", (), "unclear"),
}
EXAMINATION_CLEAR = Finding(Weight.CARRIES, "4", "examination_clear")
FIRST_CLAIM = Finding(Weight.NOTE, "4.11", "first_claim")
CLEAR = [Finding(Weight.NOTE, f"4.{number}", "ground_clear", (number,)) for number in OTHER_GROUNDS]
NOT_EXAMINED = [finding._replace(rule="ground_not_examined", result="open") for finding in CLEAR]
