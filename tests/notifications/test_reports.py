"""Delivery reports: kept raw, folded as a set, believed only when signed."""

from __future__ import annotations

import hmac
import json
from datetime import timedelta
from itertools import permutations
from uuid import uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from notifications.models import Attempt, DeliveryReport, Message
from notifications.reports import fold_waiting, of_message, unmatched
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
    assert (state(message), fold_waiting()) == ("sending", 0)
    move([message.pk], MessageState.ACCEPTED, cause="accepted", by=PLANNER)
    assert fold_waiting() == 1
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


def nameless(their_id: str, says: str) -> bytes:
    return json.dumps({"event": f"{their_id}:{says}", "id": their_id, "says": says}).encode()


def attempted(message: Message, their_id: str, *, provider: str = "stub") -> None:
    Attempt.objects.create(
        message=message, number=3, provider=provider, request_hash=b"", started_at=message.due_at,
        ended_at=message.due_at, outcome="accepted", provider_id=their_id,
    )  # fmt: skip


def test_a_report_without_our_reference_is_known_by_the_providers_id(client: Client) -> None:
    message = standing("accepted")
    attempted(message, "theirs-1")
    assert (post(client, nameless("theirs-1", "delivered")), state(message)) == (200, "delivered")
    [heard] = of_message(message)
    assert (heard.by_their_id, heard.report.folded_at is not None) == (True, True)


def test_it_waits_until_the_id_is_written_down(client: Client) -> None:
    message = standing("sending")
    post(client, nameless("theirs-1", "delivered"))
    assert (fold_waiting(), unmatched().count()) == (0, 1)
    attempted(message, "theirs-1")
    move([message.pk], MessageState.ACCEPTED, cause="accepted", by=PLANNER)
    assert (fold_waiting(), state(message), unmatched().count()) == (1, "delivered", 0)


def test_another_providers_id_names_nothing(client: Client) -> None:
    message = standing("accepted")
    attempted(message, "theirs-1", provider="other")
    post(client, nameless("theirs-1", "undelivered"))
    assert (fold_waiting(), state(message), of_message(message)) == (0, "accepted", [])
    assert [report.provider_id for report in unmatched()] == ["theirs-1"]


def test_an_id_given_to_two_messages_names_neither(client: Client) -> None:
    one, other = standing("accepted"), standing("accepted")
    attempted(one, "theirs-1")
    attempted(other, "theirs-1")
    post(client, nameless("theirs-1", "delivered"))
    assert (fold_waiting(), state(one), state(other)) == (0, "accepted", "accepted")


def test_contradicting_and_late_reports_are_shown_as_such(client: Client) -> None:
    message = standing("accepted")
    for says in ("undelivered", "delivered"):
        post(client, body(message, says))
    message.refresh_from_db()
    message.valid_until = DeliveryReport.objects.get(says="delivered").received_at - timedelta(microseconds=1)
    found = [(heard.report.says, heard.late, heard.contradicts) for heard in of_message(message)]
    assert found == [("undelivered", False, True), ("delivered", True, False)]


def test_each_provider_signs_with_its_own_secret(client: Client, settings: Settings) -> None:
    settings.SMS_REPORT_SECRETS = {"stub": "its own"}
    message = standing("accepted")
    assert post(client, body(message, "delivered")) == 403
    assert post(client, body(message, "delivered"), secret="its own") == 200
