"""Short messages by HTTP, to any provider that a description fits."""

from __future__ import annotations

import time
from uuid import UUID

import aiohttp
import orjson
from aiohttp.abc import AbstractStreamWriter

from notifications.channels.contract import TOO_LATE, Answer, Capabilities, Found, Parcel, Presence, Result
from notifications.channels.description import Description, said

# Nothing was written where the connection did not come about: refused, no such name, TLS, no free place in the pool.
_BEFORE_THE_FIRST_BYTE = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class _InTime(aiohttp.BytesPayload):
    """A body that does not begin after its deadline.

    aiohttp keeps the head back until the body comes, and writes both at once: so this is asked right before the first
    byte of a request, on whatever connection, and nothing else of this process runs in between.
    """

    def __init__(self, body: bytes, not_after: float) -> None:
        super().__init__(body, content_type="application/json")
        self._not_after, self.is_late = not_after, False

    async def write_with_length(self, writer: AbstractStreamWriter, content_length: int | None) -> None:
        self.is_late = time.monotonic() > self._not_after
        if self.is_late:
            raise _TooLateError
        await super().write_with_length(writer, content_length)


class _TooLateError(Exception):
    """The lease would be over."""


class HttpCarrier:
    """Posts one message a request; up to `window` at once on kept connections."""

    def __init__(self, description: Description, *, seconds: float, window: int) -> None:
        self._description, self._seconds, self._window = description, seconds, window
        self._session: aiohttp.ClientSession | None = None

    @property
    def name(self) -> str:
        return self._description.name

    @property
    def capabilities(self) -> Capabilities:
        return self._description.capabilities

    async def open(self) -> None:
        self._session = aiohttp.ClientSession(
            headers=dict(self._description.headers),
            # A connection that idled is one the provider may be about to close: that would leave an unknown.
            connector=aiohttp.TCPConnector(limit=self._window, keepalive_timeout=5),
            timeout=aiohttp.ClientTimeout(total=self._seconds, connect=self._seconds / 2),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        if self._session is not None:
            await self._session.close()

    async def send(self, parcel: Parcel) -> Answer:
        headers = {self._description.key_header: str(parcel.reference)}
        body = _InTime(orjson.dumps(said(parcel, self._description.fields)), parcel.not_after)
        try:
            # A redirect would send the text a second time, to somebody else.
            async with self._open_session.post(
                self._description.send_url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                return self._read(answer.status, await answer.read(), answer.headers.get("Retry-After", ""))
        except _BEFORE_THE_FIRST_BYTE as error:
            return Answer(Result.NOT_SENT, detail=type(error).__name__)
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            return TOO_LATE if body.is_late else Answer(Result.UNKNOWN, detail=type(error).__name__)

    async def look_up(self, reference: UUID) -> Found:
        try:
            async with self._open_session.get(self._description.look_up_url.format(reference=reference)) as answer:
                raw = await answer.read()
        except (aiohttp.ClientError, TimeoutError, OSError):
            return Found(Presence.UNCLEAR)
        if answer.status == 404:
            return Found(Presence.ABSENT)
        given = self._provider_id(raw) if answer.status == 200 else ""
        return Found(Presence.PRESENT, given) if given else Found(Presence.UNCLEAR)

    @property
    def _open_session(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("open the carrier first")
        return self._session

    def _read(self, status: int, raw: bytes, retry_after: str) -> Answer:
        described, detail = self._description, f"HTTP {status}"
        wait = float(retry_after) if retry_after.isdigit() else None
        if status in described.duplicate:
            return Answer(Result.DUPLICATE, self._provider_id(raw), detail)
        if status in described.rejected:
            return Answer(Result.REJECTED, detail=f"{detail} {_reason(raw)}"[:200])
        if status in described.busy or (status == 503 and described.unavailable_says.encode() in raw):
            return Answer(Result.NOT_ACCEPTED, detail=detail, retry_after=wait)
        given = self._provider_id(raw) if 200 <= status < 300 else ""
        return Answer(Result.ACCEPTED, given, detail) if given else Answer(Result.UNKNOWN, detail=detail)

    def _provider_id(self, raw: bytes) -> str:
        return str(_json(raw).get(self._description.id_field, ""))[:120]


def _reason(raw: bytes) -> str:
    return str(_json(raw).get("error", ""))


def _json(raw: bytes) -> dict[str, object]:
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
