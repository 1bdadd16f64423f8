"""Two workers of one run share neither a folder nor a Redis database."""

from __future__ import annotations

import pytest

from tests.harness import redis_server, worker


@pytest.fixture(autouse=True)
def _run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAR_DIR", "/var/run-of-tests")
    monkeypatch.setenv("REDIS_URL", "redis://127.0.0.1:6379/3")
    monkeypatch.setattr(redis_server, "_is_empty", lambda url: not url.endswith("/4"))


@pytest.mark.parametrize(
    ("name", "folder", "broker"),
    [("gw0", "/var/run-of-tests/gw0", None), ("gw1", "/var/run-of-tests/gw1", "redis://127.0.0.1:6379/5")],
)
def test_each_has_its_own(monkeypatch: pytest.MonkeyPatch, name: str, folder: str, broker: str | None) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", name)
    own = {"VAR_DIR": folder} | ({"REDIS_URL": broker} if broker else {})
    assert (worker.is_new(), worker.surroundings()) == (True, own)


def test_a_program_that_a_worker_starts_has_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER", "gw1")
    monkeypatch.setenv("VAR_DIR", "/var/run-of-tests/gw1")
    assert worker.is_new() is False
