"""The stub provider as a process of its own, and its ledger."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections import Counter
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

from notifications.stub import ledger
from tests.harness.children import StartError, end, free_port, listens, wait_until
from tests.harness.services import TREE


class Provider:
    """A started stub; `settings` as in notifications/stub/behaviour.py."""

    def __init__(self, folder: Path, **settings: Any) -> None:
        self.port, self.file = free_port(), folder / "ledger.jsonl"
        self._settings = settings
        self.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it (again); the ledger goes on where it ended."""
        argv = [sys.executable, "-m", "notifications.stub", "--port", str(self.port), "--ledger", str(self.file)]
        argv += ["--behaviour", json.dumps(self._settings)]
        self._process = subprocess.Popen(argv, cwd=TREE, start_new_session=True)
        if not wait_until(lambda: listens(self.port), seconds=20):
            raise StartError("the stub provider did not come up.")

    def stop(self) -> None:
        end(self._process, asking=signal.SIGTERM, seconds=3)

    def behave(self, **settings: Any) -> None:
        """Change some settings while it runs."""
        line = HTTPConnection("127.0.0.1", self.port, timeout=5)
        line.request("PUT", "/behaviour", json.dumps(settings))
        assert line.getresponse().status == 200
        line.close()

    def accepted(self) -> Counter[str]:
        """How often it accepted each reference."""
        return ledger.accepted(self.file)

    def has(self, number: int) -> bool:
        """Did it accept so many by now?"""
        return len(ledger.read(self.file)) >= number
