"""Which way out each kind of message takes, as the settings say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from notifications.channels import description
from notifications.channels.contract import Carrier
from notifications.channels.file import FileCarrier
from notifications.channels.http import HttpCarrier
from notifications.channels.smtp import Notices, SmtpCarrier
from notifications.providers import Way, Ways
from notifications.states import Channel

Carriers = dict[str, tuple[Carrier, ...]]
"""From channel to its carriers: the first one sends, the next takes over where it provably did not accept."""


def carriers() -> Carriers:
    """A fresh set, not yet open."""
    return {Channel.SMS: _sms(), Channel.EMAIL: _email()}


def ways(carriers: Carriers) -> Ways:
    """The same as the order of preference that messages are assigned by."""
    return {channel: tuple(_way(carrier) for carrier in of_one) for channel, of_one in carriers.items()}


def _way(carrier: Carrier) -> Way:
    can = carrier.capabilities
    return Way(carrier.name, can.rate, can.counts_parts, can.key_seconds)


def _sms() -> tuple[Carrier, ...]:
    match settings.SMS_PROVIDER:
        case "stub":
            return tuple(_http(description.stub(url, place)) for place, url in _in_order(settings.STUB_URL))
        case "http":
            return tuple(_http(description.read(Path(file))) for _, file in _in_order(settings.SMS_DESCRIPTION))
    return (FileCarrier(settings.OUTBOX_DIR),)


def _http(described: description.Description) -> Carrier:
    return HttpCarrier(described, seconds=settings.MESSAGE_CALL_SECONDS, window=settings.MESSAGE_WINDOW)


def _email() -> tuple[Carrier, ...]:
    seconds = settings.MESSAGE_CALL_SECONDS
    urls = _in_order(settings.EMAIL_URL)
    lines = [SmtpCarrier(url, seconds=seconds, place=place, notices=_notices()) for place, url in urls]
    return tuple(lines) or (FileCarrier(settings.OUTBOX_DIR),)


def _notices() -> Notices:
    """Nobody waits for a notice that nobody reads."""
    read = 60 * settings.BOUNCE_WAIT_MINUTES if settings.BOUNCE_MAILDIR else 0
    return Notices(settings.EMAIL_RETURN_PATH, read)


def _in_order(given: str) -> Iterator[tuple[int, str]]:
    """Several of a kind stand in their order of preference, separated by commas."""
    return enumerate(filter(None, (one.strip() for one in given.split(","))))
