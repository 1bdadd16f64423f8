"""Case B before the docked sum is back on the coupon, or where it is paid out: call, items, the shop's answer."""

from __future__ import annotations

from compensation.policy.bulletin import Enquiry, Remedy
from compensation.policy.coupons import collection, persons, site
from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.decision import Route


def without_remedy(claim: Claim, remedy: Remedy) -> Ending:
    """The bulletin does not say yet what is done: neither paid nor refused."""
    claim.note(remedy.clauses, "b.no_remedy_yet", (), "open")
    return Ending("pending", None, None)


def unrestored(claim: Claim, remedy: Remedy, enquiry: Enquiry, loss: int) -> Ending:
    """Case B with a remedy that is still to be given; `loss` is what was wrongly docked, in yen."""
    return (
        _enquiry_in_time(claim, enquiry)
        or _extension_possible(claim, remedy)
        or _enquiry_complete(claim, enquiry)
        or _shop_agrees(claim, remedy)
        or _payable(claim, remedy)
        or persons.unanswered(claim)
        or _granted(claim, remedy, loss)
    )


def _enquiry_in_time(claim: Claim, enquiry: Enquiry) -> Ending | None:
    ends = enquiry.deadline.ends() if enquiry.deadline else None
    if enquiry.deadline is None or ends is None:
        return None
    made_at = claim.enquiry.made_at if claim.enquiry else None
    if (made_at or claim.at) < ends:
        rule = "b.enquiry_in_time" if made_at else "b.enquiry_still_open"
        claim.note(enquiry.deadline.clauses, rule, (made_at, ends), "holds")
        return None
    claim.note(enquiry.deadline.clauses, "b.enquiry_late" if made_at else "b.never_called", (made_at, ends), "fails")
    return Ending("ineligible", None, "call_centre")


def _extension_possible(claim: Claim, remedy: Remedy) -> Ending | None:
    """Once the extension has run out nothing can be put back; no deadline is written, so this is no refusal."""
    ends = claim.bulletin.payment.balance_at
    if remedy.kind != "restore" or claim.at < ends:
        return None
    claim.note(remedy.check_clauses + remedy.then_clauses, "b.extension_over", (ends,), "unclear")
    claim.doubt(remedy.then_clauses, "b.extension_over")
    return claim.refer()


def _enquiry_complete(claim: Claim, enquiry: Enquiry) -> Ending | None:
    if claim.enquiry is None:
        claim.note(enquiry.clauses, "b.no_enquiry", (_names(enquiry),), "open")
        return Ending("pending", None, "call_centre")
    missing = tuple([item.name for item in enquiry.items if item.id not in claim.enquiry.items])
    if missing:
        claim.note(enquiry.clauses, "b.enquiry_incomplete", (missing,), "open")
        return Ending("pending", None, "call_centre")
    claim.note(enquiry.clauses, "b.enquiry_complete", (claim.enquiry.made_at, _names(enquiry)), "holds")
    return None


def _names(enquiry: Enquiry) -> tuple[object, ...]:
    return tuple([item.name for item in enquiry.items])


def _shop_agrees(claim: Claim, remedy: Remedy) -> Ending | None:
    confirmed = claim.enquiry.shop_confirmed if claim.enquiry else None
    if confirmed is None:
        claim.note(remedy.check_clauses, "b.shop_silent", (), "open")
        return Ending("pending", None, "call_centre")
    if not confirmed:
        claim.note(remedy.check_clauses, "b.shop_contradicts", (), "unclear")
        claim.doubt(remedy.check_clauses, "b.shop_contradicts")
        return claim.refer()
    return None


def _payable(claim: Claim, remedy: Remedy) -> Ending | None:
    """What is paid out is paid like a balance: transfer, contact, method and link. The call stands for an application.

    What still stands in the way keeps the call's route, but for a transfer, whose items come in through the site.
    """
    if remedy.kind != "pay_out":
        return None
    ending = (
        site.transfer_refused(claim)
        or collection.unreachable(claim)
        or site.points_not_listed(claim)
        or collection.not_taken(claim)
    )
    return ending._replace(route=_route(claim)) if ending and ending.outcome != "refer" else ending


def _granted(claim: Claim, remedy: Remedy, loss: int) -> Ending:
    if remedy.kind == "restore":
        claim.note(remedy.check_clauses, "b.granted_restore", (loss,), "holds")
        return Ending("eligible", loss, "call_centre", "restore")
    clauses = tuple(dict.fromkeys(remedy.check_clauses + remedy.clauses))
    claim.note(clauses, "b.granted_pay_out", (loss,), "holds")
    return Ending("eligible", loss, _route(claim), "pay")


def _route(claim: Claim) -> Route:
    return "special_site" if claim.by_transfer else "call_centre"
