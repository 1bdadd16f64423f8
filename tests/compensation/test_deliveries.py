"""What did not arrive goes by the other channel where there is one, else to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pytest
import time_machine

from compensation import payouts
from compensation.contacts import Contact
from compensation.deliveries import ARRIVED_AFTER_ALL, follow
from compensation.models import Coupon, Payout, Referral
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from compensation.states import PayoutState
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import Mailing, Message
from notifications.transitions import move
from tests.factories.compensation import jst
from tests.factories.notifications import PLANNER
from tests.factories.settlement import charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
BY = Actor.system("deliveries")
IN_APRIL: Final = jst(2023, 4, 10, 10)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(IN_APRIL, tick=False) as traveller:
        yield traveller


def nobody(payout: Payout) -> Contact | None:
    raise AssertionError(payout)


def released(slug: str = "kumamoto", **fields: str) -> Message:
    """A link by text message to an app account, sent."""
    charged(slug, 500, **{"app_phone": "+819012345678", "app_email": "hanako@example.jp", **fields})
    settled(slug)
    prepare_payout_mailing(Mailing.objects.get(), by=HANAKO)
    release_payout_mailing(Mailing.objects.get(), by=JIRO)
    return Message.objects.get()


def became(message: Message, *states: str) -> None:
    for state in states:
        move([message.pk], state, cause="reported", by=PLANNER)


def followed() -> dict[str, int]:
    return dict(follow(nobody, by=BY))


def channels() -> list[tuple[str, str]]:
    return list(Message.objects.order_by("pk").values_list("channel", "state"))


def open_reasons() -> list[str]:
    return list(Referral.objects.filter(closed_at=None).values_list("reason", flat=True))


@pytest.mark.parametrize("states", [("accepted", "undelivered"), ("expired",), ("accepted", "expired")])
def test_what_proved_undelivered_goes_by_the_other_channel(states: tuple[str, ...]) -> None:
    first = released()
    became(first, *states)
    assert followed() == {"other_channel": 1}
    second = Message.objects.exclude(pk=first.pk).get()
    said, before = open_envelope(second), open_envelope(first)
    assert channels() == [("sms", states[-1]), ("email", "ready")]
    assert (said.address, second.mailing_id, second.generation) == ("hanako@example.jp", None, 1)
    link = next(line for line in before.body.splitlines() if "/r/" in line)
    assert link in said.body.splitlines()


def test_news_is_read_once() -> None:
    became(released(), "accepted", "undelivered")
    assert [followed(), followed()] == [{"other_channel": 1}, {}]


def test_where_the_other_channel_fails_as_well_a_person_looks_into_it() -> None:
    became(released(), "accepted", "undelivered")
    followed()
    became(Message.objects.get(channel="email"), "accepted", "undelivered")
    assert (followed(), open_reasons()) == ({"referred": 1}, ["undelivered"])


def test_without_another_contact_a_person_looks_into_it() -> None:
    became(released(app_email=""), "accepted", "undelivered")
    assert (followed(), open_reasons()) == ({"referred": 1}, ["undelivered"])
    assert Referral.objects.get().coupon == Coupon.objects.get()


def test_a_later_report_that_it_arrived_ends_the_matter() -> None:
    message = released(app_email="")
    became(message, "accepted", "undelivered")
    followed()
    became(message, "delivered")
    assert (followed(), open_reasons()) == ({"arrived_after_all": 1}, [])
    assert Referral.objects.get().closed_because == ARRIVED_AFTER_ALL


def test_a_report_of_failure_after_all_told_of_arrival_changes_nothing() -> None:
    message = released()
    became(message, "accepted", "undelivered", "delivered")
    assert (followed(), channels()) == ({}, [("sms", "delivered")])


def test_what_was_collected_meanwhile_needs_nothing() -> None:
    message = released()
    payouts.move([Payout.objects.get().pk], PayoutState.OPENED, cause="question answered", by=BY)
    Payout.objects.update(method="amazon")
    payouts.move([Payout.objects.get().pk], PayoutState.CHOSEN, cause="chose amazon", by=BY)
    became(message, "accepted", "undelivered")
    assert (followed(), channels()) == ({}, [("sms", "undelivered")])


def test_what_nobody_can_be_asked_about_goes_to_a_person() -> None:
    message = released()
    for state in ("leased", "sending"):
        move([message.pk], state, cause="claimed", by=PLANNER, lease_token=message.reference, leased_until=IN_APRIL)
    became(message, "unknown", "held")
    assert (followed(), open_reasons(), channels()) == ({"referred": 1}, ["message_held"], [("sms", "held")])


def test_an_acceptance_alone_is_no_reason() -> None:
    became(released(), "accepted")
    assert (followed(), channels()) == ({}, [("sms", "accepted")])


def test_an_applicant_is_reached_by_what_the_claim_names() -> None:
    message = released()
    payout = Payout.objects.get()
    payout.payee.__class__.objects.filter(pk=payout.payee_id).update(kind="applicant")
    became(message, "accepted", "undelivered")
    assert dict(follow(lambda _: Contact("", "other@example.jp"), by=BY)) == {"other_channel": 1}
    assert open_envelope(Message.objects.get(channel="email")).address == "other@example.jp"
