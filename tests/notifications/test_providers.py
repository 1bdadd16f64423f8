"""Health and rates of providers, the same for every worker."""

from __future__ import annotations

import time
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now

from foundation.trail.models import AuditEvent
from notifications.models import Provider
from notifications.providers import (
    TRIAL_SIZE,
    Standing,
    Way,
    begin_trial,
    enrol,
    heard,
    standings,
    take,
)

pytestmark = pytest.mark.django_db

REST = 60.0


@pytest.fixture(autouse=True)
def _enrolled(db: None) -> None:
    enrol(["one"])


def standing() -> Standing:
    return standings(["one"])["one"]


def fail(number: int, *, good: int = 0) -> None:
    heard("one", good=good, bad=number, reason="not_sent", rest=REST)


def rest_over() -> None:
    Provider.objects.update(rests_until=Now() - timedelta(seconds=1))


def fill(parts: float) -> None:
    """So much is there, and nothing flows in."""
    Provider.objects.update(allowance=parts, refilled=1e12)


def test_a_provider_without_a_row_is_left_alone() -> None:
    assert standings(["one", "other"]) == {"one": Standing.READY, "other": Standing.RESTING}


def test_who_fails_again_and_again_rests_and_that_is_written_down() -> None:
    fail(31)
    assert standing() is Standing.READY
    fail(2)
    assert standing() is Standing.RESTING
    assert AuditEvent.objects.get(subject_kind="provider").detail == {"reason": "not_sent"}


def test_half_of_the_outcomes_may_fail() -> None:
    for _ in range(20):
        fail(5, good=5)
    assert standing() is Standing.READY


def test_after_the_rest_one_worker_tries_and_rests_grow() -> None:
    fail(40)
    assert not begin_trial("one", rest=REST)
    rest_over()
    assert standing() is Standing.TRIAL
    assert [begin_trial("one", rest=REST), begin_trial("one", rest=REST)] == [True, False]
    [left] = Provider.objects.values_list(F("rests_until") - Now(), flat=True)
    assert timedelta(seconds=1.9 * REST) < left < timedelta(seconds=2.1 * REST)


def test_an_answer_brings_it_back() -> None:
    fail(40)
    rest_over()
    begin_trial("one", rest=REST)
    fail(1)
    assert standing() is Standing.RESTING
    heard("one", good=TRIAL_SIZE, bad=0, reason="", rest=REST)
    assert standing() is Standing.READY
    assert list(AuditEvent.objects.order_by("pk").values_list("action", flat=True)) == [
        "provider_rests",
        "provider_is_back",
    ]


def test_what_a_provider_without_a_rate_is_given_is_not_counted() -> None:
    assert take(Way("one"), [9] * 100) == 100


@pytest.mark.parametrize(
    ("there", "costs", "granted"),
    [(10, [1] * 10, 10), (10, [2] * 10, 5), (3, [1] * 10, 2), (1, [2], 0), (0, [1], 0), (5, [5], 1)],
)
def test_parts_are_taken_from_what_is_there(there: float, costs: list[int], granted: int) -> None:
    """All, or half of the messages, or half of these."""
    fill(there)
    assert take(Way("one", rate=10), costs) == granted


def test_the_row_that_is_missing_gives_nothing() -> None:
    assert take(Way("other", rate=100), [1]) == 0


def test_what_flows_in_is_bounded_by_one_second() -> None:
    Provider.objects.update(allowance=0, refilled=0)
    assert take(Way("one", rate=8), [1] * 16) == 8


@pytest.mark.django_db(transaction=True)
def test_workers_together_take_no_more_than_there_is() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("writers exclude each other on SQLite")
    fill(20)
    granted = list[int]()

    def worker() -> None:
        granted.extend(take(Way("one", rate=20), [1]) for _ in range(10))
        connection.close()

    workers, begun = [Thread(target=worker) for _ in range(4)], time.monotonic()
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert 20 <= sum(granted) <= 20 + 20 * (time.monotonic() - begun)
