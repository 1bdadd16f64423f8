"""`python -m notifications.stub --port 8099 --ledger FILE [--behaviour JSON]`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import orjson
from aiohttp import web

from notifications.stub.behaviour import Behaviour, BehaviourError
from notifications.stub.ledger import Ledger
from notifications.stub.server import application


def main(argv: list[str]) -> int:
    """Serve until SIGTERM or Ctrl-C."""
    parser = argparse.ArgumentParser(prog="notifications.stub", description=__doc__)
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--ledger", type=Path, required=True, help="append-only file of what was accepted")
    parser.add_argument("--latency", type=float, default=0, metavar="MS", help="milliseconds before an answer")
    parser.add_argument(
        "--behaviour", default="{}", metavar="JSON", help="settings, see notifications/stub/behaviour.py"
    )
    given = parser.parse_args(argv)
    try:
        behaviour = Behaviour(latency_ms=given.latency).changed(orjson.loads(given.behaviour))
    except (BehaviourError, orjson.JSONDecodeError) as error:
        parser.error(f"--behaviour: {error}")
    app = application(behaviour, Ledger(given.ledger))
    web.run_app(app, host="127.0.0.1", port=given.port, print=None, shutdown_timeout=1, access_log=None)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
