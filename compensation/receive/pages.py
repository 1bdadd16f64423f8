"""What the payout site's pages show: the payout in words, its methods in the bulletin's order, its codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from compensation import collection, programmes, wishes
from compensation.deadline_words import beyond_a_day
from compensation.gifts import stock
from compensation.gifts.models import GiftProduct
from compensation.gifts.stock import HeldCode
from compensation.models import Payout, PayoutLink
from compensation.opening_hours import Desk, desks
from compensation.policy import bulletin
from compensation.policy.bulletin import Bulletin, Words
from compensation.sending import SPECIAL_SITE
from compensation.states import PayoutState
from compensation.transfers.offers import Offer, offer_of
from foundation.japan.bilingual import choose
from foundation.trail import clock
from notifications.states import Channel

DIGITS_SHOWN: Final = 4
SECURE: Final = "https://"


@dataclass(frozen=True, slots=True)
class Method:
    """One way to be paid, under the bulletin's own label: what it needs, how and where its code is registered.

    `valid_to` is the earliest last day of the codes that it would be paid in now; None where they have none.
    """

    slug: str
    name: Words
    in_stock: bool
    needs: Words
    steps: Words
    register_at: str
    valid_to: date | None

    @property
    def registers_by_link(self) -> bool:
        """Whether the place of registration is an address that a link can lead to."""
        return self.register_at.startswith(SECURE)

    @property
    def step_list(self) -> list[str]:
        """How its code is registered, one step after the other, in the reader's language."""
        return choose(self.steps.ja, self.steps.en).splitlines()


@dataclass(frozen=True, slots=True)
class Question:
    """What is true of this holder: which answers there are, and whether they came by the special site, not a link."""

    charge_code: bool
    phone: bool
    email: bool
    from_site: bool


@dataclass(frozen=True, slots=True)
class Part:
    """What one coupon adds to the sum; of its number only the end, which its holder knows it by."""

    number_end: str
    yen: int


@dataclass(frozen=True, slots=True)
class PayoutPage:
    """All that a page of one payout needs; `days_left` is 0 on the last day and negative after it.

    `until` tells the hour or the period, where the document states one; `parts` are the coupons that the sum is for;
    `wished` is the slug of the method named in the claim, or "".
    """

    number: str
    yen: int
    route: str
    parts: tuple[Part, ...]
    rules: Bulletin
    stage: str
    collect_by: date | None
    until: Words | None
    days_left: int | None
    methods: tuple[Method, ...]
    chosen: Method | None
    wished: str
    question: Question
    codes: tuple[HeldCode, ...]

    @property
    def transfer(self) -> Offer:
        """What the bulletin in force offers to whoever would rather have a bank transfer."""
        return offer_of(programmes.in_force(self.rules.programme, clock.now()).rules, self.route, clock.now())

    @property
    def desks(self) -> list[Desk]:
        """Whom to call, with the desk's day today."""
        return desks([self.rules.contact], clock.now())

    @property
    def payable(self) -> list[Method]:
        """The methods that can pay now, in the bulletin's order."""
        return [method for method in self.methods if method.in_stock]


def page_of(link: PayoutLink) -> PayoutPage:
    """The page of a link's payout as it stands now."""
    payout = link.payout
    payout.refresh_from_db(fields=["state", "method", "collect_by"])
    rules = programmes.rules_of(payout.bulletin)
    methods = _methods(rules, payout.yen)
    done = payout.state == PayoutState.FULFILLED
    return PayoutPage(
        number=payout.number,
        yen=payout.yen,
        route=payout.route,
        parts=_parts(payout),
        rules=rules,
        stage=_stage(payout),
        collect_by=payout.collect_by,
        until=beyond_a_day(payout),
        days_left=None if payout.collect_by is None else (payout.collect_by - clock.today()).days,
        methods=methods,
        chosen=next((method for method in methods if method.slug == payout.method), None),
        wished=wishes.method_wished(payout),
        question=_question(payout, rules),
        codes=tuple(stock.held(payout)) if done else (),
    )


def _parts(payout: Payout) -> tuple[Part, ...]:
    lines = payout.lines.values_list("entitlement__loss__coupon__inquiry_number", "yen").order_by("id")
    return tuple(Part(number[-DIGITS_SHOWN:], yen) for number, yen in lines)


def _question(payout: Payout, rules: Bulletin) -> Question:
    others = collection.other_contacts(payout)
    from_site = payout.route == SPECIAL_SITE and rules.paper is not None and rules.paper.chosen_on_site
    return Question(collection.has_charge_code(payout), Channel.SMS in others, Channel.EMAIL in others, from_site)


def _stage(payout: Payout) -> str:
    """Which page: the template's name."""
    if payout.state == PayoutState.FULFILLED:
        return "codes"
    if payout.state == PayoutState.LAPSED or collection.is_over(payout, clock.now()):
        return "over"
    return "choose" if payout.state == PayoutState.OPENED else "not_ready"


def _methods(rules: Bulletin, yen: int) -> tuple[Method, ...]:
    slugs = [method.id for method in rules.points.methods]
    products = {product.slug: product for product in GiftProduct.objects.filter(slug__in=slugs)}
    payable = stock.can_pay(slugs, yen, clock.today())
    ends = stock.earliest_ends(slugs, clock.today())
    return tuple(
        _method(method, product, product.slug in payable, ends.get(product.slug))
        for method in rules.points.methods
        if (product := products.get(method.id)) is not None
    )


def _method(method: bulletin.Method, product: GiftProduct, in_stock: bool, valid_to: date | None) -> Method:
    return Method(
        slug=product.slug,
        name=method.name,
        in_stock=in_stock,
        needs=Words(product.needs_ja, product.needs_en),
        steps=Words(product.steps_ja, product.steps_en),
        register_at=product.register_at,
        valid_to=valid_to,
    )
