"""What the web server itself writes of a request for a link: its own log passes the portal's filter, too."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

from config.demo.run import Place, programs
from tests.harness.children import end, free_port, listens, wait_until
from tests.house.tree import ROOT

TOKEN = "0123456789abcdefghjkmnpqrs"
NAMES_EVERYTHING = ["--access-log", "--access-log-fmt", "%(method)s %(path)s?%(query_string)s from %(header{referer})s"]


@contextmanager
def _serving(folder: Path) -> Iterator[int]:
    """The server of the walk-through with its access log on, over a database without tables; its port."""
    place = Place("127.0.0.1", free_port(), folder)
    [web] = [program for program in programs(place, {}) if program.name == "web"]
    given = {"VAR_DIR": str(folder), "DATABASE_URL": f"sqlite:///{folder}/empty.sqlite3", "REDIS_URL": "", "DEMO": ""}
    command = [*web.argv[:-1], *NAMES_EVERYTHING, "--log-level", "info", web.argv[-1]]
    with (folder / "output").open("wb") as output:
        child = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, **given, "DEBUG": "1"},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            assert wait_until(lambda: listens(place.port), seconds=30)
            yield place.port
        finally:
            end(child, asking=signal.SIGTERM, seconds=5)


def test_no_log_of_the_server_holds_a_token(tmp_path: Path) -> None:
    with _serving(tmp_path) as port:
        server = HTTPConnection("127.0.0.1", port, timeout=20)
        server.request("GET", f"/r/{TOKEN}/", headers={"Referer": f"http://127.0.0.1/r/{TOKEN}/"})
        assert server.getresponse().status == 500
        server.close()
        wait_until(lambda: b"GET /r/" in (tmp_path / "output").read_bytes(), seconds=5)
    written = (tmp_path / "output").read_text()
    assert "GET /r/…/? from http://127.0.0.1/r/…/" in written.splitlines()
    assert TOKEN not in written


def test_the_walk_through_serves_with_that_log() -> None:
    [web] = [made for made in programs(Place("127.0.0.1", 1, Path()), {}) if made.name == "web"]
    assert web.argv[web.argv.index("--log-config") + 1] == str(ROOT / "config" / "web_log.json")
    assert web.argv[0] == sys.executable
