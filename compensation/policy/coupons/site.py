"""Paper coupons, withdrawn accounts and transfers: what comes in through the special site, and until when."""

from __future__ import annotations

from datetime import datetime, time

from compensation.policy.bulletin import ItemList, PaperRoute, Transfer
from compensation.policy.coupons.claim import Claim, Ending
from compensation.policy.coupons.classes import Classed
from compensation.policy.coupons.facts import SiteApplication


def too_late(claim: Claim) -> Ending | None:
    """Paper or withdrawn: an application after the deadline, or none by then, before anything that is missing."""
    if claim.by_app:
        return None
    paper = claim.bulletin.paper
    if paper is None:
        claim.note(claim.bulletin.contact.clauses, "paper.no_route", (), "unclear")
        claim.doubt(claim.bulletin.contact.clauses, "paper.no_route")
        return claim.refer()
    claim.note(paper.clauses, "paper.by_site", (claim.facts.app.charged, claim.facts.app.withdrawn), "holds")
    ends = paper.deadline.ends()
    return _without_deadline(claim, paper) if ends is None else _by_deadline(claim, paper, ends)


def transfer_refused(claim: Claim) -> Ending | None:
    """A bank transfer: offered to this person, in time, applied for, with its items."""
    if not claim.by_transfer:
        return None
    transfer = claim.bulletin.transfer
    if ("app" if claim.by_app else "paper") not in transfer.routes:
        rule = "transfer.silent" if transfer.silent else "transfer.not_offered"
        claim.note(transfer.clauses, rule, (claim.by_app,), "unclear")
        claim.doubt(transfer.clauses, rule)
        return claim.refer()
    claim.note(transfer.clauses, "transfer.offered", (), "holds")
    if claim.case in transfer.doubted_cases:
        claim.doubt(transfer.clauses, "transfer.offered")
    return _transfer_late(claim, transfer) or _transfer_incomplete(claim, transfer)


def incomplete(claim: Claim, held: list[Classed]) -> Ending | None:
    """What can still be supplied: a method of the list, the application, the number, the items."""
    endings = [points_not_listed(claim)]
    paper, application = claim.bulletin.paper, claim.application
    if paper is not None and not claim.by_app and application is None:
        claim.note(paper.clauses, "paper.no_application", (), "open")
        endings.append(Ending("pending", None, claim.route))
    elif paper is not None and application is not None and claim.route == "special_site":
        endings.append(_before_opening(claim, paper, application))
        if not claim.by_app:
            endings += [_number(claim, paper, held), _items(claim, paper.items, application)]
    return _worst(claim, [ending for ending in endings if ending is not None])


def _worst(claim: Claim, endings: list[Ending]) -> Ending | None:
    """A person before a question; that a restored case B must apply at all is open to doubt."""
    if endings and claim.case == "B" and not claim.by_app:
        _doubt_paper_b(claim)
    return next((ending for ending in endings if ending.outcome == "refer"), endings[0] if endings else None)


def _by_deadline(claim: Claim, paper: PaperRoute, ends: datetime) -> Ending | None:
    application, clauses = claim.application, paper.deadline.clauses
    received = application.received_at if application else None
    if (received or claim.at) < ends:
        claim.note(clauses, "paper.in_time" if received else "paper.still_open", (received, ends), "holds")
        return None
    claim.note(clauses, "paper.late" if received else "paper.never_applied", (received, ends), "fails")
    if claim.case == "B":
        _doubt_paper_b(claim)
        return claim.refer()
    return Ending("ineligible", None, claim.route)


def _without_deadline(claim: Claim, paper: PaperRoute) -> Ending | None:
    application, timetable = claim.application, claim.bulletin.timetable
    if application is not None and timetable is not None and application.received_at >= timetable.ends:
        facts = (application.received_at, timetable.last_day)
        claim.note(paper.deadline.clauses, "paper.after_timetable", facts, "unclear")
        claim.doubt(paper.deadline.clauses, "paper.after_timetable")
        return claim.refer()
    claim.note(paper.deadline.clauses, "paper.no_deadline", (), "holds")
    return None


def _doubt_paper_b(claim: Claim) -> None:
    case_b = claim.bulletin.case_b
    if case_b is not None and case_b.remedy.then_clauses:
        claim.doubt(case_b.remedy.then_clauses, "paper.restored_b")


def _transfer_late(claim: Claim, transfer: Transfer) -> Ending | None:
    """For an app user: a transfer has no deadline of its own, the site's is used, and the points are not lost."""
    paper = claim.bulletin.paper
    ends = paper.deadline.ends() if paper else None
    if ends is None or paper is None or not claim.by_app:
        return None
    received = claim.application.received_at if claim.application else None
    if (received or claim.at) < ends:
        return None
    claim.note(paper.deadline.clauses, "transfer.late", (received, ends), "unclear")
    claim.doubt(transfer.clauses, "transfer.late")
    return claim.refer()


def _transfer_incomplete(claim: Claim, transfer: Transfer) -> Ending | None:
    given = claim.application.items if claim.application else frozenset()
    missing = tuple([item.name for item in transfer.items if item.id not in given])
    if claim.application is None or missing:
        rule = "transfer.no_application" if claim.application is None else "transfer.items_missing"
        claim.note(transfer.clauses, rule, (missing,), "open")
        return Ending("pending", None, claim.route)
    return None


def points_not_listed(claim: Claim) -> Ending | None:
    """A method that the bulletin does not list; none chosen yet is no hindrance."""
    chosen, points = claim.facts.wants.points, claim.bulletin.points
    if claim.by_transfer or chosen is None:
        return None
    for method in points.methods:
        if method.id == chosen:
            claim.note(points.clauses, "points.listed", (method.name,), "holds")
            return None
    names = tuple([method.name for method in points.methods])
    claim.note(points.clauses, "points.not_listed", (chosen, names), "open")
    return Ending("pending", None, claim.route)


def _before_opening(claim: Claim, paper: PaperRoute, application: SiteApplication) -> Ending | None:
    opening = paper.opening
    if opening is None or opening.at is None:
        return None
    early = application.received_at < opening.at
    # A day alone is told as the document words it: it names no hour.
    day_alone = opening.at.time() == time()
    facts = (application.received_at, opening.text if day_alone else opening.at)
    for stale in claim.bulletin.stale:
        if early and stale.governed_by in opening.clauses:
            claim.note((stale.clause,), "paper.stale_opening", (stale.quotation, opening.at), "fails")
    claim.note(
        opening.clauses, "paper.before_opening" if early else "paper.opened", facts, "open" if early else "holds"
    )
    return Ending("pending", None, claim.route) if early else None


def _number(claim: Claim, paper: PaperRoute, held: list[Classed]) -> Ending | None:
    """The number of each coupon; whom to ask for it where the sheet is lost."""
    ending = None
    for number, coupon in [(classed.number, classed.coupon) for classed in held]:
        if coupon.lost and coupon.number_known and paper.lost.ask is not None:
            claim.note(paper.lost.clauses, "paper.lost_number_known", (number,), "holds")
        elif not coupon.number_known and (ending is None or ending.outcome != "refer"):
            ending = _number_unknown(claim, paper, number, lost=coupon.lost)
    return ending


def _number_unknown(claim: Claim, paper: PaperRoute, number: int, *, lost: bool) -> Ending:
    if lost and paper.lost.ask is None:
        claim.note(paper.lost.clauses, "paper.lost_silent", (number,), "unclear")
        claim.doubt(paper.lost.clauses, "paper.lost_silent")
        return claim.refer()
    clauses = paper.lost.clauses if lost else paper.items.clauses
    claim.note(clauses, "paper.lost" if lost else "paper.number_unknown", (number, paper.lost.ask), "open")
    return Ending("pending", None, claim.route)


def _items(claim: Claim, items: ItemList, application: SiteApplication) -> Ending | None:
    if items.silent:
        _note_silence(claim, items, application)
        return None
    missing = tuple([item.name for item in items.items if item.id not in application.items])
    rule = "paper.items_missing" if missing else "paper.items_complete"
    asked = tuple([item.name for item in items.items])
    claim.note(items.clauses, rule, (missing or asked,), "open" if missing else "holds")
    return Ending("pending", None, claim.route) if missing else None


def _note_silence(claim: Claim, items: ItemList, application: SiteApplication) -> None:
    """Where none are listed none may be asked; whether that holds even without a way to answer is open to doubt."""
    if claim.by_transfer:
        return
    claim.note(items.clauses, "paper.items_silent", (), "holds")
    if items.reached_by and application.items.isdisjoint(items.reached_by):
        claim.doubt(items.clauses, "paper.items_silent")
