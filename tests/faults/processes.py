"""Workers as real processes on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from tests.harness.children import end
from tests.harness.services import TREE


def environment(**settings: str) -> dict[str, str]:
    """What a process needs to stand where this test stands."""
    there = connection.settings_dict
    user, host, port = there["USER"] or "postgres", there["HOST"] or "127.0.0.1", there["PORT"] or "5432"
    secret = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    database = f"postgres://{user}{secret}@{host}:{port}/{there['NAME']}"
    return {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings", **settings}


@contextmanager
def worker(url: str, column: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A dispatcher against the provider at `url`, gone at the end; see tests/faults/worker.py."""
    argv = [sys.executable, "-m", "tests.faults.worker", url, column, *arguments]
    child = subprocess.Popen(argv, cwd=TREE, env=environment(), start_new_session=True)
    try:
        yield child
    finally:
        end(child, asking=signal.SIGKILL, seconds=5)


class Portal:
    """Celery's worker with its beat, sending slowly, on a broker of the test's own."""

    def __init__(self, provider: str, broker: str, folder: Path) -> None:
        settings = {"REDIS_URL": broker, "SMS_PROVIDER": "stub", "STUB_URL": provider, "VAR_DIR": str(folder)}
        argv = [sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--beat", "--concurrency", "2"]
        self._log = folder / "celery.log"
        with self._log.open("wb") as log:
            self._process = subprocess.Popen(
                argv,
                cwd=TREE,
                env=environment(MESSAGE_WINDOW="10", **settings),
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def close(self) -> None:
        end(self._process, asking=signal.SIGTERM, seconds=10)

    def said(self) -> bytes:
        """All that its processes logged."""
        return self._log.read_bytes()
