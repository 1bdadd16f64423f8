"""A bulletin of a coupon programme as the engine and the pages use it: typed, frozen, made by `bulletin_schema`.

Every part names the clauses it comes from. What the document does not say is None, or names a clause of silence;
nothing is filled in from another programme. Instants are Japan's time; a range of instants excludes its end.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal, NamedTuple

from compensation.policy.periods import Deadline

Channel = Literal["sms", "email"]
RouteName = Literal["app", "paper"]
RemedyKind = Literal["restore", "pay_out", "none_yet"]
Supersession = Literal["latest", "later_not_in_hand"]
Clauses = tuple[str, ...]


class Words(NamedTuple):
    """One text in Japanese and in English."""

    ja: str
    en: str


class Clause(NamedTuple):
    """A place in a document and what it says, in our own sentence; `quotation` only where the wording is the fact."""

    id: str
    document: Words
    date: Words
    section: str
    item: str
    content: Words
    quotation: str | None = None
    governed_by: str | None = None


class Addendum(NamedTuple):
    """What was added to a bulletin after its first day; no clause where the document does not say what."""

    day: date
    content: Words
    clauses: Clauses


class Incident(NamedTuple):
    """What happened, as far as the document says."""

    slug: str
    name: Words
    day: date
    when: Words
    clauses: Clauses


class Window(NamedTuple):
    """Hours of the outage, `ends_at` excluded."""

    starts_at: datetime
    ends_at: datetime


class OutageHours(NamedTuple):
    """The hours that the bulletin states; none where it is silent."""

    windows: tuple[Window, ...]
    clauses: Clauses


class PersonCondition(NamedTuple):
    """A condition on persons that no fact answers, so that a person must."""

    content: Words
    clauses: Clauses


class Persons(NamedTuple):
    """Who is covered: `visited_clauses` send people to the prefecture they visited, `handing_on_clauses` forbid to
    hand a coupon on, `conditions` are for a person; each where the document has it.
    """

    clauses: Clauses
    visited_clauses: Clauses
    handing_on_clauses: Clauses
    conditions: tuple[PersonCondition, ...]


class CaseA(NamedTuple):
    """Unspent balance: expiry within a range of days, and at least so many yen at an instant."""

    clauses: Clauses
    first_expiry: date | None
    last_expiry: date | None
    expires_from: datetime | None
    expires_before: datetime | None
    expiry_clauses: Clauses
    balance_at: datetime
    least_yen: int
    balance_clauses: Clauses


class Item(NamedTuple):
    """Something that an application or an enquiry must give."""

    id: str
    name: Words


class Enquiry(NamedTuple):
    """The call by which case B begins."""

    items: tuple[Item, ...]
    deadline: Deadline | None
    clauses: Clauses


class Remedy(NamedTuple):
    """What case B brings: `check_clauses` for the shop's confirmation, `then_clauses` for a balance left unspent."""

    kind: RemedyKind
    clauses: Clauses
    enquiry: Enquiry | None
    check_clauses: Clauses
    then_clauses: Clauses


class CaseB(NamedTuple):
    """Docked although paid otherwise (B1), or docked again by pressing repeatedly (B2)."""

    clauses: Clauses
    paid_otherwise_clauses: Clauses
    pressed_repeatedly_clauses: Clauses
    other_clauses: Clauses
    other_silent: bool
    remedy: Remedy


class Extension(NamedTuple):
    """A new last moment of validity: to the end of `until`."""

    until: date
    ends: datetime
    clauses: Clauses
    where: Words | None


class Payment(NamedTuple):
    """The sum: the balance at `balance_at`. From `doubted_from` until then the wording leaves room for doubt."""

    balance_at: datetime
    doubted_from: datetime | None
    clauses: Clauses


class Method(NamedTuple):
    """One cashless point to choose, under the label of the document; `handed_over_as` says how it is paid out."""

    id: str
    name: Words
    handed_over_as: str


class Points(NamedTuple):
    """The methods in the document's order; `planned` where it calls the list a plan."""

    methods: tuple[Method, ...]
    planned: bool
    clauses: Clauses


class Plan(NamedTuple):
    """When something is planned to be sent. A plan, never a condition; `earliest` is None where no day can be named."""

    text: Words
    earliest: date | None


class AppRoute(NamedTuple):
    """Coupons charged to the app: the link goes to the contact registered there."""

    clauses: Clauses
    channels: tuple[Channel, ...]
    act_needed: bool | None
    sending: Plan | None
    receipt: Deadline


class SiteOpening(NamedTuple):
    """When the special site opens; `at` is None where the document names no exact day."""

    at: datetime | None
    text: Words
    planned: bool
    clauses: Clauses


class LostCoupon(NamedTuple):
    """Whom to ask for the number of a lost sheet; None where the document is silent."""

    ask: Words | None
    clauses: Clauses


class ItemList(NamedTuple):
    """The items asked. Where `silent`, none may be asked; an application with none of `reached_by` is then doubtful."""

    items: tuple[Item, ...]
    open_ended: bool
    silent: bool
    reached_by: tuple[str, ...]
    clauses: Clauses


class PaperRoute(NamedTuple):
    """Paper coupons and withdrawn accounts: an application on the special site."""

    clauses: Clauses
    url: str | None
    opening: SiteOpening | None
    items: ItemList
    deadline: Deadline
    sending: Plan | None
    receipt: Deadline
    chosen_on_site: bool
    lost: LostCoupon


class StaleText(NamedTuple):
    """A line of the document that another of its lines has overtaken, shown as quoted."""

    clause: str
    quotation: str
    governed_by: str


class Transfer(NamedTuple):
    """Payment to a bank account: for which routes, in which case the offer is doubtful, and what it asks."""

    routes: tuple[RouteName, ...]
    doubted_cases: tuple[Literal["A", "B"], ...]
    condition: Words | None
    items: tuple[Item, ...]
    sending: Plan | None
    silent: bool
    clauses: Clauses


class Timetable(NamedTuple):
    """The last day that the bulletin's own timetable names, where no deadline stands."""

    last_day: date
    ends: datetime
    clauses: Clauses


class Hours(NamedTuple):
    """Opening hours of the desk, `closes` excluded; `open_daily_until` is the last day of service on every day."""

    opens: str
    closes: str
    open_daily_until: date | None
    text: Words


class Contact(NamedTuple):
    """Whom to call."""

    name: Words
    telephone: str
    hours: Hours
    clauses: Clauses


class Sender(NamedTuple):
    """A published sender of messages."""

    channel: Channel
    address: str
    note: Words | None
    clauses: Clauses


@dataclass(frozen=True, slots=True)
class Bulletin:
    """One bulletin of one programme at one stage."""

    id: str
    programme: str
    prefecture: str
    stage: int
    stage_label: Words
    name: Words
    office: Words
    title: Words
    issued: date | None
    in_force_from: date | None
    supersession: Supersession
    addenda: tuple[Addendum, ...]
    incident: Incident
    persons: Persons
    outage: OutageHours
    case_a: CaseA | None
    case_b: CaseB | None
    extensions: tuple[Extension, ...]
    payment: Payment
    points: Points
    app: AppRoute | None
    paper: PaperRoute | None
    transfer: Transfer
    stale: tuple[StaleText, ...]
    timetable: Timetable | None
    contact: Contact
    senders: tuple[Sender, ...]
    clauses: Mapping[str, Clause]
    clause_order: Mapping[str, int] = field(repr=False)

    @property
    def person_clauses(self) -> Clauses:
        """The clauses that say who is covered."""
        return self.persons.clauses
