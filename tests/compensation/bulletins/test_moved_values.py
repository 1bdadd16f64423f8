"""No value of a bulletin can move unseen: a day, a yen, a second or an item more or less changes what is pinned."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from compensation.bulletin_files import FOLDER
from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.errors import BulletinError
from tests.compensation.bulletins import values
from tests.compensation.policy.making import ALL, FILES, bulletin

Path = tuple[str | int, ...]
# Sentences and citations have tests of their own; these are the rules themselves.
NOT_RULES = {"clauses", "ja", "en", "text", "when", "dated", "title", "stage_label", "url"}


def moved(value: Any) -> Any:
    """The value one unit on; None for what has no unit."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, datetime):
        return value + timedelta(seconds=1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, time):
        return value.replace(minute=value.minute + 1)
    return value[1:] if isinstance(value, list) and value else None


def places(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a parsed file that is a rule."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in pairs:
        if key not in NOT_RULES:
            yield (*path, key), part
            yield from places(part, (*path, key))


def pinned(found: Bulletin) -> tuple[Any, ...]:
    """What the tests of the four prefectures compare."""
    return (
        values.heading(found),
        values.entitlement(found),
        values.case_b(found),
        values.app(found),
        values.paper(found),
        values.transfer(found),
        values.points(found),
        found.contact.hours,
        found.incident.day,
        found.timetable,
        [sender[:2] for sender in found.senders],
        [stale.clause for stale in found.stale],
        (found.persons.visited_clauses, found.persons.handing_on_clauses),
    )


def with_moved(data: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(data)
    place: Any = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("programme", ALL)
def test_a_moved_value_is_refused_or_seen(programme: str) -> None:
    text = (FOLDER / f"{FILES[programme]}.toml").read_text(encoding="utf-8")
    data, before, unseen = tomllib.loads(text), pinned(bulletin(programme)), []
    cited = {"paid_otherwise", "pressed_repeatedly", "check", "then", "silent", "expiry_clauses", "balance_clauses"}
    tried = [(path, moved(value)) for path, value in places(data) if path[-1] not in cited]
    for path, value in tried:
        try:
            if value is not None and pinned(read_bulletin(with_moved(data, path, value), text)) == before:
                unseen.append(path)
        except BulletinError:
            continue
    assert unseen == []
    assert len([value for _, value in tried if value is not None]) > 25
