"""An HTTP provider described by data: aggregators differ in address, names of fields and codes, not in kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from notifications.channels.contract import Capabilities


@dataclass(frozen=True)
class Description:
    """How to talk to one provider.

    `fields`: its names of fields to ours (`reference`, `address`, `sender`, `body`, `parts`). `id_field`: where its
    answer carries its own id. A status in `rejected` is permanent, one in `duplicate` says that it has the reference;
    `busy` ones were not taken. A 503 counts as not taken only where its text holds `unavailable_says`. All others
    leave the outcome unknown.
    """

    name: str
    send_url: str
    look_up_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    key_header: str = "Idempotency-Key"
    fields: Mapping[str, str] = field(
        default_factory=lambda: {
            "reference": "reference",
            "to": "address",
            "sender": "sender",
            "text": "body",
            "parts": "parts",
        }
    )
    id_field: str = "id"
    rejected: frozenset[int] = frozenset({400, 422})
    duplicate: frozenset[int] = frozenset({409})
    busy: frozenset[int] = frozenset({401, 403, 429})
    unavailable_says: str = "not accepted"
    capabilities: Capabilities = field(default_factory=Capabilities)


def stub(url: str, place: int = 0) -> Description:
    """The provider to test against; the one at a later `place` in the order of preference is called stub-2."""
    return Description(
        name=f"stub-{place + 1}" if place else "stub",
        send_url=f"{url}/messages",
        look_up_url=f"{url}/messages/{{reference}}",
        capabilities=Capabilities(look_up=True, echo=True),
    )


def read(path: Path) -> Description:
    """A description from a TOML file with the fields of `Description`; raises TypeError for one it does not have."""
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in {"rejected", "duplicate", "busy"} & set(given):
        given[name] = frozenset(given[name])
    if "capabilities" in given:
        given["capabilities"] = Capabilities(**given["capabilities"])
    return Description(**given)
