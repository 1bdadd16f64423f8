"""What one of two workers of a run has to itself."""

from __future__ import annotations

import os

from tests.harness import redis_server


def is_new() -> bool:
    """Is this a worker that has no folder yet? A program that it starts has its worker's."""
    return not os.environ["VAR_DIR"].endswith(_name())


def surroundings() -> dict[str, str]:
    """Settings of this worker: a folder of its own, and from the second one on a Redis database of its own."""
    folder = {"VAR_DIR": f"{os.environ['VAR_DIR']}/{_name()}"}
    step, url = int(_name()[2:]), os.environ.get("REDIS_URL")
    return {**folder, "REDIS_URL": redis_server.empty_beside(url, step)} if url and step else folder


def _name() -> str:
    # Without workers a run is its own first one.
    return os.environ.get("PYTEST_XDIST_WORKER", "gw0")
