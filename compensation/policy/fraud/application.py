"""How a claim is to be made: the form, the words it must hold, and what it must tell."""

from __future__ import annotations

from compensation.policy.bulletin import Words
from compensation.policy.fraud.facts import FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight
from compensation.policy.fraud.policy import FraudPolicy, Item

ITEMS_COMPLETE = Finding(Weight.NOTE, "application.items", "items_complete")


def application(claim: FraudClaim, policy: FraudPolicy) -> Findings:
    """The form and the items. What is missing is asked for; the policy names no other consequence."""
    yield _form(claim, policy)
    missing = items_missing(claim, policy)
    if missing:
        names = tuple(item.name for item in missing)
        yield Finding(Weight.SUPPLY, "application.items", "items_missing", (names,), "open")
    else:
        yield ITEMS_COMPLETE


def items_missing(claim: FraudClaim, policy: FraudPolicy) -> list[Item]:
    """The items that this claimant must still give, in the order of the policy.

    A name that the policy does not know is kept under that name: nothing that is said to be missing is overlooked.
    """
    if not claim.claim.items_missing:
        return []
    items = policy.application.items
    known = [item for item in items if item.id in claim.claim.items_missing and (claim.is_user or not item.user_only)]
    unknown = claim.claim.items_missing.difference(item.id for item in items)
    return known + [Item(name, Words(name, name), "") for name in sorted(unknown)]


def _form(claim: FraudClaim, policy: FraudPolicy) -> Finding:
    if claim.claim.channel not in policy.application.form_channels:
        return Finding(Weight.SUPPLY, "application.form", "form_not_used", (), "open")
    phrase = (policy.application.phrase,)
    if not claim.claim.subject_phrase:
        return Finding(Weight.SUPPLY, "application.form", "phrase_missing", phrase, "open", "doubt_phrase_missing")
    return Finding(Weight.NOTE, "application.form", "form_used", phrase)
