"""Which way out each kind of message takes, as the settings say."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from notifications.channels import description
from notifications.channels.contract import Carrier
from notifications.channels.file import FileCarrier
from notifications.channels.http import HttpCarrier
from notifications.channels.smtp import SmtpCarrier
from notifications.states import Channel

Carriers = dict[str, Carrier]
"""From channel to carrier."""


def carriers() -> Carriers:
    """A fresh set, not yet open."""
    return {Channel.SMS: _sms(), Channel.EMAIL: _email()}


def _sms() -> Carrier:
    match settings.SMS_PROVIDER:
        case "stub":
            return _http(description.stub(settings.STUB_URL))
        case "http":
            return _http(description.read(Path(settings.SMS_DESCRIPTION)))
    return FileCarrier(settings.OUTBOX_DIR)


def _http(described: description.Description) -> Carrier:
    return HttpCarrier(described, seconds=settings.MESSAGE_CALL_SECONDS, window=settings.MESSAGE_WINDOW)


def _email() -> Carrier:
    if settings.EMAIL_URL:
        return SmtpCarrier(settings.EMAIL_URL, seconds=settings.MESSAGE_CALL_SECONDS)
    return FileCarrier(settings.OUTBOX_DIR)
