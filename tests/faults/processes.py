"""Programs of the portal as operators start them, on the test's database."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

from django.db import connection

from tests.faults.columns import PACE, toml
from tests.harness.children import StartError, end, free_port, listens, wait_until
from tests.harness.services import TREE

SECRET = "known to the provider"


def environment(**settings: str) -> dict[str, str]:
    """What a process needs to stand where this test stands."""
    there = connection.settings_dict
    user, host, port = there["USER"] or "postgres", there["HOST"] or "127.0.0.1", there["PORT"] or "5432"
    secret = f":{there['PASSWORD']}" if there["PASSWORD"] else ""
    database = f"postgres://{user}{secret}@{host}:{port}/{there['NAME']}"
    return {**os.environ, "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "tests.settings", **settings}


class Program:
    """A started program that writes what it says into the test's folder."""

    def __init__(self, argv: list[str], log: Path, **settings: str) -> None:
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                [sys.executable, *argv],
                cwd=TREE,
                env=environment(**settings),
                stdout=file,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def close(self) -> None:
        end(self._process, asking=signal.SIGTERM, seconds=15)


class Portal(Program):
    """Celery's worker with its beat, sending slowly, on a broker of the test's own."""

    def __init__(self, provider: str, column: str, broker: str, folder: Path, *, workers: int, window: int) -> None:
        description = folder / "provider.toml"
        description.write_text(toml(provider, column), encoding="utf-8")
        argv = ["-m", "celery", "-A", "config.celery", "worker", "--beat", "--concurrency", str(workers)]
        settings = {"REDIS_URL": broker, "VAR_DIR": str(folder), "SMS_PROVIDER": "http"}
        settings |= {"MESSAGE_LEASE_SECONDS": str(PACE.lease), "MESSAGE_CALL_SECONDS": str(PACE.call)}
        settings |= {"MESSAGE_SETTLE_SECONDS": str(PACE.settle), "MESSAGE_WINDOW": str(window)}
        super().__init__(argv, folder / "celery.log", SMS_DESCRIPTION=str(description), **settings)


class Site(Program):
    """The portal's pages, where providers post their delivery reports."""

    def __init__(self, folder: Path) -> None:
        self.port, self.log = free_port(), folder / "site.log"
        argv = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port)]
        argv += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning", "config.wsgi:application"]
        super().__init__(argv, self.log, SMS_REPORT_SECRET=SECRET)
        if not wait_until(lambda: listens(self.port), seconds=60):
            raise StartError("the site did not come up.")

    @property
    def reports(self) -> str:
        """Where the stub posts its reports."""
        return f"http://127.0.0.1:{self.port}/api/v1/delivery-reports/stub/"
