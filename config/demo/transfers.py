"""Requests for bank transfers in every state, taken through the portal's own doors."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from claims.models import Claim
from claims.transfer_claims import ask
from compensation import payouts
from compensation.credits.models import Arrangement
from compensation.credits.states import ArrangementKind
from compensation.models import Coupon, Payout
from compensation.policy.bulletin import Item
from compensation.programmes import rules_of
from compensation.states import PayoutState
from compensation.transfers import checking
from compensation.transfers.accounts import Details
from compensation.transfers.forms import Given, TransferForm
from compensation.transfers.models import Bank, TransferRequest
from compensation.transfers.offers import AGREED_ITEMS
from compensation.transfers.reaching import reach_of_payout
from compensation.transfers.requests import Wanted, ask_for_payout
from compensation.transfers.states import AskedAt
from config.demo.world.plan import read_plan
from foundation.staff.models import User
from foundation.trail.actor import Actor

FILE: Final = Path(__file__).with_name("transfers.toml")


def ask_for_transfers(staff: Mapping[str, User]) -> dict[str, int]:
    """Take every request of the file in and bring it as far as it says; how many stand in which state.

    Nothing is made where no banks are loaded. Payouts of the known coupons are left alone.
    """
    if not Bank.objects.exists():
        return {}
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    people = [Actor.of_user(staff[name]) for name in ("operator", "supervisor", "supervisor2")]
    found = zip(data["transfer"], _payouts(data["programmes"]), strict=False)
    for number, (row, payout) in enumerate(found, start=1):
        _bring(_asked(row, payout, {**data["usual"], **row.get("typed", {})}, number, people[0]), row, people)
    for number, (row, agreed) in enumerate(zip(data["agreed"], _agreed(), strict=False), start=900):
        claim = Claim.objects.select_related("programme").get(number=agreed.claim_number)
        given = _given(AGREED_ITEMS, data["usual"], number)
        _bring(ask(claim, given, AskedAt.SITE, by=Actor.person(f"claim:{claim.pk}")), row, people)
    return dict(Counter(TransferRequest.objects.values_list("state", flat=True)))


def _payouts(programmes: list[str]) -> Iterator[Payout]:
    """Released payouts of coupons that nobody walks with, programme by programme in turn."""
    known = [coupon["inquiry_number"] for coupon in read_plan().walk]
    free = Payout.objects.filter(state=PayoutState.RELEASED, programme__slug__in=programmes)
    walked = Payout.objects.filter(lines__entitlement__loss__coupon__inquiry_number__in=known)
    yield from (
        free.exclude(pk__in=walked.values("pk")).order_by("pk").select_related("programme", "bulletin__programme")
    )


def _asked(row: dict[str, Any], payout: Payout, typed: dict[str, str], number: int, operator: Actor) -> TransferRequest:
    at_the_desk = row.get("door") == "desk"
    by = operator if at_the_desk else Actor.person(f"payout:{payout.number}")
    if not at_the_desk:
        payouts.move([payout.pk], PayoutState.OPENED, cause="question answered", by=by)
    coupon = Coupon.objects.filter(losses__entitlements__payout_lines__payout=payout).order_by("pk")[0]
    own = {"identity_name": coupon.traveller_name, "lodging_name": coupon.issuer}
    given = _given(rules_of(payout.bulletin).transfer.items, {**own, **typed}, number)
    details = Details(given, reach_of_payout(payout, "ja"))
    door = AskedAt.DESK if at_the_desk else AskedAt.PAYOUT_PAGE
    return ask_for_payout(payout, Wanted(details, door), by=by)


def _given(items: tuple[Item, ...], typed: Mapping[str, str], number: int) -> Given:
    form = TransferForm(items, {name: [text.format(number=number)] for name, text in typed.items()}, check=True)
    given = form.given()
    if not given:
        raise ValueError(f"request {number} of {FILE.name} cannot be read: {form.errors.as_json()}")
    return given


def _agreed() -> Iterator[Arrangement]:
    noted = Arrangement.objects.filter(kind=ArrangementKind.CONSULTATION, noted_at__isnull=False)
    yield from noted.order_by("pk")


def _bring(request: TransferRequest, row: dict[str, Any], people: list[Actor]) -> None:
    """As far as the row says: checked by the first supervisor, listed by the second."""
    reach, because, first, second = row["reach"], row.get("because", ""), people[1], people[2]
    if reach == "incomplete":
        checking.ask_back(request, row["lacking"], because, by=first)
    elif reach == "refused":
        checking.refuse(request, because, by=first)
    elif reach == "withdrawn":
        checking.withdraw(request, because, by=Actor.person(f"payout:{request.pk}"))
    elif reach in ("checked", "listed"):
        checking.check(request, by=first)
    if reach == "listed":
        checking.list_for_payment(request, by=second)
