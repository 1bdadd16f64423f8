"""Every answer of a provider, and every way it does not answer, against a real server."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from notifications.channels import description
from notifications.channels.contract import Answer, Found, Presence, Result
from notifications.channels.http import HttpCarrier
from notifications.stub.behaviour import Behaviour
from notifications.stub.ledger import Ledger, accepted, read
from notifications.stub.server import application
from tests.factories.parcels import REFERENCE, parcel
from tests.harness.children import free_port

Work = Callable[[HttpCarrier], Awaitable[Any]]


def with_stub(folder: Path, work: Work, **settings: Any) -> Any:
    """The work's value, done against a stub with these settings."""
    stub = application(Behaviour(**{"hang_seconds": 5, **settings}), Ledger(folder / "ledger"))
    return asyncio.run(_against(stub, work))


async def _against(app: web.Application, work: Work) -> Any:
    async with TestServer(app) as server:
        carrier = HttpCarrier(description.stub(str(server.make_url("")).rstrip("/")), seconds=0.4, window=5)
        await carrier.open()
        try:
            return await work(carrier)
        finally:
            await carrier.close()


async def send(carrier: HttpCarrier) -> Answer:
    return await carrier.send(parcel())


async def send_twice(carrier: HttpCarrier) -> list[Answer]:
    return [await carrier.send(parcel()), await carrier.send(parcel())]


async def send_and_look(carrier: HttpCarrier) -> list[Found]:
    before = await carrier.look_up(REFERENCE)
    await carrier.send(parcel())
    return [before, await carrier.look_up(REFERENCE)]


@pytest.mark.parametrize(
    ("treatment", "result", "taken"),
    [
        ("accept", Result.ACCEPTED, 1),
        ("accept_drop", Result.UNKNOWN, 1),
        ("accept_hang", Result.UNKNOWN, 1),
        ("accept_error", Result.UNKNOWN, 1),
        ("html", Result.UNKNOWN, 1),
        ("cut", Result.UNKNOWN, 1),
        ("drop", Result.UNKNOWN, 0),
        ("hang", Result.UNKNOWN, 0),
        ("error", Result.UNKNOWN, 0),
        ("busy", Result.NOT_ACCEPTED, 0),
        ("unavailable", Result.NOT_ACCEPTED, 0),
        ("reject", Result.REJECTED, 0),
    ],
)
def test_what_each_treatment_means(tmp_path: Path, treatment: str, result: Result, taken: int) -> None:
    assert with_stub(tmp_path, send, mix={treatment: 1.0}).result == result
    assert accepted(tmp_path / "ledger")[str(REFERENCE)] == taken


def test_an_acceptance_carries_the_providers_id(tmp_path: Path) -> None:
    assert with_stub(tmp_path, send) == Answer(Result.ACCEPTED, "stub-1", "HTTP 200")


def test_a_reference_under_a_key_is_accepted_once(tmp_path: Path) -> None:
    answers = with_stub(tmp_path, send_twice, key=True)
    assert [answer.result for answer in answers] == [Result.ACCEPTED, Result.DUPLICATE]
    assert {answer.provider_id for answer in answers} == {"stub-1"}


def test_a_busy_provider_says_when_to_come_again(tmp_path: Path) -> None:
    assert with_stub(tmp_path, send, mix={"busy": 1.0}, retry_after=7).retry_after == 7


def test_a_refusal_keeps_its_reason(tmp_path: Path) -> None:
    assert with_stub(tmp_path, send, mix={"reject": 1.0}).detail == "HTTP 400 invalid number"


def test_look_up(tmp_path: Path) -> None:
    found = with_stub(tmp_path, send_and_look)
    assert found == [Found(Presence.ABSENT), Found(Presence.PRESENT, "stub-1")]


def test_a_look_up_that_is_not_answered_is_unclear(tmp_path: Path) -> None:
    found = with_stub(tmp_path, send_and_look, lookup=False)
    assert found == [Found(Presence.UNCLEAR), Found(Presence.UNCLEAR)]


def test_a_lease_that_is_over_sends_nothing(tmp_path: Path) -> None:
    async def late(carrier: HttpCarrier) -> Answer:
        return await carrier.send(parcel(not_after=0))

    assert with_stub(tmp_path, late).result == Result.NOT_SENT
    assert accepted(tmp_path / "ledger") == {}


def test_not_one_byte_leaves_after_the_lease_on_a_new_or_a_kept_connection() -> None:
    """The clock is asked when the connection stands and the head is made: the last moment there is."""
    came, lines = list[bytes](), set[asyncio.Task[Any]]()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        lines.update(filter(None, [asyncio.current_task()]))
        while part := await reader.read(65_536):
            came.append(part)
            writer.write(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 10\r\n\r\n{"id":"1"}')
        writer.close()
        await writer.wait_closed()

    async def three() -> list[Result]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        carrier = HttpCarrier(description.stub(f"http://127.0.0.1:{port}"), seconds=2, window=1)
        await carrier.open()
        answers = [await carrier.send(parcel(**late)) for late in ({"not_after": 0}, {}, {"not_after": 0})]
        await carrier.close()
        await asyncio.gather(*lines)
        server.close()
        await server.wait_closed()
        return [answer.result for answer in answers]

    assert asyncio.run(three()) == [Result.NOT_SENT, Result.ACCEPTED, Result.NOT_SENT]
    assert b"".join(came).count(b"POST /messages") == 1


def test_nobody_listening_means_not_sent() -> None:
    async def refused() -> Answer:
        carrier = HttpCarrier(description.stub(f"http://127.0.0.1:{free_port()}"), seconds=1, window=1)
        await carrier.open()
        try:
            return await carrier.send(parcel())
        finally:
            await carrier.close()

    assert asyncio.run(refused()) == Answer(Result.NOT_SENT, detail="ClientConnectorError")


@pytest.mark.parametrize(
    ("status", "text", "result"),
    [
        (503, "not accepted", Result.NOT_ACCEPTED),
        (503, "upstream timed out", Result.UNKNOWN),
        (401, "", Result.NOT_ACCEPTED),
        (422, "{}", Result.REJECTED),
        (418, "", Result.UNKNOWN),
        (307, "", Result.UNKNOWN),
        (202, '{"id": "x"}', Result.ACCEPTED),
        (200, '{"id": ""}', Result.UNKNOWN),
        (200, "[]", Result.UNKNOWN),
    ],
)
def test_what_each_status_means(status: int, text: str, result: Result) -> None:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, headers={"Location": "/elsewhere"})

    app = web.Application()
    app.router.add_post("/messages", answer)
    assert asyncio.run(_against(app, send)).result == result


def test_a_provider_is_described_by_a_file(tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    file.write_text(
        'name = "north-sms"\nsend_url = "https://sms.example/send"\nid_field = "msgid"\nrejected = [400, 410]\n'
        '[fields]\nmobile = "address"\n[capabilities]\nlook_up = true\n',
        encoding="utf-8",
    )
    described = description.read(file)
    assert (described.name, described.id_field, described.rejected) == ("north-sms", "msgid", frozenset({400, 410}))
    assert (described.fields, described.capabilities.look_up) == ({"mobile": "address"}, True)


def test_a_description_names_only_what_exists(tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    file.write_text('name = "x"\nsend_url = "y"\ncolour = "blue"\n', encoding="utf-8")
    with pytest.raises(TypeError):
        description.read(file)


def test_a_description_names_only_what_a_message_has(tmp_path: Path) -> None:
    file = tmp_path / "provider.toml"
    file.write_text('name = "x"\nsend_url = "y"\n[fields]\nmobile = "phone"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="fields: phone is none of address, body,"):
        description.read(file)


def test_a_provider_is_told_how_long_to_try(tmp_path: Path) -> None:
    until = parcel().at + timedelta(hours=2, microseconds=5)
    names = {"until": "valid_until", "ttl": "valid_seconds", "to": "address"}
    told = description.said(parcel(valid_until=until), names)
    assert told == {"until": "2023-04-03T03:00:00Z", "ttl": "7200", "to": "+819012345678"}
    assert description.said(parcel(valid_until=parcel().at), names)["ttl"] == "1"
    assert description.said(parcel(), names) == {"to": "+819012345678"}


def test_the_stub_writes_down_how_long_it_was_told_to_try(tmp_path: Path) -> None:
    async def both(carrier: HttpCarrier) -> list[Result]:
        until = parcel().at + timedelta(days=1)
        return [(await carrier.send(each)).result for each in (parcel(valid_until=until), parcel())]

    assert with_stub(tmp_path, both) == [Result.ACCEPTED, Result.ACCEPTED]
    assert [line.get("valid_until") for line in read(tmp_path / "ledger")] == ["2023-04-04T01:00:00Z", None]


def test_a_carrier_knows_its_description() -> None:
    described = replace(description.stub("http://x"), name="other")
    carrier = HttpCarrier(described, seconds=1, window=1)
    assert (carrier.name, carrier.capabilities) == ("other", described.capabilities)
