"""What nobody holds any more is taken back, given up, asked about, or held for a person."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from threading import Event, Thread
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction

from notifications import sweep
from notifications.channels.contract import Answer, Capabilities, Found, Parcel, Presence, Result
from notifications.leases import claim, write_ahead
from notifications.models import Attempt, LookUp, Message
from notifications.providers import Way, enrol
from notifications.states import MessageState
from notifications.transitions import lock, move, verify_chain
from tests.factories.notifications import PLANNER, ready

WAYS = {"sms": (Way("asked", key_seconds=3_600),)}
OVER = -1.0
"""Seconds of a lease that is over when it begins."""


class Asked:
    """A provider that answers look-ups as it is told."""

    name = "asked"

    def __init__(self, *answers: Presence, capabilities: Capabilities | None = None) -> None:
        self._answers = list(answers)
        self.capabilities = capabilities or Capabilities(look_up=True)

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, parcel: Parcel) -> Answer:
        return Answer(Result.ACCEPTED)

    async def look_up(self, reference: UUID) -> Found:
        return Found(self._answers.pop(0))


@pytest.fixture(autouse=True)
def _enrolled(db: None) -> None:
    enrol(["asked"])


def leased(number: int = 1) -> None:
    ready(number)
    claim(number, ["sms"], seconds=OVER)


def sent(number: int = 1) -> None:
    ready(number)
    write_ahead(claim(number, ["sms"], seconds=60), WAYS, seconds=OVER, call=0)


def unknown(*, settle: float = OVER) -> Message:
    sent()
    sweep.reap(settle=settle)
    return Message.objects.get()


def close(carrier: Asked, *, settle: float = OVER) -> Counter[str]:
    return +sweep.close_unknown({"sms": (carrier,)}, settle=settle)


@pytest.mark.django_db
def test_claimed_and_lost_is_ready_again() -> None:
    leased(3)
    assert sweep.reap(settle=1) == {"taken_back": 3, "unknown": 0}
    assert set(Message.objects.values_list("state", "lease_token")) == {("ready", None)}


@pytest.mark.django_db
def test_perhaps_sent_and_lost_is_unknown_never_ready() -> None:
    sent(3)
    assert sweep.reap(settle=1) == {"taken_back": 0, "unknown": 3}
    assert set(Message.objects.values_list("state", flat=True)) == {"unknown"}
    assert set(Attempt.objects.values_list("outcome", "detail")) == {("unknown", "the lease ran out")}


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_hangs_in_a_transaction_does_not_hang_the_sweep() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("writers exclude each other on SQLite")
    leased(2)
    first, held, release = Message.objects.order_by("pk").values_list("pk", flat=True)[0], Event(), Event()

    def hang() -> None:
        with transaction.atomic():
            lock(Message.objects.filter(pk=first))
            held.set()
            release.wait(10)
        connection.close()

    worker = Thread(target=hang)
    worker.start()
    held.wait(10)
    assert sweep.reap(settle=1)["taken_back"] == 1
    release.set()
    worker.join()
    assert sweep.reap(settle=1)["taken_back"] == 1


@pytest.mark.django_db
def test_the_database_ends_a_transaction_that_lingers() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("a setting of PostgreSQL")
    claim(1, ["sms"], seconds=60)
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("5s",)


@pytest.mark.django_db
def test_a_lease_that_runs_is_left_alone() -> None:
    ready(2)
    write_ahead(claim(1, ["sms"], seconds=60), WAYS, seconds=60, call=1)
    claim(1, ["sms"], seconds=60)
    assert sweep.reap(settle=1) == {"taken_back": 0, "unknown": 0}


@pytest.mark.django_db
def test_what_was_not_sent_in_time_expires() -> None:
    [message] = ready(1)
    Message.objects.filter(pk=message.pk).update(valid_until=message.recorded_at + timedelta(hours=1))
    assert sweep.expire() == {"expired": 0}
    with time_machine.travel(message.recorded_at + timedelta(hours=1)):
        assert sweep.expire() == {"expired": 1}
    assert verify_chain(Message.objects.get()) == 2


@pytest.mark.django_db
class TestUnknown:
    def test_found_is_accepted(self) -> None:
        message = unknown()
        assert close(Asked(Presence.PRESENT)) == {"accepted": 1}
        message.refresh_from_db()
        assert (message.state, verify_chain(message)) == ("accepted", 5)

    def test_absent_once_is_asked_again_and_absent_twice_goes_again(self) -> None:
        message = unknown()
        carrier = Asked(Presence.ABSENT, Presence.ABSENT)
        assert close(carrier) == {}
        assert close(carrier) == {"absent": 1}
        message.refresh_from_db()
        assert (message.state, message.retry_at) == ("ready", None)
        assert (message.only_provider, message.key_until) == ("asked", None)
        assert list(LookUp.objects.values_list("says", flat=True)) == ["absent", "absent"]

    def test_no_answer_counts_for_nothing(self) -> None:
        unknown()
        carrier = Asked(Presence.ABSENT, Presence.UNCLEAR, Presence.UNCLEAR, Presence.ABSENT)
        assert [close(carrier) for _ in range(4)] == [{}, {}, {}, {"absent": 1}]

    def test_absences_of_an_earlier_sending_count_for_nothing(self) -> None:
        message = unknown()
        close(Asked(Presence.ABSENT))
        move([message.pk], MessageState.READY, cause="a person said so", by=PLANNER, retry_at=None)
        write_ahead(claim(1, ["sms"], seconds=60), WAYS, seconds=OVER, call=0)
        sweep.reap(settle=OVER)
        assert close(Asked(Presence.ABSENT)) == {}
        assert Message.objects.get().state == "unknown"

    def test_nobody_asks_before_it_has_settled_nor_twice_at_once(self) -> None:
        unknown(settle=60)
        assert close(Asked()) == {}
        Message.objects.update(retry_at=None)
        assert close(Asked(Presence.ABSENT), settle=60) == {}
        assert close(Asked(), settle=60) == {}
        assert LookUp.objects.count() == 1

    @pytest.mark.django_db(transaction=True)
    def test_a_message_that_moved_while_we_asked_stays(self) -> None:
        message = unknown()

        class Slow(Asked):
            async def look_up(self, reference: UUID) -> Found:
                await asyncio.to_thread(self._meanwhile)
                return Found(Presence.PRESENT)

            def _meanwhile(self) -> None:
                move([message.pk], MessageState.READY, cause="a person said so", by=PLANNER)
                connection.close()

        assert close(Slow()) == {}
        assert Message.objects.get().state == "ready"

    def test_where_nobody_can_be_asked_a_person_decides(self) -> None:
        unknown()
        assert close(Asked(capabilities=Capabilities())) == {"held": 1}
        assert Message.objects.get().state == "held"

    def test_a_notice_is_awaited_before_a_person_is_asked(self) -> None:
        message = unknown()
        mail = Asked(capabilities=Capabilities(notice_seconds=600))
        assert close(mail) == {}
        with time_machine.travel(message.recorded_at + timedelta(minutes=11)):
            assert close(mail) == {"held": 1}

    def test_a_provider_no_longer_in_use_cannot_be_asked(self) -> None:
        unknown()
        assert +sweep.close_unknown({}, settle=OVER) == {"held": 1}

    def test_under_a_key_it_goes_again_while_the_key_lasts(self) -> None:
        unknown()
        keyed = Asked(capabilities=Capabilities(key_seconds=3_600))
        assert close(keyed) == {"repeated": 1}
        assert Message.objects.get().state == "ready"

    def test_a_key_half_over_protects_no_longer(self) -> None:
        """By the database's clock, whatever the worker's says."""
        message = unknown()
        assert message.key_until is not None
        assert timedelta(minutes=29) < message.key_until - message.recorded_at < timedelta(minutes=31)
        Message.objects.update(key_until=message.recorded_at)
        assert close(Asked(capabilities=Capabilities(key_seconds=3_600))) == {"held": 1}

    def test_what_waits_longer_than_its_key_protects_it_is_held(self) -> None:
        message = unknown()
        close(Asked(capabilities=Capabilities(key_seconds=3_600)))
        assert sweep.hold_keyless() == {"held": 0}
        Message.objects.update(key_until=message.recorded_at)
        assert claim(1, ["sms"], seconds=60) == []
        assert sweep.hold_keyless() == {"held": 1}
