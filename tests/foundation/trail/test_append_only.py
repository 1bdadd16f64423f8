"""The triggers refuse what they are there to refuse, on whichever database the tests run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, models, transaction
from django.test.utils import isolate_apps

from foundation.trail.actor import Actor
from foundation.trail.append_only import append_only_models, protect, release
from foundation.trail.audit import viewed
from foundation.trail.models import AuditEvent

SYSTEM = Actor.system("test")


def change() -> None:
    AuditEvent.objects.update(actor_label="somebody else")


def delete_one() -> None:
    AuditEvent.objects.get().delete()


def delete_in_sql() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM trail_auditevent")


def overwrite() -> None:
    row = AuditEvent.objects.get()
    row.action = "other"
    AuditEvent.objects.bulk_create([row], update_conflicts=True, unique_fields=["id"], update_fields=["action"])


@pytest.mark.django_db
@pytest.mark.parametrize("attempt", [change, delete_one, delete_in_sql, overwrite])
def test_nothing_written_is_changed_or_deleted(attempt: Callable[[], None]) -> None:
    viewed(by=SYSTEM, kind="user", refs=["a"], fields=["phone"])
    before = AuditEvent.objects.values().get()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        attempt()
    assert AuditEvent.objects.values().get() == before


@pytest.mark.django_db
def test_adding_goes_on() -> None:
    viewed(by=SYSTEM, kind="user", refs=["a"], fields=["phone"])
    viewed(by=SYSTEM, kind="user", refs=["b"], fields=["phone"])
    assert AuditEvent.objects.count() == 2


@pytest.mark.django_db
def test_every_table_that_says_so_has_both_triggers() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")
        else:
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        found = {name for (name,) in cursor.fetchall()}
    tables = [model._meta.db_table for model in append_only_models()]
    wanted = {f"append_only_{event}_{table}"[:63] for table in tables for event in ("update", "delete")}
    assert wanted - found == set()


@pytest.mark.django_db
def test_migrate_makes_them_again() -> None:
    with connection.cursor() as cursor:
        for statement in release(connection, [AuditEvent]):
            cursor.execute(statement)
    call_command("migrate", verbosity=0)
    viewed(by=SYSTEM, kind="user", refs=["a"], fields=["phone"])
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        change()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round_", [1, 2])
def test_a_test_database_is_emptied_and_protected_again(round_: int) -> None:
    assert AuditEvent.objects.count() == 0
    viewed(by=SYSTEM, kind="user", refs=["a"], fields=["phone"])
    with pytest.raises(DatabaseError, match="append-only"):
        change()


@pytest.fixture
def leaf(transactional_db: None) -> Iterator[type[models.Model]]:
    """A table that may say when its rows were superseded, and nothing else."""
    with isolate_apps("foundation.trail"):

        class Leaf(models.Model):
            append_only = True
            append_only_except = ("superseded_at",)
            text = models.CharField(max_length=10)
            superseded_at = models.DateTimeField(null=True)

            class Meta:
                app_label = "trail"

        with connection.schema_editor() as editor:
            editor.create_model(Leaf)
        protect(connection, [Leaf])
        yield Leaf
        with connection.schema_editor() as editor:
            editor.delete_model(Leaf)


def test_what_may_change_changes_alone(leaf: type[models.Model]) -> None:
    rows = leaf._default_manager
    rows.create(text="first")
    moment = datetime(2031, 5, 31, tzinfo=UTC)
    rows.update(superseded_at=moment)
    for forbidden in ({"text": "second"}, {"text": "second", "superseded_at": None}):
        with pytest.raises(DatabaseError, match="append-only"):
            rows.update(**forbidden)
    with pytest.raises(DatabaseError, match="append-only"):
        rows.all().delete()
    assert list(rows.values_list("text", "superseded_at")) == [("first", moment)]
