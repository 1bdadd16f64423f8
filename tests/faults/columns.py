"""The three kinds of provider that every fault is tried against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from notifications.channels import description
from notifications.channels.chosen import Carriers
from notifications.channels.contract import Capabilities
from notifications.channels.http import HttpCarrier
from notifications.pace import Pace

CAPABILITIES: Final = {
    "none": Capabilities(),
    "look-up": Capabilities(look_up=True, echo=True),
    "key": Capabilities(key_seconds=86_400, echo=True),
}
STUB_SETTINGS: Final[dict[str, dict[str, Any]]] = {
    "none": {"lookup": False, "echo": False},
    "look-up": {"lookup": True},
    "key": {"lookup": False, "key": True},
}

PACE: Final = Pace(window=50, batch=100, lease=4, call=2, settle=0.4, idle=0.2, rest=0.5)
"""Short leases, so that a test need not wait for what was lost. How many are written ahead at once is the usual."""


def carriers(urls: Sequence[str], column: str) -> Carriers:
    """The stubs at these addresses in their order, known to us as one of the three kinds."""
    described = [
        replace(description.stub(url, place), capabilities=CAPABILITIES[column]) for place, url in enumerate(urls)
    ]
    return {"sms": tuple(HttpCarrier(each, seconds=PACE.call, window=PACE.window) for each in described)}


def toml(url: str, column: str) -> str:
    """The same as an operator describes a provider, for processes that know the settings only."""
    can = {name: value for name, value in CAPABILITIES[column]._asdict().items() if value}
    stated = ", ".join(f"{name} = {str(value).lower()}" for name, value in can.items())
    return (
        f'name = "stub"\nsend_url = "{url}/messages"\nlook_up_url = "{url}/messages/{{reference}}"\n'
        f"capabilities = {{ {stated} }}\n"
    )
