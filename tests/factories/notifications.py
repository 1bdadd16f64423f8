"""Messages and mailings."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import count
from typing import Any

from django.db import transaction

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.mailings import open_mailing
from notifications.models import Mailing, Message
from notifications.outbox import NewMessage, plan
from notifications.states import MessageState
from notifications.transitions import move

PLANNER = Actor.system("planner")
_numbers = count(1)


def new_message(**given: Any) -> NewMessage:
    """A short message to a mobile number, each about another subject."""
    number = next(_numbers)
    usual: dict[str, Any] = {
        "scope": "north",
        "subject_kind": "letter",
        "subject_ref": f"letter-{number}",
        "purpose": "notice",
        "channel": "sms",
        "address": f"+8190{number:08d}",
        "body": f"お知らせ {number}",
        "text_version": "notice-1",
    }
    return NewMessage(**{**usual, **given})


def planned(news: Iterable[NewMessage] | None = None, **given: Any) -> list[Message]:
    """Messages as the outbox writes them: these, or one of `new_message(**given)`."""
    with transaction.atomic():
        ids = plan(news if news is not None else [new_message(**given)], by=PLANNER)
    return list(Message.objects.filter(pk__in=ids).order_by("pk"))


def ready(number: int, **given: Any) -> list[Message]:
    """So many messages that may go at once."""
    return planned([new_message(**given) for _ in range(number)])


def held_message(scope: str = "kumamoto", **given: Any) -> Message:
    """A message that was sent, perhaps, and waits for a person."""
    [message] = planned(scope=scope, **given)
    move([message.pk], MessageState.HELD, cause="nobody can be asked: a person decides", by=PLANNER)
    return message


def mailing(**given: Any) -> Mailing:
    """A mailing that still gathers."""
    usual: dict[str, Any] = {
        "scope": "north",
        "route": "automatic",
        "purpose": "notice",
        "planned_on": date(2031, 4, 1),
        "planned_text": "4月上旬",
        "at": now(),
    }
    return open_mailing(**{**usual, **given})
