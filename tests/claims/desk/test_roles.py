"""Each cell of docs/roles.md, tried on the console: who may do what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
import time_machine
from django.test import Client

from claims.coupons_named import link_found
from claims.models import Claim
from compensation import outages
from compensation.awards.reasons import CLAIMED_ELSEWHERE
from compensation.models import Coupon, OutageHours, Programme, Referral
from compensation.referrals import CLAIMED_TWICE, refer_claim, refer_coupons
from foundation.trail.actor import Actor
from tests.claims.desk.conftest import SignedIn
from tests.factories import claims as site
from tests.factories import loaded
from tests.factories.calls import TYPED
from tests.factories.cases import paid_case
from tests.factories.compensation import DecisionLineFactory, EntitlementFactory, LossFactory, PayeeFactory
from tests.factories.enquiries import (
    AFTER,
    ENDS,
    IN_TIME,
    ON_PAPER,
    STARTS,
    answered,
    called,
    docked,
    examined,
    hours_set,
    told_in_claim,
)
from tests.factories.notifications import held_message
from tests.factories.notifications import mailing as open_mailing
from tests.factories.transfers import banks, requested
from tests.house.tree import ROOT

pytestmark = pytest.mark.django_db
ROLES: Final = ("operator", "supervisor", "prefecture_officer", "administrator")
Try = Callable[[Client], bool]


def opens(address: str) -> Try:
    return lambda browser: browser.get(address).status_code == 200


def closes(then: str) -> Try:
    def tried(browser: Client) -> bool:
        address = f"/console/referrals/{Referral.objects.get().pk}/"
        return browser.post(address, {"because": "確認した", "then": then}).status_code == 302

    return tried


def presses(address: str) -> Try:
    return lambda browser: browser.post(address).status_code == 200


def releases(browser: Client) -> bool:
    programme = Programme.objects.get(slug="kumamoto")
    stated = outages.prepare(programme, STARTS, ENDS, "報告", by=Actor("staff", "somebody", "somebody"))
    browser.post(f"/console/hours/{stated.pk}/release/")
    return OutageHours.objects.get(pk=stated.pk).released_at is not None


def case() -> tuple[Coupon, str, int]:
    """A coupon whose enquiry was referred because the shop contradicts; the number of its claim, and its payment."""
    hours_set()
    coupon = docked()
    claim = called(coupon)
    payment = told_in_claim(claim)
    answered(payment, "contradicts")
    examined()
    return coupon, str(claim.number), payment.pk


def contests(coupon: Coupon) -> Try:
    def tried(browser: Client) -> bool:
        [pk] = refer_coupons([coupon.pk], CLAIMED_TWICE, "", by=Actor.system("tests"))
        return opens(f"/console/referrals/{pk}/claims/")(browser)

    return tried


def withdraws(number: str) -> Try:
    said = {**TYPED, "outcome": "withdrawn", "checked": ["claim"]}
    return lambda browser: browser.post(f"/console/calls/new/?claim={number}", said).status_code == 302


def joins(browser: Client) -> bool:
    """An application for a coupon that was paid upon a call before."""
    coupon = docked(**ON_PAPER | {"inquiry_number": "12345679"})
    call, application = called(coupon), site.received(coupon_number=["12345679"])
    link_found()
    payee = PayeeFactory.create(programme=coupon.programme, kind="applicant", key=call.number)
    EntitlementFactory.create(line=DecisionLineFactory.create(loss=LossFactory.create(coupon=coupon)), payee=payee)
    Claim.objects.filter(pk=application.pk).update(state="referred")
    pk = refer_claim(coupon.programme_id, application.pk, CLAIMED_ELSEWHERE, "", by=Actor.system("tests"))
    return browser.post(f"/console/referrals/{pk}/", {"because": "確認した", "then": "joined"}).status_code == 302


def tries() -> dict[str, Try]:
    """By the words of the page, what somebody of a role tries."""
    coupon, number, payment = case()
    claim = f"/console/claims/{number}/"
    mailing = f"/console/mailings/{open_mailing(scope='kumamoto', planned_on=None).pk}/"

    def all_of(*addresses: str) -> Try:
        return lambda browser: all(opens(address)(browser) for address in addresses)

    return {
        "find a case, open a coupon": all_of("/console/search/", f"/console/coupons/{coupon.pk}/"),
        "see names, addresses and contacts of a case in full, which is written down": lambda browser: all(
            presses(address)(browser) for address in (f"/console/coupons/{coupon.pk}/show/", f"{claim}show/")
        ),
        "withdraw a claim on the caller's word": withdraws(number),
        "log a call": opens(f"/console/calls/new/?coupon={coupon.pk}"),
        "take down an enquiry about a payment of the evening": opens("/console/enquiries/new/"),
        "add items, payments, the shop's answer": all_of(
            f"{claim}items/", f"{claim}payments/", f"{claim}payments/{payment}/answer/"
        ),
        "see the waiting list and the hours of the outage": all_of("/console/waiting/", "/console/hours/"),
        "state the hours of the outage": opens("/console/hours/kumamoto/"),
        "release the hours that somebody else stated": releases,
        "put a balance back": opens(f"{claim}restore/"),
        "close a referral with a reason": closes("again"),
        "decline a claim that was referred": closes("declined"),
        "say which of several claims on a coupon goes on": contests(coupon),
        "join an application with a call that was paid before": joins,
        "see the mailings and how far they are": all_of("/console/mailings/", mailing),
        "prepare, release, stop and resume a mailing": all_of(
            *(f"{mailing}{step}/" for step in ("prepare", "release", "pause", "resume"))
        ),
        "let a mailing go on without waiting for delivery reports": opens(f"{mailing}proceed/"),
        "stop all sending of an own programme, and lift that": all_of(
            "/console/mailings/stop/kumamoto/", "/console/mailings/stop/kumamoto/lift/"
        ),
        "stop the sending of everything": all_of(
            "/console/mailings/stop/everything/", "/console/mailings/stop/everything/lift/"
        ),
        "see the messages that are held for a person": opens("/console/mailings/held/"),
        "settle a held message: it was sent, send it again, end it": all_of(
            *(f"/console/mailings/held/{held_message().pk}/{name}/" for name in ("sent", "again", "end"))
        ),
        "see the delivery reports that name nothing of ours": opens("/console/mailings/unmatched/"),
        "see the proof of what was sent to somebody": opens("/console/proof/"),
        "read the reports": opens("/reports/kumamoto/"),
    }


def transfer_tries() -> dict[str, Try]:
    """The same for payouts and bank transfers, which there are from the end of March on."""
    banks()
    paid, transfer = paid_case(), requested(paid_case(state="opened").payout)
    acts = f"/console/transfers/{transfer.pk}/"

    def both(*addresses: str) -> Try:
        return lambda browser: all(opens(address)(browser) for address in addresses)

    return {
        "send a new link to a payout, unlock or cancel it": both(
            *(f"/console/payouts/{paid.payout.number}/{act}/" for act in ("reissue", "unlock", "cancel"))
        ),
        "take down and check a request for a bank transfer": both(
            f"/console/transfers/new/payout/{paid.payout.number}/", f"{acts}act/check/"
        ),
        "see names and address of a request for a transfer": presses(f"{acts}show/"),
        "see the whole account of a request for a transfer": presses(f"{acts}account/"),
        "list a checked transfer for payment, refuse one": both(f"{acts}act/list/", f"{acts}act/refuse/"),
    }


def table() -> dict[str, list[bool]]:
    """The cells of the page, by act."""
    page = (ROOT / "docs" / "roles.md").read_text(encoding="utf-8").partition("## ")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:2] == "| "]
    return {act: [cell == "yes" for cell in cells] for act, *cells in rows if act != "act"}


ACTS: Final = sorted(table())
ABOUT_TRANSFERS: Final = [act for act in ACTS if "transfer" in act or "payout" in act]


@pytest.fixture(scope="class")
def evening(shared_rows: None) -> dict[str, Try]:
    with time_machine.travel(IN_TIME, tick=False):
        loaded.programmes()
        return tries()


@pytest.fixture(scope="class")
def transfers(shared_rows: None) -> dict[str, Try]:
    with time_machine.travel(AFTER, tick=False):
        loaded.programmes()
        return transfer_tries()


class TestOfTheEvening:
    """In March; each test tries the same coupon, as it was before the others."""

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("act", [act for act in ACTS if act not in ABOUT_TRANSFERS])
    def test_a_role_may_do_what_the_page_says(
        self, evening: dict[str, Try], signed_in: SignedIn, clock: time_machine.Traveller, act: str, role: str
    ) -> None:
        clock.move_to(IN_TIME)
        assert evening[act](signed_in(role)) == table()[act][ROLES.index(role)]

    def test_the_page_names_every_act_that_is_tried(self, evening: dict[str, Try]) -> None:
        assert sorted([*evening, *ABOUT_TRANSFERS]) == ACTS


class TestOfTransfers:
    """Which the special site takes from the end of March on."""

    @pytest.mark.parametrize("role", ROLES)
    @pytest.mark.parametrize("act", ABOUT_TRANSFERS)
    def test_a_role_may_do_what_the_page_says(
        self, transfers: dict[str, Try], signed_in: SignedIn, clock: time_machine.Traveller, act: str, role: str
    ) -> None:
        clock.move_to(AFTER)
        assert transfers[act](signed_in(role)) == table()[act][ROLES.index(role)]

    def test_the_page_names_every_act_that_is_tried(self, transfers: dict[str, Try]) -> None:
        assert sorted(transfers) == ABOUT_TRANSFERS
