"""PostgreSQL: one that runs already, or a cluster of our own that ends with us."""

from __future__ import annotations

import getpass
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.harness.children import StartError, end, free_port, wait_until

DEFAULT_SERVER = "127.0.0.1:5432"
# No test outlives a power cut. A crash of the server alone loses no commit: commits stay synchronous.
FAST = ("-c", "fsync=off", "-c", "full_page_writes=off")


@dataclass
class PostgresCluster:
    """A cluster in a fresh folder, with a socket and a port of its own; a fault test may kill it."""

    folder: Path
    bindir: Path
    port: int = field(default_factory=free_port)
    options: tuple[str, ...] = FAST
    child: subprocess.Popen[bytes] | None = None

    @classmethod
    def create(cls, *, options: tuple[str, ...] = FAST) -> PostgresCluster:
        """A started cluster. Raises StartError where the programs are missing or refuse."""
        bindir = programs()
        if bindir is None:
            raise StartError("PostgreSQL's programs (initdb, postgres) are not installed.")
        cluster = cls(folder=Path(tempfile.mkdtemp(prefix="portal-pg-")), bindir=bindir, options=options)
        try:
            cluster._initialise()
            cluster.start()
        except BaseException:
            cluster.remove()
            raise
        return cluster

    def start(self) -> None:
        """Start the server (again) and wait until it accepts connections."""
        argv = [str(self.bindir / "postgres"), "-D", str(self.data), "-p", str(self.port), "-k", str(self.folder)]
        argv += ["-c", "listen_addresses=127.0.0.1", *self.options]
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                argv,
                stdout=log,
                stderr=log,
                start_new_session=True,
                user=_account(),
                group=_account(),
                cwd=tempfile.gettempdir(),
            )
        if not wait_until(lambda: can_connect(self.url("postgres")), seconds=30):
            raise StartError(f"PostgreSQL did not start: {self.log.read_text(errors='replace')[-500:]}")

    def stop(self) -> None:
        """A fast, orderly shutdown."""
        self._end(signal.SIGINT)

    def crash(self) -> None:
        """As if the machine had lost power: no checkpoint, recovery at the next start."""
        self._end(signal.SIGQUIT)

    def remove(self) -> None:
        """Stop, and leave nothing behind."""
        self.crash()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one database of the cluster."""
        return f"postgres://postgres@127.0.0.1:{self.port}/{database}"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "server.log"

    def _end(self, asking: signal.Signals) -> None:
        if self.child is not None:
            end(self.child, asking=asking, seconds=3)
            self.child = None

    def _initialise(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres", "postgres")
        argv = [str(self.bindir / "initdb"), "-D", str(self.data), "-U", "postgres", "--auth=trust"]
        argv += ["--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        done = subprocess.run(
            argv,
            check=False,
            capture_output=True,
            text=True,
            user=_account(),
            group=_account(),
            cwd=tempfile.gettempdir(),
        )
        if done.returncode:
            raise StartError(f"initdb refused: {done.stderr.strip()[-500:]}")


def programs() -> Path | None:
    """The folder of initdb and postgres; Debian keeps them off the PATH."""
    candidates = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        candidates.append(Path(on_path).resolve().parent)
    return next((folder for folder in candidates if (folder / "initdb").exists()), None)


def can_connect(url: str) -> bool:
    """Does the server let this user in, and create databases?"""
    question = "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
    with suppress(psycopg.Error), psycopg.connect(url, connect_timeout=2) as connection:
        row = connection.execute(question).fetchone()
        return bool(row and row[0])
    return False


def running() -> str | None:
    """The server that runs here at the default port, as `postgres://user@host:port`."""
    users = dict.fromkeys(["postgres", "root", getpass.getuser()])
    servers = (f"postgres://{user}@{DEFAULT_SERVER}" for user in users)
    return next((server for server in servers if can_connect(f"{server}/postgres")), None)


def _account() -> str | None:
    # PostgreSQL refuses to run as root.
    return "postgres" if os.geteuid() == 0 else None
