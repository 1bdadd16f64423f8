"""The audit log."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.db.transaction import TransactionManagementError

from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent

AT = datetime(2031, 5, 31, 1, 0, tzinfo=UTC)
SOMEBODY = Actor("staff", "hanako", "山田 花子")


@pytest.mark.django_db
@time_machine.travel(AT, tick=False)
def test_one_entry_for_each_of_a_set() -> None:
    written = audit.record("closed", by=SOMEBODY, kind="user", refs=["a", "b"], scope="north", detail={"why": "left"})
    common = (AT, "staff", "hanako", "山田 花子", "closed", "user", "north", {"why": "left"})
    fields = ("at", "actor_kind", "actor_ref", "actor_label", "action", "subject_kind", "scope", "detail")
    assert (written, list(AuditEvent.objects.order_by("id").values_list("subject_ref", *fields))) == (
        2,
        [("a", *common), ("b", *common)],
    )


@pytest.mark.django_db
def test_views_of_personal_data() -> None:
    audit.viewed(by=SOMEBODY, kind="user", refs=["a"], fields=["phone", "email"])
    event = AuditEvent.objects.get()
    assert (event.action, event.detail) == ("viewed", {"fields": ["email", "phone"]})


@pytest.mark.django_db
def test_an_entry_goes_with_its_change() -> None:
    with transaction.atomic():
        audit.record("closed", by=SOMEBODY, kind="user", refs=["a"])
        transaction.set_rollback(True)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_no_entry_without_a_transaction() -> None:
    with pytest.raises(TransactionManagementError):
        audit.record("closed", by=SOMEBODY, kind="user", refs=["a"])
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"actor_kind": "robot"}, {"actor_ref": ""}, {"action": ""}, {"subject_ref": ""}])
def test_the_database_wants_who_what_and_which(wrong: dict[str, Any]) -> None:
    right = {"at": AT, "actor_kind": "staff", "actor_ref": "a", "action": "x", "subject_kind": "k", "subject_ref": "1"}
    with pytest.raises(IntegrityError), transaction.atomic():
        AuditEvent.objects.create(**{**right, **wrong})
