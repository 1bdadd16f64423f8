"""How much a dispatcher holds at once, and how long."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Pace:
    """`window`: messages that may be under way at once. `batch`: claimed at once.

    `group` and `most`: how many are written ahead in one commit, at least where more wait, and at most.

    Seconds: `lease` a claim or a sending stays ours, `call` a provider may take, `settle` before an unknown is looked
    up, `idle` between two looks where nothing is due, `rest` a provider that fails is left alone at first.
    """

    window: int = 200
    batch: int = 500
    group: int = 20
    most: int = 50
    lease: float = 60
    call: float = 10
    settle: float = 30
    idle: float = 0.5
    rest: float = 10


def usual() -> Pace:
    """The pace of the settings."""
    return Pace(
        window=settings.MESSAGE_WINDOW,
        lease=settings.MESSAGE_LEASE_SECONDS,
        call=settings.MESSAGE_CALL_SECONDS,
        settle=settings.MESSAGE_SETTLE_SECONDS,
        rest=settings.PROVIDER_REST_SECONDS,
    )
