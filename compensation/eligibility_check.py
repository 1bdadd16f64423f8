"""Would I be covered? A traveller's own answers about one coupon, as the facts of a coupon that nobody has stored.

The answers stand where the ledger stands otherwise: the same builder makes the facts, the same policy decides.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, Literal, NamedTuple

from compensation.enquiries import Told
from compensation.facts import Balances, FactsOfCoupons, Held, account_of
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.deciding import decide
from compensation.policy.coupons.facts import (
    App,
    CouponFacts,
    Enquiry,
    Outage,
    PayoutLink,
    SiteApplication,
    TriedPayment,
    Wants,
)
from compensation.policy.decision import Decision
from compensation.policy.periods import TICK, start_of
from compensation.travellers import Applicant

Owner = Literal["own", "others", "elsewhere", "not_supported", "not_regionpay", "none"]
Holding = Literal["paper", "lost", "app", "withdrawn"]
Evening = Literal["nothing", "paid_otherwise", "pressed_repeatedly", "other"]
Arrival = Literal["arrived", "not_arrived", "unknown"]

COVERED_KINDS: Final = ("own", "others")
"""Answers about the coupon after which the other questions matter at all."""
_SUBJECT: Final = 1
_POINTS: Final = Wants("points", None)
# They stand for "a number that takes SMS" and "an address": which ones, nobody asks here.
_SOME_MOBILE, _SOME_EMAIL = "+819012345678", "someone@example.jp"


class Payment(NamedTuple):
    """The payment of the evening as its payer remembers it; yen are whole, counts of single payments."""

    at: datetime
    unit_yen: int
    paid_otherwise_yen: int = 0
    meant: int = 1
    docked: int = 1


class Said(NamedTuple):
    """The answers. `yen` by instant: what was left then, None where not known; `elsewhere` names the prefecture."""

    owner: Owner
    elsewhere: str = ""
    expires_on: date | None = None
    holding: Holding = "paper"
    has_mobile: bool = False
    has_email: bool = False
    evening: Evening = "nothing"
    payment: Payment | None = None
    yen: tuple[tuple[datetime, int | None], ...] = ()
    link: Arrival | None = None


class Answered(NamedTuple):
    """What the policy says as of now, and, where an application can be sent, what it would say of one sent now."""

    now: Decision
    once_applied: Decision | None


def answer(said: Said, rules: Bulletin, as_of: datetime, outage: Outage | None) -> Answered:
    """Decide on these answers alone. Reads nothing and writes nothing."""
    facts = facts_of(said, rules, as_of, outage)
    decision = decide(facts, rules, as_of)
    if decision.outcome != "pending" or decision.route != "special_site" or rules.paper is None:
        return Answered(decision, None)
    items = frozenset(item.id for item in rules.paper.items.items) | frozenset(rules.paper.items.reached_by)
    applied = decide(facts._replace(site_application=SiteApplication(as_of, items)), rules, as_of)
    return Answered(decision, applied if applied.trace != decision.trace else None)


def facts_of(said: Said, rules: Bulletin, as_of: datetime, outage: Outage | None) -> CouponFacts:
    """The answers as the policy reads them."""
    if said.owner == "none":
        return CouponFacts(None, (), App(charged=False, withdrawn=False, phone=False, email=False), _POINTS)
    held, builder = _held(said, rules, as_of), _builder(said, rules, as_of, outage)
    balances: Balances = {at: yen for at, yen in said.yen if at <= as_of}
    if said.holding == "app":
        facts = builder.automatic(held, account_of([held], as_of), balances)
        facts = facts._replace(claimant_is_named_traveller=said.owner != "others")
    else:
        facts = builder.paper([(held, balances)], Applicant("", said.owner != "others"))
    return _as_told(facts, said, rules)


def _as_told(facts: CouponFacts, said: Said, rules: Bulletin) -> CouponFacts:
    """What no row of the ledger says: another prefecture, another kind of coupon, a lost sheet, the link."""
    coupon = facts.coupons[0]._replace(
        prefecture=said.elsewhere or rules.prefecture,
        received_via_regionpay=said.owner != "not_regionpay",
        number_known=said.holding != "lost",
        lost=said.holding == "lost",
    )
    return facts._replace(coupons=(coupon,), payout_link=_link(said, rules))


def _link(said: Said, rules: Bulletin) -> PayoutLink | None:
    """The link as sent on the first day planned: nobody is asked on which day a message that never came was sent."""
    planned = rules.app.sending if rules.app else None
    if said.link is None or planned is None or planned.earliest is None:
        return None
    arrived = {"arrived": True, "not_arrived": False, "unknown": None}[said.link]
    return PayoutLink(start_of(planned.earliest), arrived, None)


def _held(said: Said, rules: Bulletin, as_of: datetime) -> Held:
    charged = said.holding in ("app", "withdrawn")
    return Held(
        id=_SUBJECT,
        inquiry_number="",
        traveller_name="",
        expires_on=said.expires_on or rules.incident.day,
        via_travel_support=said.owner != "not_supported",
        app_account="own" if charged else "",
        app_phone=_SOME_MOBILE if said.has_mobile else "",
        app_email=_SOME_EMAIL if said.has_email else "",
        charged_at=start_of(rules.incident.day) if charged else None,
        app_withdrawn_at=as_of if said.holding == "withdrawn" else None,
        replaced_by="",
        payee_id=None,
    )


def _builder(said: Said, rules: Bulletin, as_of: datetime, outage: Outage | None) -> FactsOfCoupons:
    told = {_SUBJECT: Told((_tried(said, said.payment),), _call_to_come(as_of))} if said.payment else {}
    return FactsOfCoupons(rules, as_of, told, outage)


def _tried(said: Said, payment: Payment) -> TriedPayment:
    pressed = said.evening == "pressed_repeatedly"
    return TriedPayment(
        at=payment.at,
        refused_at_till=not pressed,
        paid_otherwise_yen=payment.paid_otherwise_yen,
        deducted_at=payment.at,
        presses=max(payment.docked, 2) if pressed else 1,
        intended=payment.meant,
        unit_yen=payment.unit_yen,
        deductions=payment.docked,
    )


def _call_to_come(as_of: datetime) -> Enquiry:
    """Whoever asks here has not called yet: a call that lies ahead has not happened for the builder."""
    return Enquiry(as_of + TICK, frozenset(), None)


def days_to_ask(rules: Bulletin) -> tuple[date, date] | None:
    """The first and last day of expiry that class A covers; None where every day is."""
    case_a = rules.case_a
    if case_a is None or (case_a.first_expiry is None and case_a.last_expiry is None):
        return None
    first, last = case_a.first_expiry or case_a.last_expiry, case_a.last_expiry or case_a.first_expiry
    return (first, last) if first and last else None


def asks_for_link(rules: Bulletin, as_of: datetime) -> bool:
    """Whether the last day to take the points has passed for app users, so that the link itself is in question."""
    ends = rules.app.receipt.ends() if rules.app else None
    return ends is not None and as_of >= ends
