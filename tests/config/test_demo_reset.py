"""A reset forgets the demonstration's data, keeps its keys, and touches nothing else."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from config.demo import reset


@pytest.fixture
def var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("portal.sqlite3", "portal.sqlite3-wal", "beat-schedule.dat", "demo.env", "notes.txt"):
        (tmp_path / name).touch()
    for folder in ("outbox", "demo", "reports"):
        (tmp_path / folder).mkdir()
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("PORT", "0")
    monkeypatch.delenv("DATABASE_URL", raising=False)
    return tmp_path


def left(var: Path) -> list[str]:
    return sorted(path.name for path in var.iterdir())


def test_data_goes_and_keys_stay(var: Path) -> None:
    assert (reset.main(), left(var)) == (0, ["demo.env", "notes.txt"])


def test_twice_is_once(var: Path, capsys: pytest.CaptureFixture[str]) -> None:
    reset.main()
    capsys.readouterr()
    assert (reset.main(), capsys.readouterr().out) == (0, "Forgotten: nothing was there. `make run` begins again.\n")


def test_another_database_is_not_touched(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://portal@db.example/portal")
    assert (reset.main(), len(left(var))) == (2, 8)


def test_nothing_is_forgotten_under_a_running_portal(var: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as portal:
        portal.bind(("127.0.0.1", 0))
        portal.listen()
        monkeypatch.setenv("PORT", str(portal.getsockname()[1]))
        assert (reset.main(), len(left(var))) == (2, 8)
