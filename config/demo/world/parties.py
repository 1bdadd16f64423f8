"""Parties that travel: who, where to, on which account, and what they do with their coupons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from config.demo.world.plan import Life, Place, Plan, Stay, pick
from config.demo.world.tickets import Payment, Ticket, left_at

JST = ZoneInfo("Asia/Tokyo")
# No letters and digits that are taken for each other.
CODE_LETTERS = "ABCDEFGHJKMNPQRTUVWXY346789"
SPREAD = 48_271_337


@dataclass(frozen=True)
class Account:
    """An app account and its contacts."""

    name: str
    phone: str
    email: str


class Journeys:
    """Every ticket of the demonstration, the same ones each time."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        # Chance that keeps no secret: everybody shall see the same demonstration.
        self._chance = Random(plan.seed)  # noqa: S311
        self._serial = count(1)
        self._accounts = count(1)
        self._places = {place.programme: place for place in plan.places}

    def tickets(self, number: int) -> Iterator[Ticket]:
        """So many tickets, the known ones of the walk first."""
        made = [self._known(**row) for row in self._plan.walk]
        yield from made
        missing = number - len(made)
        while missing > 0:
            party = self._party()[:missing]
            missing -= len(party)
            yield from party

    def _known(self, payments: list[dict[str, object]], **columns: object) -> Ticket:
        shops = self._places[str(columns["programme"])].shops
        paid = [_at_shop(shops, int(str(one["shop"])), one["at"], int(str(one["yen"]))) for one in payments]
        return Ticket(**columns, payments=paid)  # type: ignore[arg-type]

    def _party(self) -> list[Ticket]:
        plan, chance = self._plan, self._chance
        place, stay, life = pick(chance, plan.places), pick(chance, plan.stays), pick(chance, plan.lives)
        persons = pick(chance, plan.parties).persons
        names = self._names(persons)
        issued = [self._new_ticket(place, stay, night, name) for name in names for night in range(len(stay.yen))]
        account = self._account(place) if life.charged != "never" else None
        charged = [self._charge(ticket, life, account) for ticket in issued]
        lived = [self._spend(ticket, life, place) for ticket in self._second_phone(charged)]
        return [*lived, *self._replacements(lived, life)]

    def _new_ticket(self, place: Place, stay: Stay, night: int, name: str) -> Ticket:
        hour = time(9 if stay.nights == 0 else 15)
        day = stay.first + timedelta(days=night)
        return Ticket(
            programme=place.programme,
            inquiry_number=self._number(place),
            charge_code="".join(self._chance.choices(CODE_LETTERS, k=12)),
            face_yen=stay.yen[night],
            issued_at=datetime.combine(day, hour, JST) + self._minutes(10, 100),
            expires_on=stay.valid_until,
            issuer=self._chance.choice(place.lodgings),
            traveller_name=name,
            via_travel_support=self._chance.random() >= self._plan.other_scheme,
        )

    def _number(self, place: Place) -> str:
        # Spread over the whole range, each once: the factor shares none with ten to the eighth.
        return f"{place.code}{next(self._serial) * SPREAD % 10**8:08d}"

    def _names(self, persons: int) -> list[str]:
        if self._chance.random() < self._plan.own_names:
            return [self._traveller() for _ in range(persons)]
        return [self._traveller()] * persons

    def _traveller(self) -> str:
        people = self._plan.people
        if self._chance.random() < people["from_abroad_share"]:
            return str(self._chance.choice(people["from_abroad"]))
        return f"{self._chance.choice(people['surnames'])} {self._chance.choice(people['given_names'])}"

    def _account(self, place: Place) -> Account:
        number, contact = next(self._accounts), pick(self._chance, self._plan.contacts)
        ranges = {**self._plan.numbers, "landline": place.landline}
        # The first hundred belong to the known tickets.
        phone = f"{ranges[contact.phone]}{number + 99:04d}" if contact.phone else ""
        email = f"traveller{number}{ranges['email']}" if contact.email else ""
        return Account(f"{place.programme}-{number:05d}", phone, email)

    def _charge(self, ticket: Ticket, life: Life, account: Account | None) -> Ticket:
        if account is None:
            return ticket
        begin, end = self._plan.march
        late = life.charged == "march"
        at = self._between(begin, end) if late else ticket.issued_at + self._minutes(1, 40)
        return replace(
            ticket,
            app_account=account.name,
            app_phone=account.phone,
            app_email=account.email,
            charged_at=at,
            app_withdrawn_at=begin + timedelta(days=10) if life.withdrawn else None,
        )

    def _second_phone(self, tickets: list[Ticket]) -> list[Ticket]:
        *others, last = tickets
        if not others or not last.app_phone or self._chance.random() >= self._plan.second_phone:
            return tickets
        another = f"{self._plan.numbers['mobile']}{self._chance.randrange(9_000, 9_999)}"
        return [*others, replace(last, app_phone=another)]

    def _spend(self, ticket: Ticket, life: Life, place: Place) -> Ticket:
        begin, end = self._plan.march
        spent = self._payments(ticket, life.spent, (ticket.issued_at, self._last_till(ticket)), place)
        if ticket.expires_on in {extension.of for extension in self._plan.extensions}:
            since = max(begin, ticket.charged_at or begin)
            spent = self._payments(spent, life.spent_in_march, (since, end), place)
        return self._fault(spent, life, place)

    def _last_till(self, ticket: Ticket) -> datetime:
        """Until when it could be spent before the tills stopped, or on its last day after that."""
        closing = datetime.combine(ticket.expires_on, time(20), JST)
        return min(closing, max(self._plan.spent_before, ticket.issued_at + timedelta(hours=3)))

    def _payments(self, ticket: Ticket, how: str, span: tuple[datetime, datetime], place: Place) -> Ticket:
        left = left_at(ticket, span[1])
        wanted = {"none": 0, "part": self._part(left), "all": left}[how]
        sums = [wanted] if wanted < 200 or self._chance.random() < 0.6 else [wanted // 100 * 50]
        sums += [wanted - sum(sums)] if sum(sums) < wanted else []
        paid = [self._payment(place, span, yen) for yen in sums if yen]
        return replace(ticket, payments=ticket.payments + paid)

    def _part(self, left: int) -> int:
        """Some of it, so that at least a yen stays."""
        if left < 100:
            return 0
        whole = self._chance.randrange(50, left, 50)
        return whole - self._chance.randrange(1, 50) if self._chance.random() < self._plan.odd_sums else whole

    def _payment(self, place: Place, span: tuple[datetime, datetime], yen: int) -> Payment:
        return _at_shop(place.shops, self._chance.randrange(len(place.shops)), self._between(*span), yen)

    def _fault(self, ticket: Ticket, life: Life, place: Place) -> Ticket:
        if life.fault == "no_issue":
            return replace(ticket, no_issue=True)
        if life.fault == "overspent":
            beyond = self._payment(place, self._plan.march, ticket.face_yen + 500)
            return replace(ticket, payments=[*ticket.payments, beyond])
        if life.fault == "replaced":
            number = self._number(place)
            return replace(ticket, replaced_by=number, cancelled_at=ticket.issued_at + self._minutes(45, 90))
        return ticket

    def _replacements(self, tickets: list[Ticket], life: Life) -> list[Ticket]:
        """The coupons that took the place of cancelled ones, charged anew to the same account."""
        if life.fault != "replaced":
            return []
        return [self._replacement(ticket) for ticket in tickets if ticket.cancelled_at is not None]

    def _replacement(self, old: Ticket) -> Ticket:
        at = (old.cancelled_at or old.issued_at) + timedelta(minutes=5)
        return replace(
            old,
            inquiry_number=old.replaced_by,
            charge_code="".join(self._chance.choices(CODE_LETTERS, k=12)),
            issued_at=at,
            charged_at=at + timedelta(minutes=10),
            replaced_by="",
            cancelled_at=None,
        )

    def _between(self, begin: datetime, end: datetime) -> datetime:
        seconds = max(int((end - begin).total_seconds()) - 120, 1)
        at = begin + timedelta(seconds=60 + self._chance.randrange(seconds))
        by_day = at.replace(hour=9 + at.hour % 11)
        return by_day if begin < by_day < end else at

    def _minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self._chance.randrange(least, most))


def _at_shop(shops: list[str], index: int, at: object, yen: int) -> Payment:
    if not isinstance(at, datetime):
        raise TypeError("a payment needs an instant")
    return Payment(at, yen, shops[index], f"S{index + 1:04d}")
