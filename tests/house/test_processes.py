"""`make run` for real, on an empty folder."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.harness.children import end
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


def test_processes_are_not_started_on_a_taken_port(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with portal(tmp_path, port) as process:
            code = process.wait(timeout=10)
    said = (tmp_path / "said.log").read_text(encoding="utf-8")
    assert (code, said) == (2, f"Port {port} is taken. Choose another: PORT={port + 1} make run\n")
