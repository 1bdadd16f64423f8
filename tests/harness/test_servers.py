"""Servers of our own: they survive a crash of theirs, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from tests.harness.children import listens, wait_until
from tests.harness.needs import needs_own_servers
from tests.harness.postgres import PostgresCluster
from tests.harness.redis_server import RedisServer
from tests.harness.services import TREE

pytestmark = needs_own_servers
COLLATION = "SELECT datctype FROM pg_database WHERE datname = 'postgres'"


@pytest.fixture
def cluster() -> Iterator[PostgresCluster]:
    cluster = PostgresCluster.create()
    yield cluster
    cluster.remove()


def test_what_was_committed_survives_a_crash(cluster: PostgresCluster) -> None:
    with psycopg.connect(cluster.url("postgres")) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.crash()
    assert not listens(cluster.port)
    cluster.start()
    with psycopg.connect(cluster.url("postgres")) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)
        assert connection.execute(COLLATION).fetchone() == ("C.UTF-8",)


def test_a_removed_cluster_leaves_nothing(cluster: PostgresCluster) -> None:
    cluster.remove()
    assert (cluster.folder.exists(), listens(cluster.port)) == (False, False)


def test_redis_starts_again_empty() -> None:
    server = RedisServer.create()
    try:
        with redis.Redis.from_url(server.url()) as client:
            client.set("kept", "no")
        server.stop()
        server.start()
        with redis.Redis.from_url(server.url()) as client:
            assert client.dbsize() == 0
    finally:
        server.remove()
    assert (server.folder.exists(), listens(server.port)) == (False, False)


def test_sigterm_ends_a_run_and_all_it_started(tmp_path: Path) -> None:
    servers = tmp_path / "servers"
    servers.mkdir()
    (tmp_path / "test_long.py").write_text(
        "import pathlib, time\n"
        "def test_long() -> None:\n"
        f"    pathlib.Path({str(tmp_path)!r}, 'begun').touch()\n"
        "    time.sleep(60)\n"
    )
    argv = [
        sys.executable,
        "-m",
        "tests.harness",
        str(tmp_path / "test_long.py"),
        f"--rootdir={TREE}",
        f"--basetemp={tmp_path / 'base'}",
    ]
    environment = {**os.environ, "TMPDIR": str(servers)}
    with subprocess.Popen(argv, cwd=TREE, env=environment, stdout=subprocess.PIPE, text=True) as run:
        assert wait_until((tmp_path / "begun").exists, seconds=30)
        run.send_signal(signal.SIGTERM)
        said, _ = run.communicate(timeout=10)
    assert (run.returncode, said.splitlines()[-1]) == (130, "Stopped; what was started for the tests has ended.")
    assert list(servers.iterdir()) == []
