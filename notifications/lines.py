"""The claims that a dispatcher holds, a line for each channel and mailing, so that none waits behind another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import Final

from notifications.leases import Claim

Line = tuple[str, int | None]


class Lines:
    """Hands out the lines in turn. One whose provider's rate is used up is passed over until it is taken up again."""

    def __init__(self) -> None:
        self._lines: Final[dict[Line, deque[Claim]]] = {}
        self._passed_over: Final[set[Line]] = set()

    def __len__(self) -> int:
        return sum(map(len, self._lines.values()))

    def add(self, claims: Iterable[Claim]) -> None:
        """Append claims to their lines."""
        for claim in claims:
            self._lines.setdefault(_line(claim), deque()).append(claim)

    def next(self, most: int) -> list[Claim]:
        """Up to so many claims of one token from the line whose turn it is; none where all are passed over."""
        turn = next((line for line in self._lines if line not in self._passed_over), None)
        if turn is None:
            return []
        claims, group = self._lines.pop(turn), list[Claim]()
        while claims and len(group) < most and (not group or claims[0].token == group[0].token):
            group.append(claims.popleft())
        if claims:
            self._lines[turn] = claims
        return group

    def put_back(self, claims: Iterable[Claim]) -> None:
        """Return claims to the front of their line, which is passed over from now on."""
        for claim in reversed(list(claims)):
            self._lines.setdefault(_line(claim), deque()).appendleft(claim)
            self._passed_over.add(_line(claim))

    def take_up(self, claim: Claim) -> None:
        """Give this claim's line its turn again."""
        self._passed_over.discard(_line(claim))

    def all(self) -> list[Claim]:
        """Everything that is held."""
        return [claim for line in self._lines.values() for claim in line]


def _line(claim: Claim) -> Line:
    return claim.channel, claim.mailing_id
