"""The peer of the dispatcher's bench: one Celery task a message, as one would write it first.

It makes the same call and leaves the same rows, one message after the other through the ORM. It is given what does not
make it slower than it must be: kept HTTP connections, and a pool of database connections under gevent.
"""

from __future__ import annotations

import json
import os
import threading
from datetime import timedelta
from http.client import HTTPConnection
from uuid import UUID, uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
django.setup()

from celery import Celery  # noqa: E402  (the models come first)
from django.conf import settings  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from foundation.trail import chains  # noqa: E402
from foundation.trail.clock import now  # noqa: E402
from foundation.vault.hashing import keyed_hash  # noqa: E402
from notifications.envelope import open_envelope  # noqa: E402
from notifications.models import Attempt, Message, Transition  # noqa: E402
from notifications.transitions import content, genesis  # noqa: E402

PORT = int(os.environ.get("BENCH_PROVIDER_PORT", "0"))
POOLED = os.environ.get("BENCH_POOLED") == "1"
if POOLED:
    settings.DATABASES["default"]["CONN_MAX_AGE"] = 0
    settings.DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {"min_size": 4, "max_size": 20, "timeout": 60}

app = Celery("peer", broker=settings.REDIS_URL)
app.conf.update(
    task_default_queue=os.environ.get("BENCH_QUEUE", "bench-peer"),
    task_ignore_result=True,
    worker_hijack_root_logger=False,
)
_kept = threading.local()


@app.task(name="tests.bench.send")
def send(pk: int) -> None:
    """Send one message."""
    message = Message.objects.get(pk=pk)
    with transaction.atomic():
        message.lease_token, message.leased_until = uuid4(), now() + timedelta(seconds=60)
        _step(message, "leased", "claimed")
    envelope = open_envelope(message)
    with transaction.atomic():
        _step(message, "sending", "written ahead")
        attempt = Attempt.objects.create(
            message=message, number=message.moves, provider="stub", started_at=now(),
            request_hash=keyed_hash(f"{message.reference}\n{envelope.body}", purpose="message.request"),
        )  # fmt: skip
    _release()
    given = _call(message.reference, envelope.address, envelope.body, message.parts)
    with transaction.atomic():
        attempt.ended_at, attempt.outcome, attempt.provider_id = now(), "accepted", given
        attempt.save(update_fields=["ended_at", "outcome", "provider_id"])
        message.lease_token = message.leased_until = None
        _step(message, "accepted", "accepted")
    _release()


def _release() -> None:
    if POOLED:
        connection.close()


def _step(message: Message, to: str, cause: str) -> None:
    head = message.chain_head or genesis(message.reference, bytes(message.body_hash), bytes(message.address_hash))
    said = (message.moves + 1, message.state, to, cause, "system:peer", now())
    link = chains.link(bytes(head), content(message.reference, *said))
    number, before, _, _, actor, at = said
    Transition.objects.create(
        message=message, number=number, from_state=before, to_state=to, cause=cause, actor=actor, at=at, link=link
    )
    message.state, message.moves, message.chain_head = to, number, link
    message.save(update_fields=["state", "moves", "chain_head", "lease_token", "leased_until"])


def _call(reference: UUID, address: str, body: str, parts: int) -> str:
    if not hasattr(_kept, "line"):
        _kept.line = HTTPConnection("127.0.0.1", PORT, timeout=10)
    said = {"reference": str(reference), "to": address, "sender": "", "text": body, "parts": str(parts)}
    _kept.line.request("POST", "/messages", json.dumps(said), {"Content-Type": "application/json"})
    return str(json.loads(_kept.line.getresponse().read())["id"])
