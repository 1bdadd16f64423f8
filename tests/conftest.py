"""What every test starts from: an unread clock, and tables that a test may empty although nobody else may."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from foundation.trail import clock

pytest_plugins = [
    "tests.harness.collecting",
    "tests.harness.loopback",
    "tests.harness.emptying",
    "tests.harness.fault_table",
]


@pytest.fixture(autouse=True)
def _unread_clock() -> Iterator[None]:
    """No test sees the demonstration time that another one stored."""
    clock.forget()
    yield
    clock.forget()


@pytest.fixture(scope="class")
def shared_rows(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """What a fixture of a class writes from here on stands for all its tests; each undoes its own, and the end all."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)
