"""After a test that committed, its rows are gone, and what migrating made still stands."""

from __future__ import annotations

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, transaction

from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.models import AuditEvent
from tests.factories.compensation import BulletinFactory
from tests.harness.needs import needs_postgresql

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("time", ["first", "second"])
def test_what_a_test_committed_is_gone(time: str) -> None:
    kinds = ContentType.objects.count()
    assert (AuditEvent.objects.count(), kinds > 0) == (0, True)
    BulletinFactory.create()
    with transaction.atomic():
        record(time, by=Actor.system("tests"), kind="test", refs=["1"])


@needs_postgresql
@pytest.mark.parametrize("time", ["first", "second"])
def test_the_triggers_stand(time: str) -> None:
    with transaction.atomic():
        record(time, by=Actor.system("tests"), kind="test", refs=["1"])
    with pytest.raises(DatabaseError, match="append-only"):
        AuditEvent.objects.all().delete()
