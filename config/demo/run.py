"""`make run`: the portal with demonstration data, every process of it, on this machine only.

Makes the keys, brings the database up to date, fills it once, serves, and prints where and for whom.
Imports nothing of Django: the parent of all processes stays small.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from config.demo import keys
from config.demo.announcement import announcement
from config.supervisor import NotReadyError, Program, Supervisor, end_on_signals

BASE_DIR = Path(__file__).resolve().parents[2]
MANAGE = [sys.executable, str(BASE_DIR / "manage.py")]
# Root in a container is who it is; the walk-through does not warn of it at every start.
CELERY = [
    sys.executable,
    "-W",
    "ignore:You're running the worker",
    "-m",
    "celery",
    "--quiet",
    "-A",
    "config.celery:app",
]
PREPARATION = (
    ("Database", ["migrate", "--verbosity", "0"]),
    ("Static files", ["collectstatic", "--no-input", "--verbosity", "0"]),
    ("Holidays", ["load_holidays"]),
    ("Postal codes", ["load_places", "--if-empty"]),
    ("Bulletins", ["load_bulletins"]),
    ("Gift products", ["load_gift_products"]),
    ("Banks", ["load_banks"]),
    ("Demonstration data", ["demo_data", "--if-empty"]),
)


class PreparationError(RuntimeError):
    """A step before serving failed; it has said why on standard error."""


@dataclass(frozen=True)
class Place:
    """Where this run serves and where its data lies."""

    host: str
    port: int
    var: Path

    @classmethod
    def of_environment(cls) -> Place:
        """`HOST`, `PORT` and `VAR_DIR`, with the defaults of the walk-through."""
        return cls(
            host=os.environ.get("HOST", "127.0.0.1"),
            port=int(os.environ.get("PORT", "8000")),
            var=Path(os.environ.get("VAR_DIR", BASE_DIR / "var")).resolve(),
        )

    @property
    def url(self) -> str:
        """The public site's address without a slash at its end."""
        return f"http://localhost:{self.port}"


def environment(place: Place) -> dict[str, str]:
    """The children's settings: the demonstration's keys under what the caller set."""
    chosen = {"SITE_URL": place.url, "PORT": str(place.port)}
    fixed = {"DEMO": "1", "VAR_DIR": str(place.var), "PYTHONPATH": str(BASE_DIR)}
    return {**keys.ensure(place.var), **chosen, **os.environ, **fixed}


def programs(place: Place, settings: dict[str, str]) -> list[Program]:
    """Web, worker and beat; the stub provider where the settings send text messages to it."""
    web = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", place.host, "--port", str(place.port)]
    web += ["--workers", "1", "--blocking-threads", "4", "--log-level", "warning"]
    web += ["--log-config", str(BASE_DIR / "config" / "web_log.json"), "config.wsgi:application"]
    # One worker in its own process is what SQLite and a folder as broker carry.
    worker = [*CELERY, "worker", "--pool", "solo", "--loglevel", "WARNING"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    beat = [*CELERY, "beat", "--loglevel", "WARNING", "--pidfile="]
    stub = [Program("stub provider", _stub(settings))] if settings.get("SMS_PROVIDER") == "stub" else []
    return [*stub, Program("web", web), Program("worker", worker), Program("beat", beat)]


def prepare(settings: dict[str, str]) -> None:
    """Database, bulletins, data: each step in a process of its own.

    Raises PreparationError at the first step that fails.
    """
    for title, command in PREPARATION:
        _say(f"{title} …")
        step = subprocess.run([*MANAGE, *command], env=settings, cwd=BASE_DIR, check=False, stdout=subprocess.DEVNULL)
        if step.returncode:
            raise PreparationError(f"{title}: `manage.py {' '.join(command)}` ended with {step.returncode}.")


def serves(place: Place) -> bool:
    """Does the web server answer, whatever it answers?"""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{place.port}/livez", timeout=2):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def port_is_free(place: Place) -> bool:
    """Can the web server listen here? Asked first, as its own refusal names no remedy."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((place.host, place.port))
        except OSError:
            return False
    return True


def run(place: Place) -> int:
    """Prepare and serve until a signal or the end of a child; the exit code."""
    if not port_is_free(place):
        raise PreparationError(f"Port {place.port} is taken. Choose another: PORT={place.port + 1} make run")
    settings = environment(place)
    prepare(settings)
    return Supervisor(settings).run(
        programs(place, settings),
        serves=lambda: serves(place),
        announce=lambda: _say(announcement(place.url, settings["DEMO_PASSWORD"])),
    )


def main() -> int:
    """0 after Ctrl-C or SIGTERM, 2 where it could not begin, else the code of the child that ended."""
    end_on_signals()
    os.chdir(BASE_DIR)
    try:
        return run(Place.of_environment())
    except (PreparationError, NotReadyError) as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        _say("Stopped.")
        return 0


def _stub(settings: dict[str, str]) -> list[str]:
    address = urlsplit(settings.get("STUB_URL", "http://127.0.0.1:8099"))
    ledger = Path(settings["VAR_DIR"]) / "stub-ledger.jsonl"
    return [sys.executable, "-m", "notifications.stub", "--port", str(address.port), "--ledger", str(ledger)]


def _say(text: str) -> None:
    # Written for people: this is the one program that speaks on the terminal.
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main())
