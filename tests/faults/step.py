"""`python -m tests.faults.step LINE STEP before|at|after [INSTANT]`: one step, killed where it is committed.

LINE is a module of `tests.factories` with its STEPS; INSTANT, in ISO 8601, is what the portal's clock shows. The
process kills itself as the system would, without a word: just before its first transaction is committed, just after
it, or `at` it, when the order to commit is on its way and nobody will read the answer.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys
from contextlib import nullcontext
from unittest.mock import patch

import django


def main() -> None:
    """Press the step, and never come back from its commit."""
    line, name, moment, *instant = sys.argv[1:]
    django.setup()
    # They need the settings.
    import time_machine
    from django.db import connection

    steps = importlib.import_module(f"tests.factories.{line}").STEPS
    commit = connection.commit

    def die() -> None:
        if moment == "after":
            commit()
        if moment == "at":
            connection.connection.pgconn.send_query(b"COMMIT")
        os.kill(os.getpid(), signal.SIGKILL)

    stopped = time_machine.travel(instant[0], tick=False) if instant else nullcontext()
    with stopped, patch.object(connection, "commit", die):
        steps[name].act()


if __name__ == "__main__":
    main()
