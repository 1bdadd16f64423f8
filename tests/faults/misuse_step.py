"""`python -m tests.faults.misuse_step STEP before|after`: one step of the misuse line, killed where it is committed.

The process kills itself as the system would, without a word: just before its transaction is committed, or just after.
"""

from __future__ import annotations

import os
import signal
import sys
from unittest.mock import patch

import django


def main() -> None:
    """Press the step, and never come back from its commit."""
    name, moment = sys.argv[1:]
    django.setup()
    # They need the settings.
    from django.db import connection

    from tests.factories.fraud_steps import STEPS

    commit = connection.commit

    def die() -> None:
        if moment == "after":
            commit()
        os.kill(os.getpid(), signal.SIGKILL)

    with patch.object(connection, "commit", die):
        STEPS[name].act()


if __name__ == "__main__":
    main()
