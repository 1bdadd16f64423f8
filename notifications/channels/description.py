"""An HTTP provider described by data: aggregators differ in address, names of fields and codes, not in kind."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from notifications.channels.contract import Capabilities, Parcel

FIELDS: Final = frozenset(
    {"reference", "address", "sender", "body", "parts", "purpose", "scope", "valid_until", "valid_seconds"}
)
"""What of a message a provider may be told."""
USUAL_FIELDS: Final = MappingProxyType(
    {"reference": "reference", "to": "address", "sender": "sender", "text": "body", "parts": "parts"}
)


@dataclass(frozen=True)
class Description:
    """How to talk to one provider.

    `fields`: its names of fields to ours (`FIELDS`; `valid_until`, an instant, or `valid_seconds` tell it from when on
    it must not try any more). `id_field`: where its answer carries its own id. A status in `rejected` is permanent, one
    in `duplicate` says that it has the reference; `busy` ones were not taken. A 503 counts as not taken only where its
    text holds `unavailable_says`. All others leave the outcome unknown.
    """

    name: str
    send_url: str
    look_up_url: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    key_header: str = "Idempotency-Key"
    fields: Mapping[str, str] = field(default_factory=lambda: USUAL_FIELDS)
    id_field: str = "id"
    rejected: frozenset[int] = frozenset({400, 422})
    duplicate: frozenset[int] = frozenset({409})
    busy: frozenset[int] = frozenset({401, 403, 429})
    unavailable_says: str = "not accepted"
    capabilities: Capabilities = field(default_factory=Capabilities)

    def __post_init__(self) -> None:
        unknown = sorted(set(self.fields.values()) - FIELDS)
        if unknown:
            raise ValueError(f"fields: {', '.join(unknown)} is none of {', '.join(sorted(FIELDS))}")


def said(parcel: Parcel, fields: Mapping[str, str]) -> dict[str, str]:
    """A message under the provider's names of fields; what the message has not is left out."""
    values = ((theirs, getattr(parcel, ours)) for theirs, ours in fields.items())
    return {theirs: _written(value) for theirs, value in values if value is not None}


def _written(value: object) -> str:
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(value, datetime) else str(value)


def stub(url: str, place: int = 0) -> Description:
    """The provider to test against; the one at a later `place` in the order of preference is called stub-2."""
    return Description(
        name=f"stub-{place + 1}" if place else "stub",
        send_url=f"{url}/messages",
        look_up_url=f"{url}/messages/{{reference}}",
        fields={**USUAL_FIELDS, "valid_until": "valid_until"},
        capabilities=Capabilities(look_up=True, echo=True),
    )


def read(path: Path) -> Description:
    """A description from a TOML file with the fields of `Description`.

    Raises TypeError for one that it does not have, ValueError for a field that no message has.
    """
    given: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in {"rejected", "duplicate", "busy"} & set(given):
        given[name] = frozenset(given[name])
    if "capabilities" in given:
        given["capabilities"] = Capabilities(**given["capabilities"])
    return Description(**given)
