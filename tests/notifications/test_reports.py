"""Delivery reports: kept raw, folded as a set, believed only when signed."""

from __future__ import annotations

import hmac
import json
from itertools import permutations
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from notifications.models import DeliveryReport, Message
from notifications.reports import fold_waiting
from notifications.states import MessageState
from notifications.transitions import move, verify_chain
from tests.factories.notifications import PLANNER, ready

pytestmark = pytest.mark.django_db

SECRET = "known to the provider"
ADDRESS = "/api/v1/delivery-reports/stub/"


@pytest.fixture(autouse=True)
def _secret(settings: Settings) -> None:
    settings.SMS_REPORT_SECRET = SECRET


def standing(state: str) -> Message:
    [message] = ready(1)
    held = {"lease_token": uuid4(), "leased_until": message.due_at} if state in ("leased", "sending") else {}
    Message.objects.filter(pk=message.pk).update(state=state, **held)
    return message


def body(message: Message, says: str, event: str = "") -> bytes:
    return json.dumps({"event": event or says, "reference": str(message.reference), "says": says}).encode()


def post(client: Client, raw: bytes, *, secret: str = SECRET) -> int:
    signature = hmac.digest(secret.encode(), raw, "sha256").hex()
    return client.post(ADDRESS, raw, content_type="application/json", headers={"X-Signature": signature}).status_code


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


@pytest.mark.parametrize(
    ("before", "says", "after"),
    [
        ("accepted", "delivered", "delivered"),
        ("accepted", "undelivered", "undelivered"),
        ("accepted", "expired", "expired"),
        ("accepted", "accepted", "accepted"),
        ("accepted", "on its way", "accepted"),
        ("unknown", "delivered", "delivered"),
        ("unknown", "accepted", "accepted"),
        ("unknown", "undelivered", "undelivered"),
        ("held", "delivered", "delivered"),
        ("ready", "delivered", "delivered"),
        ("undelivered", "delivered", "delivered"),
        ("delivered", "undelivered", "delivered"),
        ("rejected", "delivered", "rejected"),
        ("cancelled", "delivered", "cancelled"),
    ],
)
def test_what_a_report_brings(client: Client, before: str, says: str, after: str) -> None:
    message = standing(before)
    assert (post(client, body(message, says)), state(message)) == (200, after)
    assert DeliveryReport.objects.get().folded_at is not None


@pytest.mark.parametrize("order", [*permutations(["undelivered", "delivered", "expired", "delivered"])])
def test_order_and_repetition_do_not_matter(client: Client, order: tuple[str, ...]) -> None:
    message = standing("accepted")
    for says in order:
        post(client, body(message, says))
    assert (state(message), DeliveryReport.objects.count()) == ("delivered", 3)


def test_a_report_before_its_acceptance_waits(client: Client) -> None:
    message = standing("sending")
    post(client, body(message, "delivered"))
    assert (state(message), fold_waiting()) == ("sending", 1)
    move([message.pk], MessageState.ACCEPTED, cause="accepted", by=PLANNER)
    fold_waiting()
    assert (state(message), fold_waiting()) == ("delivered", 0)


def test_a_report_on_a_message_that_is_not_known_is_kept(client: Client) -> None:
    message = Message(reference=uuid4())
    assert post(client, body(message, "delivered")) == 200
    assert DeliveryReport.objects.get().reference == message.reference


@pytest.mark.parametrize("raw", [b"", b"[]", b"<html>", b'{"event": 1}', b'{"event": 1, "says": 2, "reference": 3}'])
def test_what_cannot_be_read_is_kept_as_it_came(client: Client, raw: bytes) -> None:
    assert (post(client, raw), post(client, raw)) == (200, 200)
    kept = DeliveryReport.objects.get()
    assert (bytes(kept.raw), kept.says) == (raw, "unreadable")


def test_a_forged_report_is_refused_and_not_kept(client: Client) -> None:
    message = standing("accepted")
    assert post(client, body(message, "delivered"), secret="guessed") == 403
    assert client.post(ADDRESS, body(message, "delivered"), content_type="application/json").status_code == 403
    assert (state(message), DeliveryReport.objects.count()) == ("accepted", 0)


def test_without_a_secret_no_report_is_believed(client: Client, settings: Settings) -> None:
    settings.SMS_REPORT_SECRET = ""
    assert post(client, body(standing("accepted"), "delivered"), secret="") == 403


def test_a_body_that_is_too_long_is_refused(client: Client) -> None:
    assert post(client, b"x" * 65_537) == 413


def test_a_report_is_posted_not_fetched(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 405


def test_the_chain_holds_through_reports(client: Client) -> None:
    [message] = ready(1)
    post(client, body(message, "delivered"))
    message.refresh_from_db()
    assert verify_chain(message) == 3
