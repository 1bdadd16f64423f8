"""The outbox shows what a provider took, as its recipient reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from config.demo.outbox import PAGE, Piece, read_outbox
from foundation.trail.clock import now
from notifications.models import Attempt, Message
from tests.factories.compensation import CouponFactory, payout_for
from tests.factories.notifications import new_message, planned

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demonstration(settings: Settings) -> None:
    settings.DEMO, settings.SITE_URL = True, "http://localhost:8000"


def sent(number: int = 1, **given: Any) -> list[Message]:
    """Messages that a provider took."""
    rows = planned([new_message(**given) for _ in range(number)])
    for row in rows:
        Attempt.objects.create(
            message=row, number=1, provider="file", request_hash=b"x", started_at=now(), ended_at=now(), outcome="ok"
        )
        Message.objects.filter(pk=row.pk).update(state="accepted")
    return rows


def test_a_text_as_it_arrives() -> None:
    sent(address="+817099990001", body="こちら http://localhost:8000/r/abc です", sender="03-0000-0000")
    [letter] = read_outbox("", None).letters
    assert (letter.to, letter.sender) == ("070-9999-0001", "03-0000-0000")
    assert letter.pieces == [Piece("こちら "), Piece("http://localhost:8000/r/abc", "/r/abc"), Piece(" です")]


def test_what_waits_is_counted_and_not_shown() -> None:
    planned([new_message() for _ in range(3)])
    outbox = read_outbox("", None)
    assert (outbox.letters, outbox.waiting) == ([], 3)


def test_newest_first_and_older_ones_on_the_next_page() -> None:
    bodies = [f"message {number}" for number in range(PAGE + 5)]
    for body in bodies:
        sent(body=body)
    first = read_outbox("", None)
    second = read_outbox("", first.older)
    shown = [letter.pieces[0].text for letter in [*first.letters, *second.letters]]
    assert (shown, len(first.letters), second.older) == (bodies[::-1], PAGE, None)


@pytest.mark.parametrize("typed", ["4300000001", "4300-0000-01", "４３００ー００００ー０１"])
def test_found_by_a_coupon_as_people_type_it(typed: str) -> None:
    payout = payout_for(CouponFactory.create(inquiry_number="4300000001"))
    sent(subject_kind="payout", subject_ref=payout.number)
    sent()
    assert [letter.about for letter in read_outbox(typed, None).letters] == [payout.number]


def test_found_by_a_payout() -> None:
    payout = payout_for(CouponFactory.create())
    sent(subject_kind="payout", subject_ref=payout.number)
    assert [letter.about for letter in read_outbox(payout.number, None).letters] == [payout.number]


def test_nothing_about_an_unknown_number() -> None:
    sent()
    assert read_outbox("9999999999", None).letters == []


@pytest.mark.parametrize(
    "query", ["", "number=%00", "before=-1", "before=x", "before=99999999999999999999", "number=1"]
)
def test_the_page_opens_whatever_is_asked(client: Client, query: str) -> None:
    sent()
    assert client.get(f"/demo/outbox/?{query}").status_code == 200


def test_a_text_is_no_markup(client: Client) -> None:
    sent(body="<script>alert(1)</script>")
    assert b"<script>alert" not in client.get("/demo/outbox/").content
