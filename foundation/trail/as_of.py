"""The instant that a question or a settlement is asked as of: one that has come, and that somebody can mean."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from foundation.japan.dates import parse_instant
from foundation.japan.errors import UnreadableError
from foundation.trail import clock

# Nothing recorded here is older, and a year typed with a digit too few is not meant.
EARLIEST: Final = datetime(2000, 1, 1, tzinfo=clock.JST)


class OutOfReachError(UnreadableError):
    """An instant that has not come yet, or lies before anything that is recorded."""


def within_reach(instant: datetime) -> datetime:
    """The same instant, where it lies between the year 2000 and now; raises OutOfReachError."""
    if instant > clock.now():
        raise OutOfReachError(
            "まだ来ていない日時です。現在より前の日時を入力してください。",
            "This lies in the future. Enter an instant that has passed.",
        )
    if instant < EARLIEST:
        raise OutOfReachError(
            "日時が古すぎます。2000年以降の日時を入力してください。",
            "This is too long ago. Enter an instant from the year 2000 on.",
        )
    return instant


def parse_as_of(text: str) -> datetime:
    """An instant within reach, as people write it; raises UnreadableError."""
    return within_reach(parse_instant(text))
