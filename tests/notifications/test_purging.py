"""Addresses end on their day, by themselves; what proves the sending stays."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command

from config import celery_settings
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications import tasks
from notifications.models import DeliveryReport, Message
from notifications.purging import ADDRESSES, UNREADABLE_ADDRESS, purge_addresses
from notifications.transitions import move, verify_chain
from tests.factories.notifications import PLANNER, planned

pytestmark = pytest.mark.django_db

BY = Actor.system("tests")
OVER = timedelta(days=ADDRESSES.days + 1)


def ended(address: str = "+819012345678") -> Message:
    [message] = planned(address=address)
    move([message.pk], "accepted", cause="reported", by=PLANNER)
    move([message.pk], "delivered", cause="reported", by=PLANNER)
    return message


def mail() -> None:
    DeliveryReport.objects.create(
        provider="mail", event_key="1", says="delivered", signed=True, sealed=True, raw=b"sealed", received_at=now()
    )


def purged() -> list[bool]:
    return [message.purged_at is not None for message in Message.objects.order_by("pk")]


def test_the_timetable_rings_for_it_every_hour() -> None:
    rung = {each["task"]: each["schedule"] for each in celery_settings.beat_schedule.values()}
    assert rung["notifications.purge"] == 3600.0


def test_every_bell_of_the_timetable_is_heard() -> None:
    from config.celery import app

    app.loader.import_default_modules()
    assert {each["task"] for each in celery_settings.beat_schedule.values()} - set(app.tasks) == set()


def test_the_bell_erases_what_is_over_and_nothing_else() -> None:
    ended()
    mail()
    tasks.purge()
    assert (purged(), DeliveryReport.objects.get().raw_purged_at) == ([False], None)
    with time_machine.travel(now() + OVER, tick=False):
        ended()
        tasks.purge()
    assert purged() == [True, False]
    assert bytes(DeliveryReport.objects.get().raw) == b""
    assert verify_chain(Message.objects.order_by("pk")[0]) == 3


def test_the_command_for_all_classes_counts_and_erases_addresses_too() -> None:
    ended()
    mail()
    with time_machine.travel(now() + OVER, tick=False):
        said = [StringIO(), StringIO(), StringIO()]
        for out, more in zip(said, (["--dry-run"], [], []), strict=True):
            call_command("purge", *more, stdout=out)
    assert [json.loads(out.getvalue())["message_addresses"] for out in said] == [2, 2, 0]


def test_what_no_longer_opens_does_not_keep_the_others() -> None:
    broken, _ = ended(), ended("+819087654321")
    Message.objects.filter(pk=broken.pk).update(address_sealed=b"altered")
    with time_machine.travel(now() + OVER, tick=False):
        assert purge_addresses(by=BY) == 2
    assert Message.objects.get(pk=broken.pk).address_masked == UNREADABLE_ADDRESS


def test_no_time_left_leaves_it_to_the_next_bell() -> None:
    ended()
    with time_machine.travel(now() + OVER, tick=False):
        assert [purge_addresses(by=BY, seconds=-1), purge_addresses(by=BY, seconds=60)] == [0, 1]
