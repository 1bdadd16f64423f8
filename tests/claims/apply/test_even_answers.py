"""Known and unknown numbers get the same answer: the same status, the same length, in the same time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from claims import answers as claim_answers
from claims import contact_codes
from claims.apply import resume_views, throttle, verify_views
from claims.apply.keeping import hold
from claims.contacts import contacts
from claims.drafts import give_code
from claims.models import Claim, ContactCode
from compensation.models import PayoutLink, Programme
from compensation.sent_links import sent_link
from foundation.trail import clock as portal_clock
from foundation.vault.tokens import check_character
from tests.claims.apply.test_verify_message import sent
from tests.claims.apply.walking import begin, typed
from tests.factories.claims import draft, received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.fraud_calls import called
from tests.harness.even_answers import PAIRS, compare_answers, compare_times

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
KNOWN, UNKNOWN = "1234567801", "1234567899"
PREPARED = 5
"""Rounds of drafts that are made ready before the clock runs."""


@pytest.fixture(autouse=True)
def known_coupon(programmes: None) -> None:
    coupon_with_ledger(programme=Programme.objects.get(slug="kumamoto"), inquiry_number=KNOWN, paper=True)


def test_typing_a_number(client: Client) -> None:
    address = begin(client)
    compare_answers(lambda number: client.post(address, typed(coupon_number=[number])), (KNOWN, UNKNOWN))


def test_sending_a_claim(client: Client) -> None:
    def sent(number: str) -> Any:
        claim = waiting[number].pop()
        shown = claim_answers.of(claim).digest
        address = f"/kumamoto/apply/{claim.draft_key}/"
        client.post(f"{address}confirm/", {"shown": shown, "agreed": "on", "traveller": "yes"})
        return client.get(f"{address}done/")

    waiting = {number: [ready(client, number) for _ in range(PAIRS * PREPARED)] for number in (KNOWN, UNKNOWN)}
    compare_answers(sent, (KNOWN, UNKNOWN), rounds=PREPARED)


def ready(client: Client, number: str) -> Claim:
    """A draft in the hands of a client, with its contact proved; made without walking there."""
    claim = draft(coupon_number=[number])
    response = HttpResponse()
    hold(response, claim, give_code(claim))
    client.cookies.update(response.cookies)
    at = portal_clock.now()
    ContactCode.objects.create(
        claim=claim,
        generation=1,
        channel="email",
        address_hash=contact_codes.address_hash(contacts(claim_answers.of(claim).given)),
        code_hash=b"x",
        asked_at=at,
        expires_at=at + contact_codes.VALID,
        proved_at=at,
    )
    return claim


@pytest.fixture
def unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is compared is the answer, not how often one may ask."""
    for limit in ("MOST_FROM_ONE_ADDRESS", "MOST_ON_ONE_NUMBER", "MOST_ON_ONE_NUMBER_FROM_ANYWHERE"):
        monkeypatch.setattr(throttle, limit, 10**6)
    monkeypatch.setattr(verify_views, "MOST_A_DAY", 10**6)
    monkeypatch.setattr(resume_views, "MISSES_A_DAY", 10**6)


@pytest.mark.usefixtures("unthrottled")
@pytest.mark.parametrize("made", [lambda: str(received().number), lambda: called().number], ids=["claim", "call"])
def test_asking_for_the_status(client: Client, made: Callable[[], str]) -> None:
    there = made()
    compare_answers(
        lambda number: client.post("/status/", {"number": number, "contact": "080-1111-2222"}), (there, absent(there))
    )


@pytest.mark.usefixtures("unthrottled")
def test_entering_a_code_that_has_ended(client: Client, clock: time_machine.Traveller) -> None:
    code = give_code(draft())
    clock.move_to("2023-05-20T12:00:00+09:00")
    compare_answers(lambda text: client.post("/kumamoto/apply/resume/", {"code": text}), (code, "AAAA-AAAA-AAAA"))


@pytest.mark.parametrize("at", ["/receive/", "/r/"])
def test_typing_or_following_a_link_that_was_replaced(client: Client, at: str) -> None:
    ended = sent_token(ended=True)
    unknown = "0" * len(ended)
    if at == "/r/":
        compare_answers(lambda token: client.get(f"/r/{token}/"), (ended, unknown))
    else:
        compare_answers(lambda token: client.post(at, {"code": token}), (ended, unknown))


@pytest.mark.usefixtures("unthrottled")
def test_asking_whether_a_link_is_from_us(client: Client) -> None:
    """The answers differ, as they should; not the time that it takes to find them."""
    token = sent_token()
    compare_times(lambda text: client.post("/verify-message/", {"link": text}), (token, "0" * len(token)))
    compare_times(sent_link, (token, "0" * len(token)))


def sent_token(*, ended: bool = False) -> str:
    """The code of a link that a message carried; `ended`: another one has taken its place."""
    token = sent()
    if ended:
        PayoutLink.objects.update(ended_at=portal_clock.now())
    return token


def absent(number: str) -> str:
    """A number with a right check character that no claim has."""
    body = f"{(int(number[:-1].replace('-', '')) + 1):010}"
    return f"{body[:2]}-{body[2:6]}-{body[6:]}-{check_character(body)}"
