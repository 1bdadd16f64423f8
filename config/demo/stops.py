"""Where the demonstration's clock can be moved to: forward only."""

from __future__ import annotations

import tomllib
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path

from foundation.japan.dates import day_in_japan, parse_date, parse_instant
from foundation.japan.errors import UnreadableError
from foundation.trail.clock import JST

CLOCK_FILE = Path(__file__).with_name("clock.toml")
FARTHEST = timedelta(days=366)
MORNING = time(10)


@dataclass(frozen=True)
class Stop:
    """An instant worth going to, and what is to be seen there."""

    at: datetime
    ja: str
    en: str


def stops_after(now: datetime) -> list[Stop]:
    """The next morning, and those stops of the file that still lie ahead."""
    rows = tomllib.loads(CLOCK_FILE.read_text(encoding="utf-8"))["stop"]
    named = [Stop(datetime.fromisoformat(row["at"]), row["label_ja"], row["label_en"]) for row in rows]
    tomorrow = datetime.combine(day_in_japan(now) + timedelta(days=1), MORNING, JST)
    return [Stop(tomorrow, "翌日の朝", "Next morning"), *(stop for stop in named if stop.at > now)]


def read_target(text: str, now: datetime) -> datetime:
    """The instant that somebody typed, a day alone being its morning.

    Raises UnreadableError for no instant, one that is past, and one more than a year ahead.
    """
    at = _instant(text)
    if at <= now:
        raise UnreadableError(
            "時計は前にしか進みません。最初に戻すには make demo-reset を使います。",
            "The clock goes forward only. To begin again, use make demo-reset.",
        )
    if at > now + FARTHEST:
        raise UnreadableError("1年より先へは進めません。", "It goes no further than a year at a time.")
    return at


def _instant(text: str) -> datetime:
    try:
        with suppress(UnreadableError):
            return datetime.combine(parse_date(text), MORNING, JST)
        return parse_instant(text)
    except UnreadableError:
        # Whoever reads this has an example of these very weeks above the field.
        raise UnreadableError(
            "日時として読み取れません。欄の上の例のように入力してください。",
            "This is not a date and time. Please write it as in the example above the field.",
        ) from None
