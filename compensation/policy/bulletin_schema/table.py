"""A table of a bulletin file, read key by key: what is missing, ill-typed or unknown names its line and the remedy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from difflib import get_close_matches
from typing import Any, NoReturn, TypeVar

from compensation.policy.bulletin import Words
from compensation.policy.bulletin_schema.lines import Path, dotted, line_index, line_of
from compensation.policy.errors import BulletinError
from compensation.policy.periods import JST

T = TypeVar("T", bound=str)
WEEKDAYS = "月火水木金土日"


class Source:
    """The text of a file, the tables read from it, and the clauses they cite."""

    def __init__(self, text: str) -> None:
        self.index = line_index(text)
        self.tables: list[Table] = []
        self.known: dict[Path, set[str]] = {}
        self.cited: list[tuple[Path, str]] = []

    def fail(self, path: Path, message: str, remedy: str) -> NoReturn:
        raise BulletinError(dotted(path), line_of(self.index, path), message, remedy)

    def refuse_unknown_keys(self) -> None:
        """Refuse the first key that no part of the schema has asked for."""
        for table in self.tables:
            for key in table.data:
                if key not in table.known:
                    known = ", ".join(sorted(table.known))
                    self.fail((*table.path, key), "unknown key", f"This table may hold: {known}")


class Table:
    """One table; every getter marks its key as known."""

    def __init__(self, data: Mapping[str, Any], path: Path, source: Source) -> None:
        self.data = data
        self.path = path
        self.source = source
        self.known = source.known.setdefault(path, set())
        source.tables.append(self)

    def fail(self, key: str, message: str, remedy: str) -> NoReturn:
        self.source.fail((*self.path, key), message, remedy)

    def has(self, key: str) -> bool:
        """Whether the key stands in the table."""
        self.known.add(key)
        return key in self.data

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value: str = self._value(key, str, "a text in quotation marks")
        return value if value.strip() else self.fail(key, "empty text", "Write the text, or leave the key out")

    def words(self, key: str) -> Words:
        """A text in Japanese and in English: `{ ja = "…", en = "…" }`."""
        expected = 'a text in both languages, { ja = "…", en = "…" }'
        table = Table(self._value(key, dict, expected), (*self.path, key), self.source)
        return Words(table.text("ja"), table.text("en"))

    def whole(self, key: str) -> int:
        """A whole number, 0 or more."""
        value: int = self._value(key, int, "a whole number")
        return value if value >= 0 else self.fail(key, "negative number", "Write 0 or more")

    def yes_no(self, key: str) -> bool:
        value: bool = self._value(key, bool, "true or false")
        return value

    def day(self, key: str) -> date:
        """A day in Japan, like 2031-04-30."""
        value: date = self._value(key, date, "a day like 2031-04-30, without quotation marks and without an hour")
        return value

    def clock(self, key: str) -> str:
        """A time of day, as HH:MM."""
        return f"{self._value(key, time, 'a time of day like 10:00:00'):%H:%M}"

    def instant(self, key: str) -> datetime:
        """An instant in Japan's time, whether or not its offset is written."""
        value: datetime = self._value(key, datetime, "a day and hour like 2031-03-24T14:00:00")
        if value.tzinfo is not None and value.utcoffset() != JST.utcoffset(None):
            fault = f"{value.isoformat()} is not in Japan's time"
            self.fail(key, fault, "Write the hour as it is in Japan, and leave out the Z or the offset after it")
        return value.replace(tzinfo=JST)

    def choice(self, key: str, allowed: Sequence[T]) -> T:
        """One of the words allowed."""
        value = self.text(key)
        found = next((word for word in allowed if word == value), None)
        if found is None:
            self.fail(key, f"“{value}” is not known here", f"Write one of: {', '.join(allowed)}")
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        value = self._value(key, list, "a list of texts")
        for place, text in enumerate(value):
            if not isinstance(text, str) or not text:
                self.source.fail((*self.path, key, place), "not a text", "Write it in quotation marks")
        return tuple(value)

    def clauses(self, key: str = "clauses") -> tuple[str, ...]:
        """The ids of clauses, at least one; each must be declared in the same file."""
        ids = self.texts(key)
        if not ids:
            self.fail(key, "no clause", "Name at least one clause from which this follows")
        self.source.cited += [((*self.path, key), clause) for clause in ids]
        return ids

    def table(self, key: str) -> Table:
        """A table inside this one."""
        return Table(self._value(key, dict, "a table"), (*self.path, key), self.source)

    def table_or_none(self, key: str) -> Table | None:
        return self.table(key) if self.has(key) else None

    def tables(self, key: str) -> list[Table]:
        """A list of tables, empty where the key is left out."""
        if not self.has(key):
            return []
        return [self._element(key, place, value) for place, value in enumerate(self._value(key, list, "a list"))]

    def check_weekday(self, key: str, day: date) -> None:
        """Refuse a `weekday` beside a day that falls on another one."""
        if self.has("weekday") and self.text("weekday") != WEEKDAYS[day.weekday()]:
            right = WEEKDAYS[day.weekday()]
            self.fail("weekday", f"{day} is a {right}, not a {self.data['weekday']}", f"Correct {key} or the weekday")

    def _fail_missing(self, key: str, expected: str) -> NoReturn:
        """A key that looks like the missing one is more likely misspelt than the other left out."""
        for misspelt in get_close_matches(key, set(self.data) - self.known):
            self.fail(misspelt, "unknown key", f"Write it {key}")
        self.fail(key, "missing", f"Add it: {expected}")

    def _element(self, key: str, place: int, value: Any) -> Table:
        if not isinstance(value, dict):
            self.source.fail((*self.path, key, place), "not a table", "Write it as { … }")
        return Table(value, (*self.path, key, place), self.source)

    def _value(self, key: str, kind: type, expected: str) -> Any:
        if not self.has(key):
            self._fail_missing(key, expected)
        value = self.data[key]
        # bool is an int and datetime is a date in Python, but not in a bulletin.
        if type(value) is not kind:
            self.fail(key, f"expected {expected}", f"This is {_as_written(value)}")
        return value


def _as_written(value: Any) -> str:
    """A value as the file writes it, for somebody who knows no Python."""
    return value.isoformat() if isinstance(value, date) else repr(value)
