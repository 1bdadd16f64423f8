"""Which provider a message goes to: by order and health, and never to a second one while the first may have it.

Another provider takes over only from one that provably has not accepted: it was not sent, not accepted, or refused for
good there. What was ever unknown stays with the provider that may have it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from notifications import providers
from notifications.channels.contract import Result
from notifications.models import Attempt
from notifications.providers import TRIAL_SIZE, Standing, Way, Ways
from notifications.transitions import Held

FRESH: Final = 2
"""Steps of a message that was planned and claimed, and no more."""
WRITTEN_AHEAD: Final = "written ahead"
PROVEN: Final = frozenset({Result.NOT_SENT, Result.NOT_ACCEPTED, Result.REJECTED})
"""Outcomes of an attempt after which another provider may have the message."""


class Past(NamedTuple):
    """The attempts of a message so far: the last one's provider and outcome, and who refused it for good."""

    provider: str = ""
    outcome: str = ""
    refused_by: frozenset[str] = frozenset()


class Going(NamedTuple):
    """A message, the provider that it goes to, and why there."""

    row: Held
    way: Way
    cause: str


class Assigned(NamedTuple):
    """What goes now; what waits for its provider's rate; what nobody takes for the time being."""

    going: list[Going]
    later: list[Held]
    nowhere: list[Held]


def assign(rows: Sequence[Held], ways: Ways, *, rest: float) -> Assigned:
    """Choose for messages that the open transaction has locked, and take what they cost from the providers' rates."""
    pasts = past_of([row for row in rows if row.moves > FRESH])
    offices = _Offices(ways, rest)
    wanted, nowhere = defaultdict[Way, list[Held]](list), list[Held]()
    for row in rows:
        way = offices.first(row, pasts.get(row.id, Past()))
        (nowhere if way is None else wanted[way]).append(row)
    going, later = list[Going](), list[Held]()
    for way, of_one in wanted.items():
        granted = providers.take(way, [row.parts if way.counts_parts else 1 for row in of_one])
        going += [Going(row, way, _cause(way.name, pasts.get(row.id, Past()))) for row in of_one[:granted]]
        later += of_one[granted:]
    return Assigned(going, later, nowhere)


def past_of(rows: Sequence[Held]) -> dict[int, Past]:
    """The attempts of these messages, in short."""
    if not rows:
        return {}
    found = dict[int, Past]()
    attempts = Attempt.objects.filter(message__in=[row.id for row in rows]).order_by("message", "number")
    for message, provider, outcome in attempts.values_list("message", "provider", "outcome"):
        refused = found.get(message, Past()).refused_by
        found[message] = Past(provider, outcome, refused | ({provider} if outcome == Result.REJECTED else frozenset()))
    return found


def others(row: Held, past: Past, ways: Ways) -> list[Way]:
    """The providers that may still have a message: those that did not refuse it, or the only one it may go to."""
    may = [way for way in ways.get(row.channel, ()) if way.name not in past.refused_by]
    return [way for way in may if row.only_provider in ("", way.name)]


class _Offices:
    """The providers as they stand in this transaction."""

    def __init__(self, ways: Ways, rest: float) -> None:
        self._ways, self._rest = ways, rest
        self._standing = providers.standings(dict.fromkeys(way.name for each in ways.values() for way in each))
        self._tries = dict[str, int]()

    def first(self, row: Held, past: Past) -> Way | None:
        return next((way for way in others(row, past, self._ways) if self._takes(way.name)), None)

    def _takes(self, name: str) -> bool:
        if self._standing[name] is Standing.TRIAL:
            if name not in self._tries:
                self._tries[name] = TRIAL_SIZE if providers.begin_trial(name, rest=self._rest) else 0
            self._tries[name] -= 1
            return self._tries[name] >= 0
        return self._standing[name] is Standing.READY


def _cause(name: str, past: Past) -> str:
    if past.provider in ("", name):
        return WRITTEN_AHEAD
    why = past.outcome if past.outcome in PROVEN else "a person decided"
    return f"{name} takes over from {past.provider}: {why}"[:80]


def open_channels(ways: Ways) -> tuple[list[str], list[str]]:
    """The channels that a provider is ready for, and those that one may be tried for."""
    standing = providers.standings(dict.fromkeys(way.name for each in ways.values() for way in each))
    stand = {channel: {standing[way.name] for way in each} for channel, each in ways.items()}
    return (
        [channel for channel, of_one in stand.items() if Standing.READY in of_one],
        [channel for channel, of_one in stand.items() if Standing.READY not in of_one and Standing.TRIAL in of_one],
    )


def worth_claiming(most: int, ways: Ways, channels: Sequence[str], *, seconds: float) -> int:
    """How many to claim, so that what is claimed can be sent at the providers' rates before its lease is over."""
    rates = [way.rate for channel in channels for way in ways[channel]]
    return most if not rates or min(rates) == 0 else min(most, max(1, int(sum(rates) * seconds)))
