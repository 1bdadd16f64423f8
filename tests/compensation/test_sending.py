"""How a bulletin has payouts announced, and which channel one contact takes."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from compensation.contacts import Contact
from compensation.sending import Sending, choose_channel, sender_of, sending_of
from tests.factories.bulletins import rules


@pytest.mark.parametrize(
    ("key", "route", "expected"),
    [
        ("kumamoto-3", "automatic", (("sms", "email"), date(2023, 4, 1), date(2023, 5, 31), False)),
        ("kumamoto-3", "special_site", (("sms", "email"), date(2023, 5, 1), date(2023, 5, 31), False)),
        ("yamanashi-1", "automatic", (("sms",), date(2023, 4, 21), None, False)),
        ("yamanashi-1", "special_site", (("sms", "email"), date(2023, 4, 21), None, True)),
    ],
)
def test_a_route_as_its_bulletin_plans_it(key: str, route: str, expected: tuple[object, ...]) -> None:
    found = sending_of(rules(key), route)
    assert isinstance(found, Sending)
    assert (found.channels, found.planned_on, found.collect_by, found.chosen_on_site) == expected


def test_the_call_centre_announces_nothing() -> None:
    assert sending_of(rules("kumamoto-3"), "call_centre") is None


@pytest.mark.parametrize(
    ("channels", "contact", "first", "expected"),
    [
        (("sms", "email"), Contact("+819012345678", "a@example.jp"), "sms", "sms"),
        (("sms", "email"), Contact("+819012345678", "a@example.jp"), "email", "email"),
        (("sms", "email"), Contact("+81963331111", "a@example.jp"), "sms", "email"),
        (("sms", "email"), Contact("no number", "a@example.jp"), "sms", "email"),
        (("sms",), Contact("+816012345678", ""), "sms", "sms"),
        (("sms",), Contact("", "a@example.jp"), "sms", None),
        (("sms",), Contact("+815012345678", "a@example.jp"), "email", None),
    ],
)
def test_one_channel(channels: tuple[str, ...], contact: Contact, first: str, expected: str | None) -> None:
    assert choose_channel(channels, contact, first=first) == expected


def test_where_no_sender_is_published_the_portals_own_is_used(settings: Settings) -> None:
    settings.SENDERS = {"sms": "0312345678", "email": "hosho@example.jp"}
    assert [sender_of(rules("kumamoto-3"), channel) for channel in ("sms", "email")] == [
        "0312345678",
        "hosho@example.jp",
    ]
    assert sender_of(rules("nara-3"), "email") == "regionpay_compensation_ml@giftpad.jp"
