"""Classes of personal data and their end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from pytest_django import Settings

from foundation.vault import retention
from foundation.vault.retention import RetentionClass

CALLS = RetentionClass("calls", "通話の記録", "Records of calls", "the day of the call", 90)
DAY = date(2031, 1, 1)


@pytest.fixture(autouse=True)
def _own_registry(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setattr(retention, "_classes", {})
        yield


def test_data_is_over_on_the_day_it_ends() -> None:
    assert CALLS.ends_on(DAY) == date(2031, 4, 1)
    assert [CALLS.is_over(DAY, today=today) for today in (date(2031, 3, 31), date(2031, 4, 1))] == [False, True]


def test_a_purge_selects_what_is_over() -> None:
    assert CALLS.started_by(date(2031, 4, 1)) == DAY


def test_a_setting_decides_how_long(settings: Settings) -> None:
    settings.RETENTION_DAYS = {"calls": 10}
    assert CALLS.ends_on(DAY) == date(2031, 1, 11)


def test_classes_are_listed_by_name() -> None:
    mails = RetentionClass("a-mails", "メール", "Mails", "the day it was sent", 30)
    retention.register(CALLS)
    retention.register(mails)
    retention.register(CALLS)
    assert retention.all_classes() == (mails, CALLS)


def test_one_name_has_one_meaning() -> None:
    retention.register(CALLS)
    with pytest.raises(ValueError, match="another meaning"):
        retention.register(RetentionClass("calls", "別", "Other", "never", 1))
