"""One file a message, whole, and only once."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

from notifications.channels.contract import Answer, Found, Presence, Result
from notifications.channels.file import FileCarrier
from tests.factories.parcels import REFERENCE, parcel


def opened(folder: Path) -> FileCarrier:
    carrier = FileCarrier(folder / "outbox")
    asyncio.run(carrier.open())
    return carrier


def test_a_message_becomes_a_file(tmp_path: Path) -> None:
    answer = asyncio.run(opened(tmp_path).send(parcel(title="件名")))
    [file] = (tmp_path / "outbox").iterdir()
    said = json.loads(file.read_text(encoding="utf-8"))
    assert answer == Answer(Result.ACCEPTED, f"{REFERENCE}.json")
    assert (said["to"], said["title"], said["body"]) == ("+819012345678", "件名", "お知らせ")
    assert set(said) == {
        *("reference", "channel", "purpose", "scope", "sender", "to"),
        *("title", "body", "text_version", "parts", "at"),
    }


def test_twice_leaves_the_first(tmp_path: Path) -> None:
    carrier = opened(tmp_path)
    asyncio.run(carrier.send(parcel(body="first")))
    assert asyncio.run(carrier.send(parcel(body="second"))).result == Result.DUPLICATE
    [file] = (tmp_path / "outbox").iterdir()
    assert json.loads(file.read_text(encoding="utf-8"))["body"] == "first"


def test_it_can_be_asked(tmp_path: Path) -> None:
    carrier = opened(tmp_path)
    assert asyncio.run(carrier.look_up(REFERENCE)) == Found(Presence.ABSENT)
    asyncio.run(carrier.send(parcel()))
    assert asyncio.run(carrier.look_up(REFERENCE)) == Found(Presence.PRESENT, f"{REFERENCE}.json")


def test_a_folder_that_refuses_means_not_sent(tmp_path: Path) -> None:
    assert asyncio.run(FileCarrier(tmp_path / "missing").send(parcel())).result == Result.NOT_SENT


def test_a_lease_that_is_over_writes_nothing(tmp_path: Path) -> None:
    assert asyncio.run(opened(tmp_path).send(parcel(not_after=0))).result == Result.NOT_SENT
    assert list((tmp_path / "outbox").iterdir()) == []
