"""Which way out the settings choose."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from notifications.channels.chosen import carriers


@pytest.mark.parametrize(
    ("sms", "email", "names"),
    [
        ("file", "", {"sms": ["file"], "email": ["file"]}),
        ("stub", "", {"sms": ["stub"], "email": ["file"]}),
        ("http", "smtp://mail.example:25", {"sms": ["north-sms"], "email": ["smtp"]}),
        ("file", "smtp://one.example:25, smtp://two.example:25", {"sms": ["file"], "email": ["smtp", "smtp-2"]}),
    ],
)
def test_carriers(settings: Settings, tmp_path: Path, sms: str, email: str, names: dict[str, list[str]]) -> None:
    described = tmp_path / "provider.toml"
    described.write_text('name = "north-sms"\nsend_url = "https://sms.example/send"\n', encoding="utf-8")
    settings.SMS_PROVIDER, settings.EMAIL_URL, settings.SMS_DESCRIPTION = sms, email, str(described)
    assert {channel: [carrier.name for carrier in each] for channel, each in carriers().items()} == names


@pytest.mark.parametrize(("maildir", "seconds"), [("", 0), ("/var/mail/bounces", 120)])
def test_a_notice_is_awaited_only_where_somebody_reads_them(settings: Settings, maildir: str, seconds: float) -> None:
    settings.EMAIL_URL, settings.BOUNCE_MAILDIR, settings.BOUNCE_WAIT_MINUTES = "smtp://mail.example", maildir, 2
    [carrier] = carriers()["email"]
    assert carrier.capabilities.notice_seconds == seconds
