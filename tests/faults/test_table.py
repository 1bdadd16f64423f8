"""More of the fault table, each fault against the three kinds of provider. Part of `make test-all`."""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import partial

import pytest

from foundation.trail.actor import Actor
from notifications import mailings
from notifications.models import Mailing
from tests.factories.notifications import mailing, new_message, planned, ready
from tests.faults.columns import CAPABILITIES
from tests.faults.invariants import assert_invariants, states
from tests.faults.processes import worker
from tests.faults.provider import Provider
from tests.faults.recovery import recover, sweep_once
from tests.harness.children import wait_until

pytestmark = [pytest.mark.faults, pytest.mark.parametrize("column", list(CAPABILITIES))]

N = 400
SMALL = ("--window", "20")

Start = Callable[..., Provider]


def settled(stub: Provider, column: str, number: int = N) -> None:
    recover(stub.url, column, seconds=60)
    assert_invariants(number, stub.accepted(), held=column == "none")


def test_f5_stopped_past_its_lease_then_continued(provider: Start, column: str) -> None:
    stub = provider(column, latency_ms=100)
    ready(N)
    with worker(stub.url, column, *SMALL) as child:
        assert wait_until(partial(stub.has, 40), seconds=20, every=0.01)
        child.send_signal(signal.SIGSTOP)
        assert wait_until(lambda: sweep_once() and not states()["leased"] + states()["sending"], seconds=10)
        recover(stub.url, column)
        child.send_signal(signal.SIGCONT)
        assert child.wait(30) == 0
    settled(stub, column)


def test_f6_an_error_for_everything_and_half_of_it_accepted(provider: Start, column: str) -> None:
    stub = provider(column, mix={"accept_error": 0.5, "error": 0.5})
    ready(N)
    with worker(stub.url, column) as child:
        assert child.wait(30) == 0
    assert states() == {"unknown": N}
    stub.behave(mix={})
    settled(stub, column)


def test_f7_busy_with_a_time_to_come_again(provider: Start, column: str) -> None:
    stub = provider(column, mix={"busy": 0.5}, retry_after=1)
    ready(N)
    with worker(stub.url, column) as child:
        assert child.wait(60) == 0
    settled(stub, column)


def test_f9_refused_for_a_while(provider: Start, column: str) -> None:
    stub = provider(column, latency_ms=50)
    ready(N)
    with worker(stub.url, column, *SMALL) as child:
        assert wait_until(partial(stub.has, 40), seconds=20, every=0.01)
        stub.stop()
        assert child.wait(30) == 0
    stub.start()
    settled(stub, column)


def test_f10_an_answer_that_cannot_be_read(provider: Start, column: str) -> None:
    stub = provider(column, mix={"html": 0.3, "cut": 0.3})
    ready(N)
    with worker(stub.url, column) as child:
        assert child.wait(30) == 0
    stub.behave(mix={})
    settled(stub, column)


def test_f18_several_dispatchers_by_mistake(provider: Start, column: str) -> None:
    stub = provider(column, latency_ms=50)
    ready(N)
    with worker(stub.url, column) as one, worker(stub.url, column) as two, worker(stub.url, column) as three:
        assert [child.wait(30) for child in (one, two, three)] == [0, 0, 0]
    settled(stub, column)


def test_f19_told_to_end_every_moment(provider: Start, column: str) -> None:
    """A deploy under load: what is under way is written down, the rest given back, and nothing is unknown."""
    stub = provider(column, latency_ms=100)
    ready(N)
    for taken in (40, 120, 200):
        with worker(stub.url, column, *SMALL) as child:
            assert wait_until(partial(stub.has, taken), seconds=20, every=0.01)
            child.terminate()
            assert child.wait(20) == 0
        assert states() == {"accepted": stub.accepted().total(), "ready": N - stub.accepted().total()}
    settled(stub, column)


def test_f20_stopped_at_half(provider: Start, column: str) -> None:
    stub, sending = provider(column, latency_ms=100), mailing(planned_on=None)
    planned([new_message(mailing_id=sending.pk) for _ in range(N)])
    mailings.prepare(sending, by=Actor("staff", "hanako", "花子"))
    mailings.release(sending, by=Actor("staff", "jiro", "次郎"))
    with worker(stub.url, column, *SMALL) as child:
        assert wait_until(partial(stub.has, N // 4), seconds=20, every=0.01)
        mailings.pause(Mailing.objects.get(), by=Actor("staff", "hanako", "花子"))
        assert child.wait(20) == 0
    stopped = stub.accepted().total()
    assert N // 4 <= stopped <= N // 4 + 60
    mailings.resume(Mailing.objects.get(), by=Actor("staff", "hanako", "花子"))
    settled(stub, column)
