"""The three kinds of provider that every fault is tried against."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from notifications.channels import description
from notifications.channels.chosen import Carriers
from notifications.channels.contract import Capabilities
from notifications.channels.http import HttpCarrier
from notifications.pace import Pace

CAPABILITIES: Final = {
    "none": Capabilities(),
    "look-up": Capabilities(look_up=True),
    "key": Capabilities(key_seconds=86_400),
}
STUB_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "none": {"lookup": False, "echo": False},
    "look-up": {"lookup": True, "echo": False},
    "key": {"lookup": False, "key": True, "echo": False},
}

PACE: Final = Pace(window=200, batch=200, group=20, lease=2, call=1, settle=0.4, idle=0.05)
"""Short leases, so that a test need not wait for what was lost."""


def carriers(url: str, column: str) -> Carriers:
    """The stub at this address, known to us as one of the three kinds."""
    described = replace(description.stub(url), capabilities=CAPABILITIES[column])
    return {"sms": HttpCarrier(described, seconds=PACE.call, window=PACE.window)}
