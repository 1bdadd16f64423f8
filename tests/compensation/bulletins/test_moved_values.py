"""No value of a bulletin can move unseen: a day, a yen, a second, a word or an item less, and a test fails.

Each value of each file is moved in turn, and the tests that pin the bulletins are run on what is read then.
"""

from __future__ import annotations

import inspect
import tomllib
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from types import ModuleType
from typing import Any

import pytest

from compensation.bulletin_files import FOLDER
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.errors import BulletinError
from compensation.policy.fraud import read_policy
from tests.compensation.bulletins import test_approved_texts, test_four_prefectures
from tests.compensation.policy import making
from tests.compensation.policy.fraud import test_schema
from tests.compensation.policy.making import ALL, FILES

Path = tuple[str | int, ...]
# A weekday beside a day is there to be compared with it; without one there is nothing to compare.
CHECKS_ONLY = {"weekday"}
LEFT_OUT = object()


def moved(value: Any) -> Any:
    """The value one unit on; None for a table or a list, which have none."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str):
        return f"{value}x"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, time):
        return value.replace(minute=value.minute + 1)
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    return value + timedelta(days=1) if isinstance(value, date) else None


def moves(holder: Any, path: Path = ()) -> Iterator[Path]:
    """The path of every move while it is made in the file; it is undone before the next."""
    for key in list(holder) if isinstance(holder, dict) else range(len(holder)):
        value, place = holder[key], (*path, key)
        if moved(value) is not None:
            holder[key] = moved(value)
            yield (*place, "moved")
            holder[key] = value
        # An empty list and none say the same.
        if key not in CHECKS_ONLY and value != []:
            yield from _without(holder, key, place)
        if isinstance(value, dict | list):
            yield from moves(value, place)


def _without(holder: Any, key: Any, place: Path) -> Iterator[Path]:
    kept = dict(holder) if isinstance(holder, dict) else list(holder)
    del holder[key]
    yield (*place, "removed")
    holder.clear()
    holder.update(kept) if isinstance(holder, dict) else holder.extend(kept)


def pins(module: ModuleType, programme: str | None) -> list[Callable[[], None]]:
    """The tests of a module on a programme, or those that need none, ready to be called."""
    found: list[Callable[[], None]] = []
    for test in (part for name, part in vars(module).items() if name.startswith("test_")):
        cases = [mark.args[1] for mark in getattr(test, "pytestmark", []) if mark.args[0] != ["old", "new"]]
        if not inspect.signature(test).parameters:
            found.append(test)
        elif programme and "programme" in inspect.signature(test).parameters:
            rows = [case if isinstance(case, tuple) else (case,) for case in cases[0]]
            found += [partial(test, *row) for row in rows if row[0] == programme]
    return found


def unseen(data: dict[str, Any], read: Callable[[], Any], give: Callable[[Any], None], tests: list[Any]) -> list[Path]:
    """The moves that the schema lets pass and no test sees."""
    found = []
    for path in moves(data):
        try:
            give(read())
        except BulletinError:
            continue
        if not any(map(_fails, tests)):
            found.append(path)
    return found


def _fails(test: Callable[[], None]) -> bool:
    try:
        test()
    except (AssertionError, LookupError, ValueError):
        return True
    return False


@pytest.mark.parametrize("programme", ALL)
def test_a_moved_value_of_a_coupon_bulletin_is_refused_or_seen(programme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    data = tomllib.loads((FOLDER / f"{FILES[programme]}.toml").read_text(encoding="utf-8"))
    tests = [test for module in (test_four_prefectures, test_approved_texts) for test in pins(module, programme)]

    def give(bulletin: Any) -> None:
        for module in (test_four_prefectures, test_approved_texts):
            monkeypatch.setattr(
                module, "bulletin", lambda name: bulletin if name == programme else making.bulletin(name)
            )

    give(read_bulletin(data, ""))
    assert [test for test in tests if _fails(test)] == []
    assert unseen(data, lambda: read_bulletin(data, ""), give, tests) == []
    assert len(list(moves(data))) > 300


def test_a_moved_value_of_the_fraud_policy_is_refused_or_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    data = tomllib.loads((FOLDER / "twooca-1.toml").read_text(encoding="utf-8"))
    tests = [
        test_schema.test_what_the_file_says,
        test_schema.test_the_file_declares_the_clauses_of_the_engine_and_no_other,
        test_approved_texts.test_texts_of_the_fraud_policy_are_the_approved_ones,
    ]

    def give(policy: Any) -> None:
        for module in (test_schema, test_approved_texts):
            monkeypatch.setattr(module, "policy", lambda: policy)

    give(read_policy(data, ""))
    assert [test for test in tests if _fails(test)] == []
    assert unseen(data, lambda: read_policy(data, ""), give, tests) == []
    assert len(list(moves(data))) > 300
