"""Messages come into being with the fact that they tell of, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from foundation.tables.bulk import copy_rows
from foundation.vault.sealing import SealError
from notifications.envelope import Envelope, address_hash, open_envelope
from notifications.models import Message
from notifications.outbox import COLUMNS, OutsideTransactionError, encode, new_reference, plan
from tests.factories.notifications import PLANNER, mailing, new_message, planned

pytestmark = pytest.mark.django_db

AT = datetime(2031, 4, 1, 1, tzinfo=UTC)


def test_a_message_without_a_mailing_is_ready_at_once() -> None:
    [message] = planned()
    assert (message.state, message.moves) == ("ready", 1)
    assert list(message.transitions.values_list("from_state", "to_state", "actor")) == [("planned", "ready", "planner")]


def test_a_message_of_a_mailing_waits_for_its_release() -> None:
    [message] = planned(mailing_id=mailing().pk)
    assert (message.state, message.moves, message.chain_head) == ("planned", 0, None)


def test_ids_come_back_in_the_order_given() -> None:
    subjects = [message.subject_ref for message in planned([new_message(subject_ref=ref) for ref in ("b", "a", "c")])]
    assert subjects == ["b", "a", "c"]


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_planned() -> None:
    with pytest.raises(OutsideTransactionError):
        plan([new_message()], by=PLANNER)
    assert Message.objects.count() == 0


def test_one_message_a_subject_purpose_channel_and_generation() -> None:
    new = new_message()
    planned([new])
    with pytest.raises(IntegrityError), transaction.atomic():
        plan([new], by=PLANNER)
    planned([new._replace(generation=2), new._replace(channel="email", address="a@example.jp")])
    assert Message.objects.count() == 3


def test_address_and_text_are_sealed_and_found_by_hash() -> None:
    [message] = planned(channel="email", address="taro@example.jp", title="件名", body="本文\n\n二段落")
    assert open_envelope(message) == Envelope("taro@example.jp", "件名", "本文\n\n二段落")
    assert b"taro" not in bytes(message.address_sealed)
    assert bytes(message.address_hash) == address_hash("email", "taro@example.jp")
    assert address_hash("sms", "taro@example.jp") != address_hash("email", "taro@example.jp")


def test_an_address_moved_to_another_message_does_not_open() -> None:
    mine, other = planned([new_message(), new_message()])
    mine.address_sealed = other.address_sealed
    with pytest.raises(SealError):
        open_envelope(mine)


def test_rows_for_a_copy_are_those_of_the_plan() -> None:
    mailing_id = mailing().pk
    rows = [encode(new_message(mailing_id=mailing_id, yen=2000), AT) for _ in range(3)]
    assert copy_rows(connection, Message._meta.db_table, COLUMNS, rows) == 3
    kept = Message.objects.order_by("pk").values_list("reference", "state", "yen", "due_at", "recorded_at")
    assert list(kept) == [(row[0], "planned", 2000, AT, AT) for row in rows]


def test_references_grow_with_time_and_are_of_version_seven() -> None:
    references = [new_reference() for _ in range(3)]
    assert [reference.version for reference in references] == [7, 7, 7]
    assert [reference.variant for reference in references] == ["specified in RFC 4122"] * 3
    assert len(set(references)) == 3
