"""Known and unknown numbers get the same answer: the same status, the same length, in the same time."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from claims import answers as claim_answers
from claims import contact_codes
from claims.apply import throttle
from claims.apply.keeping import hold
from claims.contacts import contacts
from claims.drafts import give_code
from claims.models import Claim, ContactCode
from compensation.models import Programme
from foundation.trail import clock as portal_clock
from foundation.vault.tokens import check_character
from tests.claims.apply.walking import begin, typed
from tests.factories.claims import draft, received
from tests.factories.compensation import coupon_with_ledger

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
KNOWN, UNKNOWN = "1234567801", "1234567899"
PAIRS = 30
ROUNDS = 5
Answer = Callable[[str], Any]


@pytest.fixture(autouse=True)
def known_coupon(programmes: None) -> None:
    coupon_with_ledger(programme=Programme.objects.get(slug="kumamoto"), inquiry_number=KNOWN, paper=True)


@pytest.fixture(autouse=True)
def _quiet() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def compared(answer: Answer, numbers: tuple[str, str] = (KNOWN, UNKNOWN)) -> None:
    """Status and length of every pair; and by how much one takes longer than the other, pair by pair.

    The two of a pair are asked one right after the other, in turns, so that a machine that is busy with something else
    slows both of them; more rounds add pairs to those there are.
    """
    taken: dict[str, list[float]] = {number: [] for number in numbers}
    share = 1.0
    for _ in range(ROUNDS):
        for turn in range(PAIRS):
            pair = numbers if turn % 2 else numbers[::-1]
            seen = {number: _timed(answer, number, taken[number]) for number in pair}
            statuses, lengths = {status for status, _ in seen.values()}, [length for _, length in seen.values()]
            assert len(statuses) == 1
            assert max(lengths) - min(lengths) <= 64
        first, second = (taken[number] for number in numbers)
        share = abs(median(one - other for one, other in zip(first, second, strict=True))) / median(first + second)
        if share <= 0.05:
            return
    raise AssertionError(f"one of the two takes {share:.1%} longer")


def _timed(answer: Answer, number: str, taken: list[float]) -> tuple[int, int]:
    begun = time.perf_counter()
    response = answer(number)
    taken.append(time.perf_counter() - begun)
    return response.status_code, len(response.content)


def test_typing_a_number(client: Client) -> None:
    address = begin(client)
    compared(lambda number: client.post(address, typed(coupon_number=[number])))


def test_sending_a_claim(client: Client) -> None:
    def sent(number: str) -> Any:
        claim = waiting[number].pop()
        shown = claim_answers.of(claim).digest
        address = f"/kumamoto/apply/{claim.draft_key}/"
        client.post(f"{address}confirm/", {"shown": shown, "agreed": "on", "traveller": "yes"})
        return client.get(f"{address}done/")

    waiting = {number: [ready(client, number) for _ in range(PAIRS * ROUNDS)] for number in (KNOWN, UNKNOWN)}
    compared(sent)


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


def test_asking_for_the_status(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_FROM_ONE_ADDRESS", "MOST_ON_ONE_NUMBER", "MOST_ON_ONE_NUMBER_FROM_ANYWHERE"):
        monkeypatch.setattr(throttle, limit, 10**6)
    there = str(received().number)
    compared(
        lambda number: client.post("/status/", {"number": number, "contact": "080-1111-2222"}), (there, absent(there))
    )


def absent(number: str) -> str:
    """A number with a right check character that no claim has."""
    body = f"{(int(number[:-1].replace('-', '')) + 1):010}"
    return f"{body[:2]}-{body[2:6]}-{body[6:]}-{check_character(body)}"
