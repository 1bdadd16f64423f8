"""What the pages are read over: the demonstration's data, and beside it each state that it does not show by itself.

Everything goes through the portal's own doors where there is one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from hashlib import sha256
from typing import Final

from django.db.models import Count
from django.template.loader import render_to_string
from django.test import Client

from claims import answers, contact_codes
from claims.allowances import Limit, take
from claims.apply.forms import ApplicationForm
from claims.apply.programme_pages import programme_page
from claims.contacts import contacts
from claims.drafts import give_code
from claims.intake import save_draft, start_draft
from claims.models import Claim, ContactCode, FraudContact
from claims.moves import move
from claims.reconsideration import ask as ask_again
from claims.states import ClaimState
from claims.withdrawal import withdraw
from compensation import collection, links
from compensation.gifts.models import GiftCode
from compensation.models import Coupon, Decision, Payout, Referral, TriedPayment
from compensation.referrals import CLAIMED_TWICE
from compensation.releases import prepare_payout_mailing
from compensation.sending import SUBJECT
from compensation.states import PayoutState
from compensation.transfers.models import TransferRequest
from foundation.staff.accounts import open_account
from foundation.staff.models import User
from foundation.staff.roles import Role
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import DeliveryReport, Mailing, Message
from notifications.states import MailingState, MessageState
from tests.factories.claims import received
from tests.factories.decided import refused
from tests.factories.notifications import held_message
from tests.pages.application import NO_MORE_CODES_TO, PAPER

_LINK: Final = re.compile(r"http\S+/r/\w+")
BY: Final = Actor.system("tests")
LONG: Final = "見本 " + "寿限無寿限無五劫の擦り切れ" * 5
LONG_EMAIL: Final = f"{'long-name-' * 6}@{'long-' * 8}example.example.jp"
World = dict[str, str]
Step = Callable[[Payout, str], object]


def build() -> World:
    """Build on a filled demonstration; what was built, by its names."""
    pages = {"page.400": render_to_string("400.html"), "page.500": render_to_string("500.html")}
    return {
        **pages,
        **_sent_link(),
        **_claims(),
        **_drafts(),
        **_payouts(),
        **_transfers(),
        **_desk(),
        **_misuse(),
        **_unsettled(),
        **_sessions(),
    }


def _sessions() -> World:
    """Everybody signed in, and two people of whose programmes there is nothing to see."""
    open_account("newcomer", display_name=LONG[:40], role=Role.SUPERVISOR, password=None, by=BY)
    open_account("idle-officer", display_name="W" * 40, role=Role.PREFECTURE_OFFICER, password=None, by=BY)
    return {f"session.{user.username}": _signed_in(user) for user in User.objects.filter(is_active=True)}


def _signed_in(user: User) -> str:
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return browser.cookies["sessionid"].value


def _payouts() -> World:
    """One payout for each stage of its page, out of those that were released; and one kind of codes sold out."""
    steps: dict[str, Step] = {
        "asked": _leave,
        "wrong": _leave,
        "open": _answer,
        "taken": _take,
        "locked": _lock,
        "over": _let_pass,
        "dry": _sell_out,
    }
    released = Payout.objects.filter(state=PayoutState.RELEASED, programme__slug="kumamoto").order_by("-yen", "pk")
    early = Payout.objects.filter(state=PayoutState.PLANNED).order_by("pk")[:1]
    rows = list(released[: len(steps)])
    named = dict(zip(steps, rows, strict=True)) | {"early": early[0]}
    world = {name: value for key, payout in named.items() for name, value in _named(key, payout).items()}
    for key, step in steps.items():
        step(named[key], world[f"payout.{key}.answer"])
    GiftCode.objects.filter(product__slug="edy", payout__isnull=True).update(expires_on=date(2023, 1, 1))
    return world


def _named(key: str, payout: Payout) -> World:
    url = links.url_of(links.reissue(payout, by=BY))
    coupon = Coupon.objects.filter(losses__entitlements__payout_lines__payout=payout).first()
    answer = coupon.inquiry_number if coupon else ""
    parts = {"number": payout.number, "token": url.rpartition("/")[2], "answer": answer}
    return {f"payout.{key}.{part}": value for part, value in parts.items()}


def _leave(payout: Payout, answer: str) -> None:
    """Nobody has come yet."""


def _answer(payout: Payout, answer: str) -> None:
    collection.answer(payout.links.get(ended_at__isnull=True), answer, by=BY)


def _take(payout: Payout, answer: str) -> None:
    _answer(payout, answer)
    payout.refresh_from_db()
    collection.collect(payout, "amazon", by=BY)


def _lock(payout: Payout, answer: str) -> None:
    for _ in range(collection.MISSES_ALLOWED):
        _answer(payout, "1")


def _let_pass(payout: Payout, answer: str) -> None:
    _answer(payout, answer)
    Payout.objects.filter(pk=payout.pk).update(collect_by=clock.today() - timedelta(days=1))


def _sell_out(payout: Payout, answer: str) -> None:
    """A sum that no stock makes up."""
    Payout.objects.filter(pk=payout.pk).update(yen=90_000_000)


def _contact(claim: Claim) -> str:
    return contacts(answers.of(claim).given).address


def _claims() -> World:
    """Claims of the site as they stand after examination, one of them with names as long as they may be."""
    made = {
        "long": received("kumamoto", name=LONG, email=LONG_EMAIL),
        "charged": received("kumamoto", coupon_number=["4300000001"]),
        "unfound": received("kumamoto", coupon_number=["9900000001", "9900000002"]),
        "rival": received("kumamoto", coupon_number=["4300000003"]),
        "other-rival": received("kumamoto", coupon_number=["4300000003"]),
        "refused": refused(inquiry_number="4399000001"),
        "looked-at-again": refused(inquiry_number="4399000002"),
    }
    ask_again(made["looked-at-again"], "店で使えませんでした。", by=BY)
    made["received"] = received("kumamoto")
    made["incomplete"] = _without_address()
    made["withdrawn"] = withdraw(received("kumamoto"), by=BY)
    site = Claim.objects.filter(channel="site", programme__kind="coupon")
    made["decided"] = site.filter(state="decided").exclude(pk__in=[claim.pk for claim in made.values()])[:1].get()
    made["called"] = Claim.objects.filter(channel="call", programme__slug="nara").latest("pk")
    made["misuse"] = Claim.objects.filter(programme__kind="fraud", state="decided").latest("pk")
    agreed = TransferRequest.objects.filter(arrangement__isnull=False, ended_at__isnull=True).latest("pk")
    made["agreed"] = Claim.objects.get(number=agreed.claim_number)
    world: World = {}
    for key, claim in (made).items():
        world |= {f"claim.{key}.number": str(claim.number), f"claim.{key}.contact": _contact(claim)}
    return world


def _without_address() -> Claim:
    """A claim that waits for an item that was not given."""
    claim = received("kumamoto", address="")
    return move([claim.pk], ClaimState.WAITING, detail="the address is missing", by=BY, waiting_for="claimant")[0]


def _drafts() -> World:
    """A draft whose contact is proved, by its code; and somebody who was sent as many codes as a day has."""
    page = programme_page("kumamoto")
    draft = start_draft(page.bulletin.row, language="ja")
    code = give_code(draft)
    given = ApplicationForm(page.rules, {name: [text] for name, text in PAPER.items()}, check=True).answers()
    save_draft(draft, given, language="ja")
    contact_codes.send(draft, contacts(given.given), "", by=BY)
    ContactCode.objects.filter(claim=draft).update(proved_at=clock.now())
    for _ in range(contact_codes.A_DAY_TO_ONE_ADDRESS):
        take([Limit("code-to", f"email:{NO_MORE_CODES_TO}", contact_codes.A_DAY_TO_ONE_ADDRESS)])
    return {"draft.code": code}


def _sent_link() -> World:
    """The link of a message that was sent, to a payout that nothing else happens to."""
    accepted = Message.objects.filter(subject_kind=SUBJECT, state=MessageState.ACCEPTED, scope="nara").order_by("pk")
    bodies = (open_envelope(message).body for message in accepted)
    return {"sent.link": next(found[0] for found in map(_LINK.search, bodies) if found)}


def _transfers() -> World:
    """Requests for transfers, one in each state; two of them with a link to the payout they are for."""
    latest = {row.state: row for row in TransferRequest.objects.order_by("pk")}
    world: World = {f"transfer.{state}": str(row.pk) for state, row in latest.items()}
    for key, state in (("wired", "requested"), ("asked-back", "incomplete")):
        world |= _named(key, Payout.objects.filter(transfers__state=state).latest("pk"))
    return world


def _desk() -> World:
    """What the desk has in hand: a coupon with a name as long as may be, a mailing at each step, a referral, a call."""
    long = Coupon.objects.filter(inquiry_number="4300000002").get()
    Coupon.objects.filter(pk=long.pk).update(traveller_name=LONG, app_email=LONG_EMAIL, issuer=LONG)
    left_open, *_, frozen = Mailing.objects.filter(state=MailingState.OPEN).order_by("scope", "pk")
    prepare_payout_mailing(frozen, by=Actor.of_user(User.objects.get(username="supervisor")))
    twice = Referral.objects.filter(closed_at__isnull=True, reason=CLAIMED_TWICE).order_by("pk")
    tried = TriedPayment.objects.filter(enquiry__coupon__programme__slug="nara").latest("pk")
    return {
        "coupon": str(Coupon.objects.get(inquiry_number="4300000001").pk),
        "coupon.long": str(long.pk),
        "tried": str(tried.pk),
        "contested": str(twice.values_list("pk", flat=True).last()),
        "referral": str(Referral.objects.filter(closed_at__isnull=True).latest("pk").pk),
        "mailing.open": str(left_open.pk),
        "mailing.prepared": str(frozen.pk),
        "mailing.released": str(Mailing.objects.filter(state=MailingState.RELEASED).latest("pk").pk),
    }


def _unsettled() -> World:
    """A message that waits for a person, and delivery reports that name nothing of ours."""
    waiting = held_message(purpose="decision", address="+817099990001")
    for number in range(25):
        mail = number % 2 == 0
        DeliveryReport.objects.create(
            provider="mail" if mail else "north-sms",
            event_key=sha256(bytes([number])).hexdigest(),
            provider_id="" if mail else f"msg-{number:040d}",
            says="unreadable" if mail else "delivered",
            problem="no delivery status in it, perhaps an automatic reply" if mail else "",
            signed=not mail,
            raw=b"",
            received_at=clock.now(),
        )
    return {"held": str(waiting.pk)}


def _misuse() -> World:
    """Claims for misuse, one at each step of their examination."""
    claims = Claim.objects.filter(programme__kind="fraud").order_by("pk")
    open_ones = claims.exclude(state__in=["decided", "closed"])
    proposed = open_ones.filter(proposals__approved_at__isnull=True, proposals__returned_at__isnull=True)
    examined = open_ones.filter(proposals__isnull=True).annotate(signed=Count("findings")).order_by("-signed", "pk")
    decided = claims.filter(state__in=["decided", "closed"], proposals__yen__gt=0).latest("pk")
    drafts = FraudContact.objects.filter(claim__state="draft", ended_at__isnull=True)
    return {
        "misuse.draft": drafts.latest("pk").number,
        "misuse.asked": str(claims.filter(state="waiting")[:1].get().number),
        "misuse.received": str(claims.filter(state="received")[:1].get().number),
        "misuse.examined": str(examined[0].number),
        "misuse.proposed": str(proposed.filter(proposals__isnull=False)[0].number),
        "misuse.decided": str(decided.number),
        "letter": str(Decision.objects.filter(subject_kind="claim", subject_id=decided.pk).latest("pk").pk),
    }
