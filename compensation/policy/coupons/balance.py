"""The sum that is paid: one balance of the coupons, taken when the extension has run out."""

from __future__ import annotations

from collections.abc import Sequence

from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.classes import Classed, balance_at


def still_running(claim: Claim) -> Ending | None:
    """Before the balance is taken nothing is owed yet, whatever else is missing."""
    payment, last = claim.bulletin.payment, claim.bulletin.extensions[-1:]
    for extension in last:
        if claim.at < extension.ends:
            claim.note(extension.clauses, "sum.running", (extension.ends,), "open")
            return Ending("pending", None, claim.route)
        claim.note(extension.clauses, "sum.extension_over", (extension.ends,), "holds")
    if claim.at < payment.balance_at:
        claim.note(payment.clauses, "sum.not_taken_yet", (payment.balance_at,), "open")
        return Ending("pending", None, claim.route)
    return None


def known_sum(claim: Claim, coupons: Sequence[Classed], *, restored: bool) -> int | Ending:
    """The sum in yen; pending where a balance is not known, eligible with 0 where nothing is left.

    A coupon to which nobody knows whether class A applies is in the sum only by what was put back on it.
    """
    payment = claim.bulletin.payment
    total = 0
    for classed in coupons:
        yen = balance_at(classed.coupon, payment.balance_at)
        if yen is None:
            claim.note(payment.clauses, "sum.unknown", (classed.number, payment.balance_at), "open")
            return Ending("pending", None, claim.route)
        if classed.a == "open" and not (restored and classed.loss):
            return Ending("pending", None, claim.route)
        total += yen
    _doubt_last_minute(claim, coupons)
    claim.note(payment.clauses, "sum.known" if total else "sum.nothing_left", (payment.balance_at, total), "holds")
    return total or Ending("eligible", 0, None)


def _doubt_last_minute(claim: Claim, coupons: Sequence[Classed]) -> None:
    """What was spent between the minute that the text names and the end of validity is read as spent."""
    doubted_from, taken_at = claim.bulletin.payment.doubted_from, claim.bulletin.payment.balance_at
    if doubted_from is None:
        return
    for classed in coupons:
        last = balance_at(classed.coupon, taken_at)
        if any(doubted_from <= at < taken_at and yen != last for at, yen in classed.coupon.balances):
            claim.doubt(claim.bulletin.payment.clauses, "sum.last_minute")
