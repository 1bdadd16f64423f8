"""`python -m tests.pages` builds the world in the database of the settings and prints its names as JSON.

With an instant it sets the demonstration's clock to it instead, also backwards, which no page does.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime

import django


def main(instants: list[str]) -> None:
    """Build, or set the clock."""
    django.setup()
    # Models can be imported only now.
    from foundation.trail.models import ClockSetting
    from tests.pages.world import build

    if instants:
        ClockSetting.objects.update(portal_at=datetime.fromisoformat(instants[0]), real_at=datetime.now(UTC))
    else:
        sys.stdout.write(json.dumps(build()))


if __name__ == "__main__":
    main(sys.argv[1:])
