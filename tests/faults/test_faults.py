"""The faults of every day, small: a killed worker, a provider that hangs, a broker that forgets, reports five times."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

import pytest
import redis
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from notifications.envelope import open_envelope
from notifications.models import DeliveryReport, Message, Transition
from tests.factories.notifications import ready
from tests.faults.invariants import assert_invariants, states
from tests.faults.processes import Portal, worker
from tests.faults.provider import Provider
from tests.faults.recovery import recover, sweep_once
from tests.harness.children import wait_until
from tests.harness.redis_server import RedisServer

N = 200
SECRET = "known to the provider"

Start = Callable[..., Provider]


@contextmanager
def own_broker() -> Iterator[RedisServer]:
    broker = RedisServer.create()
    try:
        yield broker
    finally:
        broker.remove()


def killed_at(point: str, passing: int, stub: Provider, column: str) -> None:
    with worker(stub.url, column, "--die-at", point, "--pass", str(passing)) as child:
        assert child.wait(30) == -signal.SIGKILL


EVERY_DAY = ["look-up", pytest.param("none", marks=pytest.mark.faults), pytest.param("key", marks=pytest.mark.faults)]


@pytest.mark.parametrize("column", EVERY_DAY)
def test_killed_between_claim_and_write_ahead(provider: Start, column: str) -> None:
    """All two hundred were only claimed: they go later, each once."""
    stub = provider(column)
    ready(N)
    killed_at("claimed", 1, stub, column)
    assert (states(), stub.accepted().total()) == ({"leased": N}, 0)
    recover(stub.url, column)
    assert_invariants(N, stub.accepted())


@pytest.mark.parametrize("column", EVERY_DAY)
def test_f2_killed_between_write_ahead_and_call(provider: Start, column: str) -> None:
    """The tenth group is written ahead and not yet called, nine are under way: all of them are unknown."""
    stub = provider(column, latency_ms=600)
    ready(N)
    killed_at("written_ahead", 10, stub, column)
    assert states() == {"sending": N}
    recover(stub.url, column)
    assert_invariants(N, stub.accepted(), held=column == "none")


@pytest.mark.parametrize("column", ["none", pytest.param("look-up", marks=pytest.mark.faults), "key"])
def test_f3_killed_between_call_and_outcome(provider: Start, column: str) -> None:
    """The provider took them and said so, and nobody wrote it down."""
    stub = provider(column, latency_ms=300)
    ready(N)
    killed_at("answered", 1, stub, column)
    assert stub.has(1)
    recover(stub.url, column)
    assert_invariants(N, stub.accepted(), held=column == "none")


def test_f1_killed_again_and_again(provider: Start) -> None:
    stub = provider("look-up", latency_ms=100)
    ready(2 * N)
    for taken in (40, 120, 200):
        with worker(stub.url, "look-up", "--window", "20") as child:
            assert wait_until(partial(stub.has, taken), seconds=20, every=0.01)
            child.kill()
        assert wait_until(lambda: sweep_once() and not states()["leased"] + states()["sending"], seconds=10)
    recover(stub.url, "look-up")
    assert_invariants(2 * N, stub.accepted())


def test_f8_accepted_then_no_answer(provider: Start) -> None:
    stub = provider("look-up", mix={"accept_hang": 0.3, "accept_drop": 0.1, "hang": 0.1}, hang_seconds=20)
    ready(N)
    with worker(stub.url, "look-up") as child:
        assert child.wait(30) == 0
    assert states()["unknown"] > N // 5
    stub.behave(mix={})
    recover(stub.url, "look-up")
    assert_invariants(N, stub.accepted())


def test_f11_the_broker_forgets_everything(provider: Start, tmp_path: Path) -> None:
    """Redis is emptied, and comes back empty after a restart, while Celery's workers send: the rows remember."""
    stub = provider("look-up", latency_ms=150)
    ready(N)
    with own_broker() as broker, closing(Portal(stub.url, broker.url(), tmp_path)) as portal:
        assert wait_until(partial(stub.has, 20), seconds=30)
        with redis.Redis.from_url(broker.url()) as client:
            client.flushall()
        broker.stop()
        broker.start()
        assert wait_until(lambda: states()["accepted"] == N, seconds=30)
    assert_invariants(N, stub.accepted())
    addresses = [open_envelope(message).address.encode() for message in Message.objects.all()]
    assert [address for address in addresses if address in portal.said()] == []


@pytest.mark.filterwarnings("ignore:No directory at")
def test_f14_every_report_five_times_at_once(provider: Start, live_server: LiveServer, settings: Settings) -> None:
    settings.SMS_REPORT_SECRET = SECRET
    reports = {"reports_url": f"{live_server.url}/api/v1/delivery-reports/stub/", "reports_times": 5, "secret": SECRET}
    stub = provider("look-up", echo=True, **reports)
    ready(N)
    with worker(stub.url, "look-up") as child:
        assert child.wait(30) == 0
    assert wait_until(lambda: sweep_once() and states() == {"delivered": N}, seconds=20, every=0.2)
    assert DeliveryReport.objects.count() == N
    assert Transition.objects.filter(to_state="delivered").count() == N
    assert_invariants(N, stub.accepted())
