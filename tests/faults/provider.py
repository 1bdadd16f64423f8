"""The stub provider as a process of its own, and its ledger."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from notifications.stub import ledger
from tests.faults import jobs
from tests.faults.forked import Forked, Place
from tests.harness.children import StartError, free_port, listens, wait_until


class Provider:
    """A started stub; `settings` as in notifications/stub/behaviour.py."""

    def __init__(self, folder: Path, name: str = "stub", **settings: Any) -> None:
        self.port, self.file, self._log = free_port(), folder / f"{name}.jsonl", folder / f"{name}.log"
        self._settings = settings
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it (again); the ledger goes on where it ended."""
        argv = ["--port", str(self.port), "--ledger", str(self.file), "--behaviour", json.dumps(self._settings)]
        self._process = Forked(jobs.provider, Place(self._log), argv)
        if not wait_until(lambda: listens(self.port), seconds=20, every=0.02):
            raise StartError("the stub provider did not come up.")

    def stop(self) -> None:
        self._process.end()

    def behave(self, **settings: Any) -> None:
        """Change some settings while it runs."""
        self._settings.update(settings)
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request("PUT", "/behaviour", json.dumps(settings))
        assert line.getresponse().status == 200
        line.close()


def accepted(providers: Sequence[Provider]) -> Counter[str]:
    """How often they accepted each reference, all together."""
    return sum((ledger.accepted(each.file) for each in providers), Counter[str]())
