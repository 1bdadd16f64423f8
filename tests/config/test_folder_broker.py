"""A message in the folder is whole as soon as it can be taken.

Each test has a queue of its own: kombu binds one once in a process.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from kombu import Connection

from config.folder_broker import SCHEME


@pytest.fixture
def connection(tmp_path: Path) -> Connection:
    for name in ("messages", "processed"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "messages"),
        "data_folder_out": str(tmp_path / "messages"),
        "processed_folder": str(tmp_path / "processed"),
        "control_folder": str(tmp_path / "control"),
    }
    return Connection(f"{SCHEME}://localhost", transport_options=options)


def test_what_is_put_is_taken_once(connection: Connection, tmp_path: Path) -> None:
    with connection, connection.SimpleQueue("taken", no_ack=True) as queue:
        for number in range(3):
            queue.put({"number": number})
        taken = [queue.get(timeout=5).payload["number"] for _ in range(3)]
        assert sorted(taken) == [0, 1, 2]
        with pytest.raises(queue.Empty):
            queue.get(block=False)
    assert list((tmp_path / "messages").iterdir()) == []


def test_a_message_gets_its_name_when_it_is_whole(
    connection: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, seen = Path.replace, list[tuple[int, int]]()

    def looked_at(half: Path, target: Path) -> Path:
        seen.append(
            (len(list(tmp_path.glob("messages/*.msg"))), json.loads(half.read_text())["properties"]["priority"])
        )
        return named(half, target)

    monkeypatch.setattr(Path, "replace", looked_at)
    with connection, connection.SimpleQueue("named") as queue:
        queue.put({"number": 1})
    assert seen == [(0, 0)]
    assert len(list(tmp_path.glob("messages/*.named.msg"))) == 1
