"""Delivery reports as the stub sends them: signed, and as often at once as the settings say."""

from __future__ import annotations

import asyncio
import hmac
import random
from contextlib import suppress
from typing import Any

import aiohttp
import orjson

from notifications.stub.behaviour import Behaviour

TRIES = 20


class Reporter:
    """Sends reports beside the answers, and again until each was taken with a 200."""

    def __init__(self) -> None:
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._chance = random.Random(0)  # noqa: S311 - a test must repeat itself

    def announce(self, behaviour: Behaviour, given: str, reference: str) -> None:
        """Report on an accepted message, where reports are wanted."""
        if not behaviour.reports_url:
            return
        words = [behaviour.report_says] if isinstance(behaviour.report_says, str) else behaviour.report_says
        for word in words:
            said: dict[str, Any] = {"event": f"{given}:{word}", "id": given, "says": word}
            if behaviour.echo:
                said["reference"] = reference
            for _ in range(behaviour.reports_times):
                self._begin(behaviour, orjson.dumps(said))

    def _begin(self, behaviour: Behaviour, raw: bytes) -> None:
        task = asyncio.create_task(self._send(behaviour, raw, self._chance.random() * behaviour.reports_within))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._session is not None:
            await self._session.close()

    async def _send(self, behaviour: Behaviour, raw: bytes, wait: float) -> None:
        await asyncio.sleep(wait)
        self._session = self._session or aiohttp.ClientSession()
        headers = {"X-Signature": hmac.digest(behaviour.secret.encode(), raw, "sha256").hex()}
        for _ in range(TRIES):
            with suppress(aiohttp.ClientError, TimeoutError):
                async with self._session.post(behaviour.reports_url, data=raw, headers=headers) as answer:
                    if answer.status == 200:
                        return
            await asyncio.sleep(0.2)
