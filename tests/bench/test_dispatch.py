"""Sending, against the same client without a database and against one Celery task a message, in one run."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter, process_time
from typing import Final, NamedTuple
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection, transaction

from notifications.channels import description
from notifications.channels.contract import Parcel, Result
from notifications.channels.http import HttpCarrier
from notifications.dispatch import Dispatcher
from notifications.models import Attempt, Mailing, Message, Transition
from notifications.outbox import plan
from notifications.pace import Pace
from tests.bench.quiet import judge_rates, resident, taken_by_others
from tests.bench.test_messages import BODY, new
from tests.factories.notifications import PLANNER
from tests.faults import table
from tests.faults.processes import environment
from tests.faults.provider import Provider
from tests.harness.children import end
from tests.harness.services import TREE

WINDOW: Final = 200
LATENCY_MS: Final = 50
NUMBER: Final = int(os.environ.get("BENCH_SENT", "6000"))
ROUNDS: Final = int(os.environ.get("BENCH_ROUNDS", "3"))
SHARE: Final = 0.85
LEAST: Final = 1_500
GROWTH_MB: Final = 20
BESIDE: Final = 4_500
PEERS: Final = {
    # pool: (its arguments, messages of the sample, how many times as fast we must be)
    "prefork 2": (("--pool=prefork", "--concurrency=2"), 150, 40),
    "gevent 100": (("--pool=gevent", "--concurrency=100"), 600, 10),
}

pytestmark = [
    pytest.mark.bench,
    pytest.mark.django_db(transaction=True, available_apps=["notifications", "foundation.trail"]),
]


class Run(NamedTuple):
    """Messages a second, and what each cost this process in microseconds."""

    rate: float
    cost: float


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("measured on PostgreSQL")


@pytest.fixture(name="provider")
def _provider(tmp_path: Path) -> Iterator[Provider]:
    provider = Provider(tmp_path, latency_ms=LATENCY_MS)
    yield provider
    provider.stop()


def carrier(provider: Provider) -> HttpCarrier:
    return HttpCarrier(description.stub(provider.url), seconds=10, window=WINDOW)


def ready(number: int) -> list[int]:
    """Messages that may go, as the outbox writes them; none other stand."""
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_message CASCADE")
    with transaction.atomic():
        ids = plan((new(place) for place in range(number)), by=PLANNER)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message")
    return ids


async def client_alone(provider: Provider) -> Run:
    """The limit: the dispatcher's own client with its window full, and nothing written anywhere."""
    last, at = time.monotonic() + 600, datetime.now(UTC)
    parcels = iter(
        Parcel(place, uuid4(), "", "", "sms", "", "", 2, f"+8190{place:08d}", "", BODY, 1, last, at, "stub")
        for place in range(NUMBER)
    )
    client, results = carrier(provider), list[Result]()
    await client.open()

    async def one_place() -> None:
        for parcel in parcels:
            results.append((await client.send(parcel)).result)

    begun, worked = perf_counter(), process_time()
    await asyncio.gather(*(one_place() for _ in range(WINDOW)))
    run = Run(NUMBER / (perf_counter() - begun), (process_time() - worked) / NUMBER * 1e6)
    await client.close()
    assert results == [Result.ACCEPTED] * NUMBER
    return run


def dispatched(provider: Provider) -> Run:
    """One dispatcher on as many messages, each written ahead and written down."""
    ready(NUMBER)
    dispatcher = Dispatcher({"sms": (carrier(provider),)}, Pace(window=WINDOW))
    begun, worked = perf_counter(), process_time()
    asyncio.run(dispatcher.run(until_empty=True))
    run = Run(NUMBER / (perf_counter() - begun), (process_time() - worked) / NUMBER * 1e6)
    assert Message.objects.filter(state="accepted").count() == NUMBER
    assert Attempt.objects.filter(outcome="accepted").count() == NUMBER
    return run


def test_sending_keeps_up_with_the_client_alone(provider: Provider) -> None:
    """In turns, the best of each: the machine has other moods than ours."""
    others, limits, ours, sizes = taken_by_others(), list[Run](), list[Run](), list[float]()
    for _ in range(ROUNDS):
        gc.collect()
        limits.append(asyncio.run(client_alone(provider)))
        ours.append(dispatched(provider))
        sizes.append(resident())
        others = max(others, taken_by_others())
    limit, best = max(limits), max(ours)
    print(
        f"\ndispatch, provider of {LATENCY_MS} ms, window {WINDOW}: limit (client alone) {limit.rate:,.0f}/s, ours "
        f"{best.rate:,.0f}/s ({best.rate / limit.rate:.2f} of it); of this process {limit.cost:.0f} and "
        f"{best.cost:.0f} µs a message; memory {sizes[0]:.0f} MB after the first {NUMBER:,}, {sizes[-1]:.0f} MB after "
        f"{ROUNDS * NUMBER:,}; others had {others:.1f} cores"
    )
    assert sizes[-1] - sizes[0] <= GROWTH_MB
    judge_rates(others)
    assert best.rate >= LEAST
    assert best.rate >= SHARE * limit.rate


@pytest.mark.parametrize("pool", PEERS)
def test_many_times_a_celery_task_a_message(pool: str, provider: Provider, tmp_path: Path) -> None:
    if not settings.REDIS_URL:
        pytest.skip("the peer's broker is Redis")
    arguments, sample, times = PEERS[pool]
    others, ours = taken_by_others(), max(dispatched(provider) for _ in range(2))
    peer = peer_rate(arguments, ready(sample), provider, tmp_path / "peer.log")
    others = max(others, taken_by_others())
    print(
        f"\ndispatch, a Celery task a message, {pool}: {peer:,.1f}/s, ours {ours.rate:,.0f}/s "
        f"({ours.rate / peer:,.0f} times; asked {times}); others had {others:.1f} cores"
    )
    judge_rates(others)
    assert ours.rate >= times * peer


def peer_rate(arguments: Sequence[str], ids: Sequence[int], provider: Provider, log: Path) -> float:
    """Messages a second between the first and the last acceptance that the peer wrote down."""
    from tests.bench.celery_peer import send

    queue = f"bench-{uuid4().hex}"
    place = environment(
        BENCH_PROVIDER_PORT=str(provider.port), BENCH_QUEUE=queue, BENCH_POOLED=str(int("gevent" in arguments[0]))
    )
    for pk in ids:
        send.apply_async((pk,), queue=queue)
    program = [sys.executable, "-m", "celery", "--app=tests.bench.celery_peer", "worker", f"--queues={queue}"]
    with log.open("w") as said:
        worker = subprocess.Popen(
            [*program, *arguments, "--without-gossip", "--without-mingle", "--loglevel=warning"],
            cwd=TREE, env=place, stdout=said, stderr=said, start_new_session=True,
        )  # fmt: skip
    try:
        _wait_for(len(ids), log)
    finally:
        end(worker, asking=signal.SIGTERM, seconds=10)
    steps = Transition.objects.filter(to_state="accepted").order_by("at").values_list("at", flat=True)
    return (len(ids) - 1) / (steps[len(ids) - 1] - steps[0]).total_seconds()


def _wait_for(number: int, log: Path) -> None:
    last = time.monotonic() + 120
    while Message.objects.filter(state="accepted").count() < number:
        assert time.monotonic() < last, log.read_text(encoding="utf-8")[-2_000:]
        time.sleep(0.2)


def test_a_small_mailing_is_not_kept_waiting_by_a_sevenfold_one(tmp_path: Path) -> None:
    """The fault F21, which asserts that the p95 of the hand-off is at most twice the small mailing's own."""
    print("\n" + table.run("F21 a sevenfold mailing beside", "look-up", BESIDE, 21, tmp_path))
    assert Mailing.objects.count() == 3
