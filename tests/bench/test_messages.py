"""Messages in the number of a campaign: planning them, finding one person's among a million, proving them all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import perf_counter, process_time
from typing import Any, Final

import pytest
from django.db import connection, transaction
from django.test import Client

from foundation.tables.bulk import copy_rows
from foundation.trail import chains
from notifications.mailings import open_mailing
from notifications.models import Message, Transition
from notifications.outbox import COLUMNS, NewMessage, encode, plan
from notifications.proof import messages_of, prove
from notifications.proving import prove as prove_all
from notifications.seals import seal_days
from notifications.transitions import content, genesis
from tests.factories.collection import bulletin_row
from tests.factories.notifications import PLANNER
from tests.factories.staff import UserFactory

PLANNED: Final = 300_000
PLANNED_SECONDS: Final = 60
KEPT: Final = int(os.environ.get("BENCH_MESSAGES", "1000000"))
FIRST_NUMBER: Final = 10_000_000
PROOF_SECONDS: Final = 1
AT_ONCE: Final = 20_000
BODY: Final = (
    "くまもと再発見の旅から補償のご案内です。\n"
    "https://example.jp/r/abcdefghjkmnpqrstvwxyz0123\n"
    "クーポンの番号をご用意ください。"
)
BEGUN: Final = datetime.now(UTC) - timedelta(days=2)
STEPS: Final = (("planned", "ready"), ("ready", "accepted"), ("accepted", "delivered"))
STEP: Final = ("message_id", "number", "from_state", "to_state", "cause", "actor", "at", "link")
ROW: Final = ("id", *COLUMNS, "chain_head")

pytestmark = [pytest.mark.bench, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("measured on PostgreSQL")


def new(place: int, mailing_id: int | None = None) -> NewMessage:
    return NewMessage(
        scope="kumamoto",
        subject_kind="payout",
        subject_ref=f"{place:010d}",
        purpose="payout_link",
        channel="sms",
        address=f"+8190{FIRST_NUMBER + place}",
        body=BODY,
        text_version="payout_link.sms.1",
        parts=2,
        yen=2_000,
        mailing_id=mailing_id,
    )


def test_planning_a_campaign() -> None:
    """One transaction of 300,000 messages, sealed and hashed, against a bare COPY of the very rows."""
    mailing = open_mailing("kumamoto", "automatic", "payout_link", None, "", BEGUN)
    rows = [encode(new(place), BEGUN) for place in range(PLANNED)]
    start = perf_counter()
    copy_rows(connection, Message._meta.db_table, COLUMNS, rows)
    limit = perf_counter() - start
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE notifications_message CASCADE")
    start, worked = perf_counter(), process_time()
    with transaction.atomic():
        plan((new(place, mailing.pk) for place in range(PLANNED)), by=PLANNER)
    took = perf_counter() - start
    print(
        f"\nplan: {PLANNED:,} messages in {took:.1f} s ({PLANNED / took:,.0f}/s; {process_time() - worked:.1f} s of "
        f"this process), asked {PLANNED_SECONDS}; bare COPY of the sealed rows {limit:.1f} s"
    )
    assert Message.objects.count() == PLANNED
    assert took <= PLANNED_SECONDS


def kept() -> None:
    """A million messages that arrived, each with its chain."""
    for start in range(0, KEPT, AT_ONCE):
        made = [_message(place) for place in range(start + 1, start + AT_ONCE + 1)]
        copy_rows(connection, Message._meta.db_table, ROW, [row for row, _ in made])
        copy_rows(connection, Transition._meta.db_table, STEP, [step for _, steps in made for step in steps])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notifications_message, notifications_transition")


def _message(pk: int) -> tuple[tuple[Any, ...], list[tuple[Any, ...]]]:
    row = dict(zip(COLUMNS, encode(new(pk), BEGUN), strict=True))
    head, steps = genesis(row["reference"], row["body_hash"], row["address_hash"]), []
    for number, (before, to) in enumerate(STEPS, 1):
        said = (number, before, to, "reported", "bench", BEGUN + timedelta(seconds=number))
        head = chains.link(head, content(row["reference"], *said))
        steps.append((pk, *said, head))
    row |= {"state": "delivered", "moves": len(STEPS)}
    return (pk, *row.values(), head), steps


def asked(browser: Client) -> Iterator[float]:
    """Seconds of the page for people all over the list, by their telephone number."""
    for place in range(1, KEPT, KEPT // 20):
        start = perf_counter()
        page = browser.post("/console/proof/", {"text": f"090{FIRST_NUMBER + place}"})
        yield perf_counter() - start
        assert len(page.context["found"]) == 1


def test_one_among_a_million_and_all_of_them() -> None:
    """The proof of one person's messages in under a second; every chain, sealed and proved."""
    bulletin_row("kumamoto-3")
    kept()
    browser = Client()
    browser.force_login(UserFactory.create(username="first", role="operator", offices=["kumamoto"]))
    next(asked(browser))
    pages = sorted(asked(browser))
    one = Message.objects.get(pk=KEPT // 2)
    start = perf_counter()
    assert [prove(found).steps_proved for found in messages_of([("payout", one.subject_ref)], "", ["kumamoto"])] == [3]
    alone = perf_counter() - start
    start, worked = perf_counter(), process_time()
    [seal] = seal_days()[:1]
    sealed, sealing = perf_counter() - start, process_time() - worked
    start, worked = perf_counter(), process_time()
    proved = prove_all(tell=pytest.fail, progress=lambda _: None)
    took, proving = perf_counter() - start, process_time() - worked
    print(
        f"\nproof among {KEPT:,}: page median {pages[len(pages) // 2] * 1_000:.0f} ms, "
        f"longest {pages[-1] * 1_000:.0f} ms; one message {alone * 1_000:.1f} ms"
        f"\nseal of a day of {seal.count:,}: {sealed:.1f} s ({sealing:.1f} of this process); "
        f"verify_chain {took:.1f} s ({proving:.1f}), {proved.steps / took:,.0f} steps/s"
    )
    assert (proved.messages, proved.steps, seal.count) == (KEPT, KEPT * len(STEPS), KEPT)
    assert pages[-1] < PROOF_SECONDS
