"""The stub's HTTP face.

`POST /messages` {reference, to, sender, text, parts, valid_until} → {id}; `GET /messages/{reference}` → {id} or 404;
`GET` and `PUT /behaviour`; `GET /ledger` → {count}.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from aiohttp import web

from notifications.stub.behaviour import ACCEPTED_BEFORE, Behaviour, BehaviourError, Chance
from notifications.stub.ledger import Ledger
from notifications.stub.reporting import Reporter

STUB: Final[web.AppKey[Stub]] = web.AppKey("stub")


class Stub:
    """One provider: its settings, its ledger, its luck."""

    def __init__(self, behaviour: Behaviour, ledger: Ledger) -> None:
        self.ledger = ledger
        self.reporter = Reporter()
        self.behave(behaviour)

    def behave(self, behaviour: Behaviour) -> None:
        self.behaviour, self.chance = behaviour, Chance(behaviour)

    def take(self, message: dict[str, Any]) -> str:
        """Accept a message: the ledger first, then its delivery reports."""
        until = str(message.get("valid_until", ""))
        given = self.ledger.accept(str(message["reference"]), int(message.get("parts", 1)), until)
        self.reporter.announce(self.behaviour, given, str(message["reference"]))
        return given


def application(behaviour: Behaviour, ledger: Ledger) -> web.Application:
    """The stub as something that aiohttp serves."""
    app = web.Application()
    app[STUB] = Stub(behaviour, ledger)
    app.add_routes(
        [
            web.post("/messages", receive),
            web.get("/messages/{reference}", look_up),
            web.get("/behaviour", show),
            web.put("/behaviour", change),
            web.get("/ledger", count),
        ]
    )
    app.on_cleanup.append(_end)
    return app


async def receive(request: web.Request) -> web.StreamResponse:
    """Take a message as the settings say."""
    stub, message = request.app[STUB], await request.json()
    if stub.behaviour.latency_ms:
        await asyncio.sleep(stub.behaviour.latency_ms / 1000)
    before = stub.ledger.id_of(str(message["reference"])) if stub.behaviour.key else None
    if before is not None:
        return web.json_response({"id": before, "error": "duplicate"}, status=409)
    treatment = stub.chance.treatment()
    given = stub.take(message) if treatment in ACCEPTED_BEFORE else ""
    if given and stub.behaviour.answer_after_ms:
        await asyncio.sleep(stub.behaviour.answer_after_ms / 1000)
    return await _answer(request, stub.behaviour, treatment, given)


async def look_up(request: web.Request) -> web.Response:
    """Whether a reference was accepted."""
    stub = request.app[STUB]
    if not stub.behaviour.lookup:
        return web.json_response({"error": "no look-up here"}, status=501)
    given = stub.ledger.id_of(request.match_info["reference"])
    return web.json_response({"error": "not found"}, status=404) if given is None else web.json_response({"id": given})


async def show(request: web.Request) -> web.Response:
    """The settings, but for the secret."""
    return web.json_response({**asdict(request.app[STUB].behaviour), "secret": ""})


async def change(request: web.Request) -> web.Response:
    """Change some settings; chance begins again at its seed."""
    stub = request.app[STUB]
    try:
        stub.behave(stub.behaviour.changed(await request.json()))
    except BehaviourError as error:
        return web.json_response({"error": str(error)}, status=400)
    return await show(request)


async def count(request: web.Request) -> web.Response:
    """How many acceptances the ledger holds."""
    return web.json_response({"count": len(request.app[STUB].ledger)})


async def _answer(request: web.Request, behaviour: Behaviour, treatment: str, given: str) -> web.StreamResponse:
    match treatment:
        case "accept_drop" | "drop":
            return _hang_up(request)
        case "accept_hang" | "hang":
            await asyncio.sleep(behaviour.hang_seconds)
            return _hang_up(request)
        case "html":
            return web.Response(text="<html><body>OK</body></html>", content_type="text/html")
        case "cut":
            return web.Response(text='{"id": "stub-', content_type="application/json")
        case "accept":
            return web.json_response({"id": given})
        case _:
            return _refusal(treatment, behaviour)


def _refusal(treatment: str, behaviour: Behaviour) -> web.Response:
    status, said = {
        "busy": (429, "busy"),
        "unavailable": (503, "not accepted"),
        "reject": (400, "invalid number"),
    }.get(treatment, (500, "internal error"))
    headers = {"Retry-After": str(behaviour.retry_after)} if status in (429, 503) else {}
    return web.json_response({"error": said}, status=status, headers=headers)


def _hang_up(request: web.Request) -> web.Response:
    """Break the line; the response is never written."""
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


async def _end(app: web.Application) -> None:
    with suppress(asyncio.CancelledError):
        await app[STUB].reporter.close()
    app[STUB].ledger.close()
