"""The app's contact, and the link by which points are taken."""

from __future__ import annotations

from datetime import datetime

from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.facts import PayoutLink
from compensation.policy.periods import Deadline


def unreachable(claim: Claim) -> Ending | None:
    """An app user needs a contact that the programme uses; silence about those without one is for a person."""
    app = claim.bulletin.app
    if claim.route != "automatic" or app is None:
        return None
    phone, email = claim.facts.app.phone, claim.facts.app.email
    if ("sms" in app.channels and phone) or ("email" in app.channels and email):
        claim.note(app.clauses, "app.reachable", (phone, email), "holds")
        return None
    claim.note(app.clauses, "app.unreachable", (phone, email), "unclear")
    claim.doubt(app.clauses, "app.unreachable")
    return claim.refer()


def not_taken(claim: Claim) -> Ending | None:
    """A link that was used too late, was never used, or never arrived; no link yet refuses nobody."""
    link = claim.link
    route = claim.bulletin.app if claim.by_app else claim.bulletin.paper
    if link is None or route is None or claim.by_transfer:
        return None
    received = claim.application.received_at if claim.application else None
    ends = route.receipt.ends(link.sent_at, received)
    if ends is None and route.receipt.days is not None:
        return None  # a period from an application, where a call brought the claim: it has not begun
    if ends is None:
        return _without_deadline(claim, link, route.receipt)
    if link.used_at is not None:
        return _used(claim, link.used_at, ends, route.receipt)
    return _unused(claim, link, ends, route.receipt)


def _used(claim: Claim, used_at: datetime, ends: datetime, receipt: Deadline) -> Ending | None:
    if used_at < ends:
        claim.note(receipt.clauses, "link.used_in_time", (used_at, ends), "holds")
        return None
    claim.note(receipt.clauses, "link.used_late", (used_at, ends), "fails")
    return Ending("ineligible", None, claim.route)


def _unused(claim: Claim, link: PayoutLink, ends: datetime, receipt: Deadline) -> Ending | None:
    over = claim.at >= ends
    if link.arrived and over:
        claim.note(receipt.clauses, "link.unused", (link.sent_at, ends), "fails")
        return Ending("ineligible", None, claim.route)
    if link.arrived is False or over:
        rule = "link.arrival_unknown" if link.arrived is None else "link.not_arrived"
        claim.note(receipt.clauses, rule, (link.sent_at, ends), "unclear")
        claim.doubt(receipt.clauses, rule)
        return claim.refer()
    claim.note(receipt.clauses, "link.still_open", (link.sent_at, ends), "holds")
    return None


def _without_deadline(claim: Claim, link: PayoutLink, receipt: Deadline) -> Ending | None:
    """Used within the bulletin's own timetable is used; how long a link may lie otherwise, no document says."""
    timetable = claim.bulletin.timetable
    if link.used_at is not None and timetable is not None and link.used_at < timetable.ends:
        claim.note(receipt.clauses, "link.used_in_timetable", (link.used_at, timetable.last_day), "holds")
        return None
    claim.note(receipt.clauses, "link.no_deadline", (link.sent_at, link.used_at), "unclear")
    claim.doubt(receipt.clauses, "link.no_deadline")
    return claim.refer()
