"""Redis: one that runs already, or one of our own that ends with us."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import redis

from tests.harness.children import StartError, end, free_port, wait_until

DEFAULT_SERVER = "redis://127.0.0.1:6379"
DATABASES = 15


@dataclass
class RedisServer:
    """A server in a fresh folder with a port of its own, kept in memory; a fault test may kill it."""

    folder: Path
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls) -> RedisServer:
        """A started server. Raises StartError where the program is missing or refuses."""
        if shutil.which("redis-server") is None:
            raise StartError("redis-server is not installed.")
        server = cls(folder=Path(tempfile.mkdtemp(prefix="portal-redis-")))
        try:
            server.start()
        except BaseException:
            server.remove()
            raise
        return server

    def start(self) -> None:
        """Start the server (again, empty) and wait until it answers."""
        argv = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder)]
        argv += ["--save", "", "--appendonly", "no"]
        self.child = subprocess.Popen(
            argv, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )
        if not wait_until(lambda: answers(self.url()), seconds=10):
            raise StartError("redis-server did not answer within 10 seconds.")

    def stop(self) -> None:
        """End it; what it held is gone."""
        if self.child is not None:
            end(self.child, asking=signal.SIGTERM, seconds=2)
            self.child = None

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, number: int = 0) -> str:
        """The address of one of its numbered databases."""
        return f"redis://127.0.0.1:{self.port}/{number}"


def answers(url: str) -> bool:
    """Does a server answer there without a password?"""
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
        return bool(client.ping())
    return False


def running(tree: Path) -> str | None:
    """An empty database of the server that runs here; each working tree begins to look at another."""
    if not answers(f"{DEFAULT_SERVER}/0"):
        return None
    return _first_empty(DEFAULT_SERVER, zlib.crc32(str(tree).encode()))


def empty_beside(url: str, step: int) -> str:
    """An empty database of the same server, so that a test which clears it clears nobody's; none: no Redis."""
    server, number = url.rsplit("/", 1)
    return _first_empty(server, int(number or 0) - 1 + step) or ""


def _first_empty(server: str, first: int) -> str | None:
    urls = [f"{server}/{1 + (first + step) % DATABASES}" for step in range(DATABASES)]
    return next((url for url in urls if _is_empty(url)), None)


def _is_empty(url: str) -> bool:
    with suppress(redis.RedisError), redis.Redis.from_url(url, socket_timeout=2) as client:
        return bool(client.dbsize() == 0)
    return False
