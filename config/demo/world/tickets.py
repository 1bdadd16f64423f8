"""A coupon of the demonstration with all that happened to it, and the ledger entries that say so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import NamedTuple

from config.demo.world.plan import Extension


class Payment(NamedTuple):
    """So many yen at a till."""

    at: datetime
    yen: int
    shop: str
    store_code: str


@dataclass(frozen=True)
class Ticket:
    """One coupon; the fields above `payments` are the columns of the coupon file under the same names.

    `cancelled_at` is when another number took its place. With `no_issue` the ledger says nothing of its issue.
    """

    programme: str
    inquiry_number: str
    charge_code: str
    face_yen: int
    issued_at: datetime
    expires_on: date
    issuer: str
    traveller_name: str
    via_travel_support: bool = True
    app_account: str = ""
    charged_at: datetime | None = None
    app_withdrawn_at: datetime | None = None
    app_phone: str = ""
    app_email: str = ""
    replaced_by: str = ""
    payments: list[Payment] = field(default_factory=list)
    cancelled_at: datetime | None = None
    no_issue: bool = False


class Entry(NamedTuple):
    """A row of the ledger file; the names are its columns."""

    entry_id: str
    programme: str
    inquiry_number: str
    at: datetime
    kind: str
    yen: int
    store_code: str = ""
    store_name: str = ""
    valid_until: date | None = None


class _Booking(NamedTuple):
    at: datetime
    kind: str
    yen: int
    store_code: str = ""
    store_name: str = ""
    valid_until: date | None = None


def entries(ticket: Ticket, extensions: list[Extension]) -> Iterator[Entry]:
    """The ticket's ledger in the order of time."""
    bookings = [*_opening(ticket), *_payments(ticket), *_extensions(ticket, extensions), *_cancellation(ticket)]
    for number, booking in enumerate(sorted(bookings, key=lambda one: one.at), 1):
        yield Entry(f"{ticket.inquiry_number}-{number:02d}", ticket.programme, ticket.inquiry_number, *booking)


def left_at(ticket: Ticket, at: datetime) -> int:
    """What had not been spent before an instant, in yen."""
    return ticket.face_yen - sum(payment.yen for payment in ticket.payments if payment.at < at)


def _opening(ticket: Ticket) -> Iterator[_Booking]:
    if not ticket.no_issue:
        yield _Booking(ticket.issued_at, "issue", ticket.face_yen)
    if ticket.charged_at is not None:
        yield _Booking(ticket.charged_at, "charge", 0)


def _payments(ticket: Ticket) -> Iterator[_Booking]:
    for payment in ticket.payments:
        yield _Booking(payment.at, "payment", -payment.yen, payment.store_code, payment.shop)


def _extensions(ticket: Ticket, extensions: list[Extension]) -> Iterator[_Booking]:
    for extension in extensions:
        still_there = ticket.cancelled_at is None and left_at(ticket, extension.at) > 0
        if ticket.expires_on == extension.of and ticket.issued_at < extension.at and still_there:
            yield _Booking(extension.at, "extension", 0, valid_until=extension.until)


def _cancellation(ticket: Ticket) -> Iterator[_Booking]:
    if ticket.cancelled_at is not None:
        left = left_at(ticket, ticket.cancelled_at + timedelta(seconds=1))
        yield _Booking(ticket.cancelled_at, "adjustment", -left)
