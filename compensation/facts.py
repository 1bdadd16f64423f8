"""What the ledger says, as the policy's facts.

A coupon is judged by what is known as of an instant: a balance at a later instant is not known yet, a later
charge or withdrawal has not happened.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any, Final, NamedTuple

import orjson

from compensation.contacts import Contact, takes_sms
from compensation.enquiries import Told
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import App, BalanceAt, Coupon, CouponFacts, Enquiry, Outage, Wants
from compensation.policy.periods import JST, end_of
from compensation.travellers import Applicant, is_named, same_form

# "To the end of the day" as the notices write it: the last minute begun. Only its day counts.
_LAST_MINUTE: Final = timedelta(minutes=1)
_POINTS: Final = Wants("points", None)
_PAPER: Final = App(charged=False, withdrawn=False, phone=False, email=False)

Balances = Mapping[datetime, int | None]
"""Yen by instant; None where it is not known."""


class Held(NamedTuple):
    """What a coupon's row says, as far as decisions and awards need it."""

    id: int
    inquiry_number: str
    traveller_name: str
    expires_on: date
    via_travel_support: bool
    app_account: str
    app_phone: str
    app_email: str
    charged_at: datetime | None
    app_withdrawn_at: datetime | None
    replaced_by: str
    payee_id: int | None
    restored_at: datetime | None = None

    def is_on_app(self, rules: Bulletin, as_of: datetime) -> bool:
        """Whether it was charged to an app account while it was valid, and the account was still there by then."""
        return self.was_charged(rules, as_of) and (self.app_withdrawn_at is None or self.app_withdrawn_at > as_of)

    def was_charged(self, rules: Bulletin, as_of: datetime) -> bool:
        """Whether it was charged to an app account while it was valid, whatever became of the account."""
        return self.charged_at is not None and self.charged_at < min(as_of, rules.payment.balance_at)


class Account(NamedTuple):
    """One app account as its coupons show it.

    `contact` is None where they show different ones. `one_traveller` is false where they name different people, as
    with a family's coupons on one account: then nobody knows which of them the account's holder is.
    """

    key: str
    contact: Contact | None
    withdrawn: bool
    one_traveller: bool


def instants_needed(rules: Bulletin, as_of: datetime) -> tuple[datetime, ...]:
    """The instants at which the bulletin wants a balance, as far as they have come, in their order."""
    named = [rules.payment.balance_at, rules.payment.doubted_from, rules.case_a and rules.case_a.balance_at]
    return tuple(sorted({at for at in named if at is not None and at <= as_of}))


def account_of(held: Sequence[Held], as_of: datetime) -> Account:
    """The account that all of these coupons are charged to."""
    first = held[0]
    contacts = {(row.app_phone, row.app_email) for row in held}
    names = {row.traveller_name for row in held if row.traveller_name}
    if len(names) > 1:
        names = {same_form(name) for name in names}
    # A withdrawal that any of them shows counts for all: the old contact is not written to.
    withdrawn = any(row.app_withdrawn_at is not None and row.app_withdrawn_at <= as_of for row in held)
    contact = Contact(*contacts.pop()) if len(contacts) == 1 else None
    return Account(first.app_account, contact, withdrawn, len(names) < 2)


class FactsOfCoupons:
    """Makes the facts of coupons under one bulletin as of one instant; repeated parts are made once.

    `told` is what callers and shops said, by coupon; `outage` the hours that an office has set. The hours are a fact
    only of coupons of which something is told: nobody else is judged by them.
    """

    def __init__(
        self, rules: Bulletin, as_of: datetime, told: Mapping[int, Told] | None = None, outage: Outage | None = None
    ) -> None:
        self._told, self._outage = told or {}, outage
        self._rules = rules
        self._prefecture = rules.prefecture
        self._sms = rules.app is not None and "sms" in rules.app.channels
        self._doubted = rules.payment.doubted_from
        self._settled = rules.payment.balance_at
        self._as_of = as_of
        self._app_of: tuple[Account | None, App] = (None, _PAPER)
        self._expiries: dict[date, datetime] = {}

    def automatic(self, held: Held, account: Account, balances: Balances) -> CouponFacts:
        """One coupon that is charged to this account."""
        named = True if account.one_traveller else None
        restored = self._restored(held.restored_at)
        return self._with_told(
            CouponFacts(named, (self.coupon(held, balances),), self._app(held, account), _POINTS, restored_at=restored),
            (held,),
        )

    def paper(self, coupons: Iterable[tuple[Held, Balances]], applicant: Applicant) -> CouponFacts:
        """Coupons of one claim on the special site, before the items that the claimant gave are added to them."""
        rows = list(coupons)
        restored = max((row.restored_at for row, _ in rows if row.restored_at is not None), default=None)
        parts = tuple([self.coupon(row, balances) for row, balances in rows])
        named = is_named(applicant, [row.traveller_name for row, _ in rows])
        app = self._app_behind([row for row, _ in rows])
        facts = CouponFacts(named, parts, app, _POINTS, restored_at=self._restored(restored))
        return self._with_told(facts, [row for row, _ in rows])

    def coupon(self, held: Held, balances: Balances) -> Coupon:
        """One coupon, with the balances that are known."""
        return Coupon(
            self._prefecture,
            held.via_travel_support,
            True,  # it stands in regionPAY's own ledger
            self._expiry(held.expires_on),
            True,
            False,
            self._known(balances),
            self._told[held.id].payments if held.id in self._told else (),
        )

    def _with_told(self, facts: CouponFacts, coupons: Sequence[Held]) -> CouponFacts:
        """The call and the hours, where anything is told of these coupons."""
        told = [self._told[held.id] for held in coupons if held.id in self._told]
        if not told:
            return facts
        made = [one.enquiry for one in told if one.enquiry.made_at <= self._as_of]
        return facts._replace(outage=self._outage, enquiry=_one_enquiry(made) if made else None)

    def _app_behind(self, rows: Sequence[Held]) -> App:
        """The accounts that a claim's coupons were charged to, as one: withdrawn only where none is left."""
        charged = [row for row in rows if row.was_charged(self._rules, self._as_of)]
        if not charged:
            return _PAPER
        left = [row for row in charged if row.is_on_app(self._rules, self._as_of)]
        phone = any(self._takes(row.app_phone) for row in charged)
        return App(True, not left, phone, any(row.app_email for row in charged))

    def _app(self, held: Held, account: Account) -> App:
        if account.contact is None:
            return self._reached_by(Contact(held.app_phone, held.app_email), account)
        # An account's coupons come one after the other.
        if self._app_of[0] is not account:
            self._app_of = account, self._reached_by(account.contact, account)
        return self._app_of[1]

    def _reached_by(self, contact: Contact, account: Account) -> App:
        phone = self._takes(contact.phone)
        return App(charged=True, withdrawn=account.withdrawn, phone=phone, email=bool(contact.email))

    def _takes(self, phone: str) -> bool:
        return takes_sms(phone) if self._sms else bool(phone)

    def _known(self, balances: Balances) -> tuple[BalanceAt, ...]:
        last = balances.get(self._settled)
        return tuple(
            [
                BalanceAt(at, yen)
                for at, yen in balances.items()
                # The doubtful last minute is told only where something happened in it.
                if yen is not None and not (at == self._doubted and yen == last)
            ]
        )

    def _expiry(self, day: date) -> datetime:
        if day not in self._expiries:
            self._expiries[day] = end_of(day) - _LAST_MINUTE
        return self._expiries[day]

    def _restored(self, at: datetime | None) -> datetime | None:
        return at.astimezone(JST) if at is not None and at <= self._as_of else None


def _one_enquiry(made: list[Enquiry]) -> Enquiry:
    """One call for all coupons of a claim: what is missing for any of them is missing."""
    items = frozenset.intersection(*(one.items for one in made))
    answers = {one.shop_confirmed for one in made}
    confirmed = False if False in answers else (None if None in answers else True)
    return Enquiry(min(one.made_at for one in made), items, confirmed)


def facts_as_bytes(facts: CouponFacts) -> bytes:
    """The facts in their JSON form, as they are kept with a decision; ten times as fast as by way of a dictionary."""
    return orjson.dumps(facts, default=_by_name)


def _by_name(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    named: dict[str, Any] = value._asdict()
    return named
