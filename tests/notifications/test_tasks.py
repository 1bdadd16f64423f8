"""What Celery and the command line do with the settings as they are: files for everything."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from notifications.models import Message
from notifications.tasks import dispatch, sweep_up
from tests.factories.notifications import new_message, planned, ready

NOTHING_SENT = dict.fromkeys(
    ("accepted", "duplicate", "not_sent", "not_accepted", "rejected", "unknown", "superseded"), 0
)
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def outbox(settings: Settings, tmp_path: Path) -> Path:
    settings.OUTBOX_DIR = tmp_path / "outbox"
    return tmp_path / "outbox"


def test_the_task_sends_what_is_due(outbox: Path) -> None:
    messages = planned([new_message(), new_message(channel="email", address="a@example.jp", title="件名")])
    dispatch()
    assert {file.stem for file in outbox.iterdir()} == {str(message.reference) for message in messages}
    assert set(Message.objects.values_list("state", flat=True)) == {"accepted"}


def test_the_task_ends_where_nothing_is_due(outbox: Path) -> None:
    dispatch()
    assert not outbox.exists()


def test_the_sweep_finds_nothing_to_do() -> None:
    ready(1)
    sweep_up()
    assert Message.objects.get().state == "ready"


def test_the_command_says_that_nothing_was_due(outbox: Path) -> None:
    said = StringIO()
    call_command("dispatch", "--until-empty", stdout=said)
    assert json.loads(said.getvalue()) == NOTHING_SENT


def test_the_command_counts_on_its_last_line(outbox: Path) -> None:
    ready(3)
    said = StringIO()
    call_command("dispatch", "--until-empty", stdout=said)
    assert json.loads(said.getvalue().splitlines()[-1]) == NOTHING_SENT | {"accepted": 3}
    assert len(list(outbox.iterdir())) == 3
