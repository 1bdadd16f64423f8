"""Item 1: which of the three events happened, if any (and what is no event at all)."""

from __future__ import annotations

from compensation.policy.fraud.facts import Act, FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight

EVENTS = {
    "account_info_stolen": Finding(Weight.ALWAYS, "1.1", "event_account"),
    "mobile_device_lost_or_stolen": Finding(Weight.ALWAYS, "1.1", "event_device"),
    "card_info_stolen": Finding(Weight.ALWAYS, "1.2", "event_card"),
    "card_registered_without_consent": Finding(Weight.ALWAYS, "1.3", "event_registered_card"),
}
CARD_EVENTS = frozenset({"card_info_stolen", "card_registered_without_consent"})
ACCOUNT_EVENTS = frozenset({"account_info_stolen", "mobile_device_lost_or_stolen"})


def outside(claim: FraudClaim) -> Findings:
    """Why this is no misuse at all, whatever else may be true of the claim."""
    if claim.cause == "mistake_by_claimant":
        yield Finding(Weight.BAR, "1", "own_mistake", (), "fails")
    if claim.intended_by_claimant:
        yield Finding(Weight.BAR, "1", "intended", (), "fails")
        if claim.cause in EVENTS:
            yield Finding(Weight.BAR, EVENTS[claim.cause].clause, "intended_event", (), "fails")


def event(claim: FraudClaim) -> Findings:
    """The event that the cause makes, and where the words of item 1 do not settle it."""
    if claim.cause in EVENTS:
        yield EVENTS[claim.cause]
    if claim.cause == "unknown":
        yield Finding(Weight.REFER, "1.1", "cause_unknown", (), "unclear")
    if not claim.is_user:
        yield Finding(Weight.REFER, "5.4", "non_user", (), "unclear")


def card_after_takeover(claim: FraudClaim, acts: tuple[Act, ...]) -> Findings:
    """A registered card drawn on through a stolen account or device: not a balance of 1(1), nor stolen data of 1(2)."""
    if claim.cause in ACCOUNT_EVENTS and any(act.balance == "card" for act in acts):
        doubt = "doubt_card_after_takeover"
        yield Finding(Weight.REFER, "1.1", "card_is_no_balance", (), "unclear", doubt)
        yield Finding(Weight.REFER, "1.2", "card_data_not_stolen", (), "unclear", doubt)
