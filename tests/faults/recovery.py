"""What the next workers do after a fault: sweep, ask, send, until nothing moves."""

from __future__ import annotations

import asyncio
import time

from notifications import sweep
from notifications.dispatch import Dispatcher
from notifications.reports import fold_waiting
from notifications.states import MessageState
from tests.faults.columns import PACE, carriers
from tests.faults.invariants import states

_OPEN = (MessageState.READY, MessageState.LEASED, MessageState.SENDING, MessageState.UNKNOWN)


def recover(url: str, column: str, *, seconds: float = 30) -> float:
    """Sweep and dispatch until every message stands; how long it took. Fails after `seconds`."""
    begun = time.monotonic()
    while sum(states()[state] for state in _OPEN):
        assert time.monotonic() - begun < seconds, states()
        sweep_once()
        sweep.close_unknown(carriers(url, column), settle=PACE.settle)
        asyncio.run(Dispatcher(carriers(url, column), PACE).run(until_empty=True))
        time.sleep(0.05)
    return time.monotonic() - begun


def sweep_once() -> bool:
    """Take back what ran out and fold what came in; always true, so that it can stand in a condition."""
    sweep.reap(settle=PACE.settle)
    sweep.expire()
    fold_waiting()
    return True
