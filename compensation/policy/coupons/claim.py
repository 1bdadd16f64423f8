"""A claim under decision: its facts, its rules, and the record of what was tested."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from compensation.policy.bulletin import Bulletin, Clauses
from compensation.policy.coupons.classes import Classed
from compensation.policy.coupons.facts import CouponFacts, Enquiry, PayoutLink, SiteApplication
from compensation.policy.decision import Case, Doubt, Outcome, Remedy, Result, Route, Step


class Ending(NamedTuple):
    """How one part of a claim came out."""

    outcome: Outcome
    amount: int | None
    route: Route | None
    remedy: Remedy | None = None


@dataclass(slots=True)
class Claim:
    """One claim as of one instant; `by_app` where the link to the app's contact is its way of payment.

    What lies after `at` has not happened yet: such an application, call, restoration or link counts as absent.
    """

    facts: CouponFacts
    bulletin: Bulletin
    at: datetime
    case: Case = "none"
    coupons: list[Classed] = field(default_factory=list)
    trace: list[Step] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def note(self, clauses: Clauses, rule: str, facts: tuple[Any, ...], result: Result, bears: bool = True) -> None:
        """Record that a rule was tested, for each clause that says it."""
        for clause in clauses:
            self.trace.append(Step(clause, rule, facts, result, bears))

    def doubt(self, clauses: Clauses, rule: str) -> None:
        """Record a point on which a reasonable reader could differ."""
        doubt = Doubt(clauses[0], rule)
        if doubt not in self.doubts:
            self.doubts.append(doubt)

    def refer(self) -> Ending:
        """A person must decide: the call centre."""
        contact = self.bulletin.contact
        self.note(contact.clauses, "contact", (contact.name, contact.telephone, contact.hours.text), "holds")
        return Ending("refer", None, "call_centre")

    @property
    def by_app(self) -> bool:
        app = self.facts.app
        return app.charged and not app.withdrawn and self.bulletin.app is not None

    @property
    def by_transfer(self) -> bool:
        return self.facts.wants.payout == "bank_transfer"

    @property
    def route(self) -> Route:
        """The way of payment, before anything stands in its way."""
        return "automatic" if self.by_app and not self.by_transfer else "special_site"

    @property
    def application(self) -> SiteApplication | None:
        application = self.facts.site_application
        return None if application is None or application.received_at > self.at else application

    @property
    def enquiry(self) -> Enquiry | None:
        enquiry = self.facts.enquiry
        return None if enquiry is None or enquiry.made_at > self.at else enquiry

    @property
    def link(self) -> PayoutLink | None:
        link = self.facts.payout_link
        if link is None or link.sent_at > self.at:
            return None
        return link._replace(used_at=None) if link.used_at is not None and link.used_at > self.at else link

    @property
    def restored(self) -> bool:
        """Whether the docked sum was put back while the coupon still lived: only then is it in the last balance."""
        restored_at = self.facts.restored_at
        return restored_at is not None and restored_at <= self.at and restored_at < self.bulletin.payment.balance_at
