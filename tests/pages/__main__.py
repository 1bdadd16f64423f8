"""`python -m tests.pages` builds the world in the database of the settings and prints its names as JSON.

With an instant it moves the demonstration's clock there instead.
"""

from __future__ import annotations

import json
import sys
from datetime import datetime

import django


def main(instants: list[str]) -> None:
    """Build, or move the clock."""
    django.setup()
    # Models can be imported only now.
    from foundation.trail.actor import Actor
    from foundation.trail.clock_control import move_forward
    from tests.pages.world import build

    if instants:
        move_forward(datetime.fromisoformat(instants[0]), by=Actor.system("tests"))
    else:
        sys.stdout.write(json.dumps(build()))


if __name__ == "__main__":
    main(sys.argv[1:])
