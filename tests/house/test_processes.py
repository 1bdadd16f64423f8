"""`make run` for real: every process starts on an empty folder, serves, and ends with one signal."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.harness.children import end, free_port
from tests.house.tree import ROOT

FEW = "40"
# What the tests' own run is told does not reach the demonstration.
OWN = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "FIELD_KEYS", "DJANGO_SETTINGS_MODULE", "SITE_URL", "DEBUG")


@contextmanager
def portal(var: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    inherited = {name: value for name, value in os.environ.items() if name not in OWN}
    environment = {**inherited, "VAR_DIR": str(var), "PORT": str(port), "DEMO_COUPONS": FEW}
    with (var / "said.log").open("wb") as said:
        argv = [sys.executable, "-m", "config.demo.run"]
        process = subprocess.Popen(argv, cwd=ROOT, env=environment, stdout=said, stderr=said, start_new_session=True)
    try:
        yield process
    finally:
        end(process, asking=signal.SIGTERM, seconds=10)


def wait_for_announcement(process: subprocess.Popen[bytes], var: Path) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        text = (var / "said.log").read_text(encoding="utf-8")
        if "sign-ins" in text:
            return text
        time.sleep(0.1)
    pytest.fail(f"Nothing was announced:\n{(var / 'said.log').read_text(encoding='utf-8')}")


def descendants(pid: int) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], check=True, capture_output=True, text=True).stdout
    parents = {int(line.split()[0]): int(line.split()[1]) for line in listed.splitlines()}
    found: set[int] = set()
    while new := {child for child, parent in parents.items() if parent in found | {pid}} - found:
        found |= new
    return found


def alive(pids: set[int]) -> set[int]:
    listed = subprocess.run(["ps", "-eo", "pid="], check=True, capture_output=True, text=True).stdout
    return pids & set(map(int, listed.split()))


def test_processes_serve_and_end_with_one_signal(tmp_path: Path) -> None:
    port = free_port()
    with portal(tmp_path, port) as process:
        said = wait_for_announcement(process, tmp_path)
        pids = descendants(process.pid)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as answer:
            assert answer.status == 200
        begin = time.monotonic()
        process.terminate()
        assert (process.wait(timeout=10), alive(pids)) == (0, set())
        assert time.monotonic() - begin < 10
    assert [path for path in ("/receive/", "/console/", "/reports/", "/demo/outbox/") if path not in said] == []
    assert len(pids) >= 3
    assert "Traceback" not in (tmp_path / "said.log").read_text(encoding="utf-8")


def test_processes_are_not_started_on_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with portal(tmp_path, port) as process:
            code = process.wait(timeout=10)
    said = (tmp_path / "said.log").read_text(encoding="utf-8")
    assert (code, said) == (2, f"Port {port} is taken. Choose another: PORT={port + 1} make run\n")
