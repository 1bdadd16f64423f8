"""All that a run of the tests stands on, as settings for the child and as words for the closing line."""

from __future__ import annotations

import os
import shutil
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.harness import chromium, debian, postfix, postgres, redis_server
from tests.harness.children import StartError
from tests.harness.postgres import PostgresCluster
from tests.harness.redis_server import RedisServer

TREE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Service:
    """One thing to stand on: settings that name it, and what to call it in the closing line."""

    settings: dict[str, str]
    words: str


@contextmanager
def obtained() -> Iterator[list[Service]]:
    """Database, broker, browser, mail server and a folder; what was started or made here is gone at the end."""
    with ExitStack() as started:
        yield [_folder(started), _database(started), _broker(started), _browser(), _mail_server()]


def _folder(started: ExitStack) -> Service:
    folder = tempfile.mkdtemp(prefix="portal-var-")
    started.callback(shutil.rmtree, folder, ignore_errors=True)
    return Service({"VAR_DIR": folder}, "")


def _database(started: ExitStack) -> Service:
    given = os.environ.get("DATABASE_URL")
    if given:
        return Service({"DATABASE_URL": given}, "the database of DATABASE_URL")
    server = postgres.running()
    if server:
        return Service({"DATABASE_URL": f"{server}/{_database_name()}"}, "the PostgreSQL that runs here")
    cluster = _own_postgres()
    if cluster is None:
        return Service({}, "SQLite")
    started.callback(cluster.remove)
    return Service({"DATABASE_URL": cluster.url(_database_name())}, "a PostgreSQL of its own")


def _own_postgres() -> PostgresCluster | None:
    if postgres.programs() is None:
        debian.install("postgresql")
    try:
        return PostgresCluster.create()
    except StartError as error:
        print(error, flush=True)
        return None


def _broker(started: ExitStack) -> Service:
    given = os.environ.get("REDIS_URL")
    if given:
        return Service({"REDIS_URL": given}, "the Redis of REDIS_URL")
    url = redis_server.running(TREE)
    if url:
        return Service({"REDIS_URL": url}, "the Redis that runs here")
    server = _own_redis()
    if server is None:
        return Service({}, "a folder as broker")
    started.callback(server.remove)
    return Service({"REDIS_URL": server.url()}, "a Redis of its own")


def _own_redis() -> RedisServer | None:
    if shutil.which("redis-server") is None:
        debian.install("redis-server")
    try:
        return RedisServer.create()
    except StartError as error:
        print(error, flush=True)
        return None


def _browser() -> Service:
    path = chromium.obtain()
    return Service({"CHROMIUM": path or ""}, "Chromium" if path else "no browser")


def _mail_server() -> Service:
    return Service({}, "Postfix" if postfix.obtain() else "no mail server")


def _database_name() -> str:
    # Two working trees on one machine do not drop each other's test database.
    return f"portal_{zlib.crc32(str(TREE).encode()):08x}"
