"""Which new entries of one coupon cannot be booked, because the balance would not bear them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from compensation.states import EntryKind

ISSUED_TWICE: Final = (
    "このクーポンの発行は既に記録されています。",
    "The issue of this coupon is booked already.",
)
OTHER_FACE: Final = (
    "発行の金額がクーポン金額と違います。",
    "The sum of the issue is not the face value of the coupon.",
)
BELOW_ZERO: Final = (
    "この記録で残高が0円を下回ります。",
    "With this entry the balance would fall below zero.",
)


class Entry(NamedTuple):
    """An entry in its place; `line` is None for one that the ledger holds already."""

    line: int | None
    kind: str
    yen: int


Refused = dict[int, tuple[str, str]]
"""By line: why, in Japanese and English."""


def refused_entries(entries: Sequence[Entry], face_yen: int) -> Refused:
    """The new ones among the entries of a coupon, in the order `at`, `entry_id`, that are refused.

    An entry that takes the running balance below zero is, and those after it are judged without it. A late entry that
    leaves nothing for one booked after it is refused as well: what the ledger holds is not taken back. Without an
    issue the balance is not known, and nothing can be said of it.
    """
    refused = _refused_issues(entries, face_yen)
    booked = [entry for entry in entries if entry.line not in refused]
    if any(entry.kind == EntryKind.ISSUE for entry in booked):
        refused |= dict.fromkeys(_too_many(booked), BELOW_ZERO)
    return refused


def _refused_issues(entries: Sequence[Entry], face_yen: int) -> Refused:
    """Issues of another sum than the face, and every one but the first; one that stands already is the first."""
    issues = [entry for entry in entries if entry.kind == EntryKind.ISSUE]
    new = {entry.line: entry.yen for entry in issues if entry.line is not None}
    refused = {line: OTHER_FACE for line, yen in new.items() if yen != face_yen}
    good = [line for line in new if line not in refused]
    stands = len(new) < len(issues)
    return refused | dict.fromkeys(good[0 if stands else 1 :], ISSUED_TWICE)


def _too_many(entries: Sequence[Entry]) -> Iterator[int]:
    """The lines of the new entries that the balance does not bear."""
    running = 0
    taken: list[Entry] = []
    for entry in entries:
        running += entry.yen
        if entry.yen >= 0:
            continue
        if entry.line is not None:
            taken.append(entry)
        # A new entry gives way itself; before one that stands, the latest of the new ones do.
        while running < 0 and taken:
            last = taken.pop()
            running -= last.yen
            if last.line is not None:
                yield last.line
            if last is entry:
                break
