"""One door, and a chain that shows whoever went round it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from foundation.trail.actor import Actor
from foundation.trail.append_only import release
from notifications.models import Message, Transition
from notifications.states import MESSAGE_MOVES, MessageState
from notifications.transitions import ChainWrongError, move, verify_chain
from tests.factories.notifications import ready

pytestmark = pytest.mark.django_db

HANAKO = Actor("staff", "hanako", "花子")


def unprotected(statement: str, values: list[int]) -> None:
    """What somebody with the keys of the database could do."""
    with connection.cursor() as cursor:
        for drop in release(connection, [Transition]):
            cursor.execute(drop)
        cursor.execute(statement, values)


def cancelled() -> Message:
    [message] = ready(1)
    move([message.pk], MessageState.CANCELLED, cause="not wanted", by=HANAKO)
    message.refresh_from_db()
    return message


def test_a_step_is_written_with_its_cause_and_actor() -> None:
    message = cancelled()
    said = list(
        message.transitions.order_by("number").values_list("number", "from_state", "to_state", "cause", "actor")
    )
    assert said == [
        (1, "planned", "ready", "planned without a mailing", "planner"),
        (2, "ready", "cancelled", "not wanted", "hanako"),
    ]
    assert (message.state, message.moves, verify_chain(message)) == ("cancelled", 2, 2)


@pytest.mark.parametrize(("state", "to"), [(s, t) for s in MESSAGE_MOVES for t in MESSAGE_MOVES])
def test_only_the_moves_of_the_table_are_made(state: str, to: str) -> None:
    [message] = ready(1)
    held: dict[str, Any] = (
        {"lease_token": message.reference, "leased_until": message.due_at} if state in ("leased", "sending") else {}
    )
    Message.objects.filter(pk=message.pk).update(state=state, **held)
    keep: dict[str, Any] = (
        {"lease_token": message.reference, "leased_until": timedelta(1)} if to in ("leased", "sending") else {}
    )
    moved = move([message.pk], to, cause="tried", by=HANAKO, **keep)
    assert moved == ([message.pk] if to in MESSAGE_MOVES[state] else [])


def test_many_move_as_one_and_those_that_may_not_stay() -> None:
    messages = ready(5)
    move([messages[0].pk], MessageState.CANCELLED, cause="first", by=HANAKO)
    wanted = [message.pk for message in messages]
    assert move(wanted, MessageState.CANCELLED, cause="all", by=HANAKO, only=~Q(pk=wanted[1])) == wanted[2:]
    assert [verify_chain(message) for message in Message.objects.order_by("pk")] == [2, 1, 2, 2, 2]


def test_a_span_counts_from_the_databases_clock() -> None:
    [message] = ready(1)
    move([message.pk], MessageState.EXPIRED, cause="late", by=HANAKO, retry_at=timedelta(hours=1))
    message.refresh_from_db()
    assert message.retry_at is not None
    assert timedelta(minutes=59) < message.retry_at - message.recorded_at < timedelta(minutes=61)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE notifications_transition SET actor = 'nobody' WHERE message_id = %s AND number = 2",
        "UPDATE notifications_transition SET number = 3 WHERE message_id = %s AND number = 2",
        "DELETE FROM notifications_transition WHERE message_id = %s AND number = 1",
        "DELETE FROM notifications_transition WHERE message_id = %s AND number = 2",
        "DELETE FROM notifications_transition WHERE message_id = %s",
    ],
)
def test_the_chain_finds_an_altered_or_removed_step(statement: str) -> None:
    message = cancelled()
    unprotected(statement, [message.pk])
    with pytest.raises(ChainWrongError):
        verify_chain(message)


def test_the_chain_finds_an_exchanged_text() -> None:
    message = cancelled()
    Message.objects.filter(pk=message.pk).update(body_hash=bytes(32))
    message.refresh_from_db()
    with pytest.raises(ChainWrongError):
        verify_chain(message)


@pytest.mark.parametrize("change", [{"cause": "another"}, {"to_state": "ready"}, {"link": bytes(32)}])
def test_the_database_refuses_to_change_a_step(change: dict[str, object]) -> None:
    message = cancelled()
    with pytest.raises(DatabaseError), transaction.atomic():
        Transition.objects.filter(message=message).update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        Transition.objects.filter(message=message).delete()
