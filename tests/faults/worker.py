"""`python -m tests.faults.worker URL COLUMN [--die-at POINT --pass N]`: a dispatcher that may end half-way.

It is the dispatcher of the portal, with a probe: at the N-th passing of the point the process kills itself as the
system would, without a word.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
from collections import Counter
from dataclasses import replace

import django


def main() -> None:
    """Run until nothing is due, or until the point is passed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("url")
    parser.add_argument("column")
    parser.add_argument("--die-at", default="")
    parser.add_argument("--pass", type=int, default=1, dest="passing")
    parser.add_argument("--window", type=int, default=0)
    given = parser.parse_args()
    django.setup()
    # They need the settings.
    from notifications.dispatch import Dispatcher
    from tests.faults.columns import PACE, carriers

    passed: Counter[str] = Counter()

    def probe(point: str) -> None:
        passed[point] += 1
        if point == given.die_at and passed[point] == given.passing:
            os.kill(os.getpid(), signal.SIGKILL)

    async def run() -> None:
        pace = replace(PACE, window=given.window or PACE.window)
        dispatcher = Dispatcher(carriers(given.url, given.column), pace, probe=probe)
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, dispatcher.stop)
        await dispatcher.run(until_empty=True)

    asyncio.run(run())


if __name__ == "__main__":
    main()
