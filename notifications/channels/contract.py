"""What every way out offers, and what its answers mean for a message."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple, Protocol
from uuid import UUID

from notifications.states import MessageState


class Result(StrEnum):
    """What a sending came to. `unknown` is everything that leaves an acceptance possible."""

    ACCEPTED = "accepted"
    DUPLICATE = "duplicate"
    NOT_SENT = "not_sent"
    NOT_ACCEPTED = "not_accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"


LEADS_TO: Final = MappingProxyType(
    {
        Result.ACCEPTED: MessageState.ACCEPTED,
        Result.DUPLICATE: MessageState.ACCEPTED,
        Result.NOT_SENT: MessageState.READY,
        Result.NOT_ACCEPTED: MessageState.READY,
        Result.REJECTED: MessageState.REJECTED,
        Result.UNKNOWN: MessageState.UNKNOWN,
    }
)


FAILURES: Final = frozenset({Result.NOT_SENT, Result.NOT_ACCEPTED, Result.UNKNOWN})
"""Results that say something of the provider's health. A refusal for good says something of the message."""


class Answer(NamedTuple):
    """A result with the provider's own id, its reason in short, and after how many seconds it wants to be asked."""

    result: Result
    provider_id: str = ""
    detail: str = ""
    retry_after: float | None = None


class Presence(StrEnum):
    """What a look-up by our reference came to."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCLEAR = "unclear"


class Found(NamedTuple):
    """The answer to a look-up."""

    presence: Presence
    provider_id: str = ""


class Capabilities(NamedTuple):
    """`look_up`: can be asked for a reference. `key_seconds`: how long it takes a reference only once.

    `echo`: its delivery reports carry the reference; `reports`: it sends some, also where they carry its own id alone.
    `rate`: how many a second it takes, 0 without a limit, counted in parts of messages or, where `counts_parts` is
    false, in requests. `notice_seconds`: how long a notice that it took a message may take, where it sends some.
    """

    look_up: bool = False
    key_seconds: float = 0
    echo: bool = False
    reports: bool = False
    rate: float = 0
    counts_parts: bool = True
    notice_seconds: float = 0


class Parcel(NamedTuple):
    """A message as a provider needs it; `attempt` is the number of this try, `provider` who gets it.

    `not_after` (monotonic): no byte may leave later, the lease would be over. `at`: the portal's instant of this try.
    `valid_until`: from when on nobody is served by it any more, so that a provider must not keep trying.
    """

    message_id: int
    reference: UUID
    scope: str
    purpose: str
    channel: str
    sender: str
    text_version: str
    parts: int
    address: str
    title: str
    body: str
    attempt: int
    not_after: float
    at: datetime
    provider: str = ""
    valid_until: datetime | None = None

    @property
    def valid_seconds(self) -> int | None:
        """How long the text is of any use, from this try on; at least a second, which no provider takes for endless."""
        return None if self.valid_until is None else max(1, int((self.valid_until - self.at).total_seconds()))


class Carrier(Protocol):
    """A way out. `send` gives an answer for everything that can happen on the way and raises nothing."""

    @property
    def name(self) -> str: ...

    @property
    def capabilities(self) -> Capabilities: ...

    async def open(self) -> None: ...

    async def close(self) -> None: ...

    async def send(self, parcel: Parcel) -> Answer: ...

    async def look_up(self, reference: UUID) -> Found: ...


TOO_LATE: Final = Answer(Result.NOT_SENT, detail="the lease was over before the first byte")
