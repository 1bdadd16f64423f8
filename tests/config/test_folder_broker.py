"""The folder as broker: nobody reads half a message, and one that cannot be read ends no worker."""

from __future__ import annotations

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import pytest
from kombu import Connection

from config import folder_broker
from tests.house.tree import ROOT

QUEUE = "bell"
MANY = 400


def connected(folder: Path) -> Connection:
    return Connection(
        "filesystem://localhost",
        transport="config.folder_broker:Transport",
        transport_options={
            "data_folder_in": str(folder / "messages"),
            "data_folder_out": str(folder / "messages"),
            "control_folder": str(folder / "control"),
        },
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "messages").mkdir()
    return tmp_path


@pytest.fixture
def channel(folder: Path) -> Iterator[Any]:
    with connected(folder) as connection:
        yield connection.channel()


def test_the_workers_of_the_walk_through_use_it(tmp_path: Path) -> None:
    told = "from config.celery import app; print(type(app.connection_for_read().transport).__module__)"
    settings = {"REDIS_URL": "", "DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "DEBUG": "1"}
    given = {**os.environ, **settings, "VAR_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, "-c", told]
    done = subprocess.run(command, cwd=ROOT, env=given, check=True, capture_output=True, text=True)
    assert done.stdout.strip() == folder_broker.__name__


def test_what_is_put_comes_out_in_its_order(channel: Any) -> None:
    for place in range(3):
        channel._put(QUEUE, {"place": place})
    assert sorted(channel._get(QUEUE)["place"] for _ in range(3)) == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get(QUEUE)


def test_a_half_written_message_is_left_out_and_the_next_one_taken(folder: Path, channel: Any) -> None:
    for place, text in enumerate(("", '{"place": ', "\udcff")):
        (folder / "messages" / f"{place}_half.{QUEUE}.msg").write_bytes(text.encode(errors="surrogateescape"))
    channel._put(QUEUE, {"place": 1})
    assert channel._get(QUEUE) == {"place": 1}
    with pytest.raises(Empty):
        channel._get(QUEUE)


def test_nothing_stands_under_its_name_before_it_is_whole(
    folder: Path, channel: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[list[str]] = []
    monkeypatch.setattr(folder_broker, "dumps", looking(folder / "messages", seen))
    channel._put(QUEUE, {"place": 1})
    assert seen == [[]]
    [message] = (folder / "messages").iterdir()
    assert json.loads(message.read_text())["place"] == 1


def looking(messages: Path, seen: list[list[str]]) -> Callable[[Any], str]:
    def dumped(content: Any) -> str:
        seen.append([path.name for path in messages.iterdir() if path.name.endswith(f"{QUEUE}.msg")])
        return json.dumps(content)

    return dumped


def put_many(folder: str) -> None:
    with connected(Path(folder)) as connection:
        channel: Any = connection.channel()
        for place in range(MANY):
            channel._put(QUEUE, {"place": place, "long": "x" * 20_000})
            channel._queue_bind("bells", f"key-{place % 7}", "", QUEUE)


def test_a_reader_beside_a_busy_writer_loses_nothing(
    folder: Path, channel: Any, caplog: pytest.LogCaptureFixture
) -> None:
    writer = multiprocessing.get_context("spawn").Process(target=put_many, args=(str(folder),))
    writer.start()
    taken: set[int] = set()
    while len(taken) < MANY and (writer.is_alive() or any((folder / "messages").iterdir())):
        channel.get_table("bells")
        try:
            taken.add(channel._get(QUEUE)["place"])
        except Empty:
            continue
    writer.join(10)
    assert (writer.exitcode, taken, caplog.messages) == (0, set(range(MANY)), [])
    assert sorted(row.routing_key for row in channel.get_table("bells")) == [f"key-{place}" for place in range(7)]
