"""Outcomes are read upward from a cursor."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from notifications.models import Message
from notifications.news import outcomes_after
from notifications.states import MessageState
from notifications.transitions import move
from tests.factories.notifications import PLANNER, ready


def to(state: MessageState, message: Message) -> None:
    held: dict[str, Any] = {"lease_token": message.reference, "leased_until": timedelta(1)}
    move([message.pk], state, cause="tried", by=PLANNER, **(held if state in ("leased", "sending") else {}))


@pytest.mark.django_db
def test_outcomes_come_in_order_and_once() -> None:
    one, other = ready(2)
    to(MessageState.CANCELLED, other)
    to(MessageState.EXPIRED, one)
    first, second = outcomes_after(0)
    assert [(news.subject_ref, news.state) for news in (first, second)] == [
        (other.subject_ref, "cancelled"),
        (one.subject_ref, "expired"),
    ]
    assert outcomes_after(first.cursor) == [second]
    assert outcomes_after(second.cursor) == []
    assert outcomes_after(0, limit=1) == [first]


@pytest.mark.django_db
def test_steps_on_the_way_are_no_news() -> None:
    [message] = ready(1)
    for state in (MessageState.LEASED, MessageState.SENDING, MessageState.UNKNOWN):
        to(state, message)
    assert outcomes_after(0) == []


@pytest.mark.django_db(transaction=True)
def test_a_reader_does_not_pass_by_an_outcome_that_is_not_committed_yet() -> None:
    """The earlier number commits last: a reader who saw the later one first would never see it."""
    if connection.vendor != "postgresql":
        pytest.skip("writers exclude each other on SQLite")
    early, late = ready(2)
    written, release = threading.Event(), threading.Event()

    def slow() -> None:
        with transaction.atomic():
            to(MessageState.CANCELLED, early)
            written.set()
            release.wait(5)
        connection.close()

    writer = threading.Thread(target=slow)
    writer.start()
    written.wait(5)
    to(MessageState.CANCELLED, late)
    threading.Timer(0.2, release.set).start()
    assert [news.subject_ref for news in outcomes_after(0)] == [early.subject_ref, late.subject_ref]
    writer.join()
