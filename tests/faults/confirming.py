"""`python -m tests.faults.confirming FILE REPORT before|after|refused|end PLACE`: an import of confirmations, killed.

It kills itself without a word: just `before` or just `after` the commit of the line of this place among those that are
taken in, when so many lines were `refused`, or at the `end`, when every line is in and the report is being closed.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

import django


def main() -> None:
    """Take the file in, and never come to its end."""
    file, report, moment, place = sys.argv[1:]
    django.setup()
    # They need the settings.
    from django.core.management import call_command
    from django.db import connection

    from foundation.tables.rejects import RejectReport

    if moment == "end":
        struck = patch.object(RejectReport, "__exit__", _die)
    elif moment == "refused":
        struck = patch.object(RejectReport, "add", _at(int(place), RejectReport.add, dies_after=True))
    else:
        struck = patch.object(connection, "commit", _at(int(place), connection.commit, dies_after=moment == "after"))
    with struck:
        call_command("import_credit_confirmations", file, report=Path(report))


def _at(place: int, plain: Callable[..., Any], *, dies_after: bool) -> Callable[..., Any]:
    """The same until it is called for the time of this place."""
    called = 0

    def counted(*given: Any) -> Any:
        nonlocal called
        called += 1
        if called < place:
            return plain(*given)
        if dies_after:
            plain(*given)
        return _die()

    return counted


def _die(*_: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
