"""The test's database written into a file, and read from it into another one: as operators do it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from tests.harness.postgres import programs


def dump(file: Path, *options: str) -> None:
    """What stands in the database now."""
    _run("pg_dump", "--no-owner", *options, "-f", str(file), place=connection.settings_dict)


def restore(file: Path, place: dict[str, Any]) -> None:
    """Read it into a new database at this place."""
    with _server(place) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{place["NAME"]}"')
        server.execute(f'CREATE DATABASE "{place["NAME"]}"')
    _run("psql", "-q", "-v", "ON_ERROR_STOP=1", "-f", str(file), place=place)


def drop(place: dict[str, Any]) -> None:
    """Forget it again."""
    with _server(place) as server:
        server.execute(f'DROP DATABASE IF EXISTS "{place["NAME"]}" WITH (FORCE)')


@contextmanager
def standing_on(place: dict[str, Any]) -> Iterator[None]:
    """This process, and those that it starts, stand on another database."""
    before = {name: connection.settings_dict[name] for name in place}
    _move(place)
    try:
        yield
    finally:
        _move(before)


def here() -> dict[str, Any]:
    """Where this process stands."""
    return {name: connection.settings_dict[name] for name in ("HOST", "PORT", "USER", "PASSWORD", "NAME")}


def _move(place: dict[str, Any]) -> None:
    plain = connections[connection.alias]
    plain.close()
    if isinstance(plain, DatabaseWrapper):
        plain.close_pool()
    connection.settings_dict.update(place)


def _run(program: str, *arguments: str, place: dict[str, Any]) -> None:
    argv = [str((programs() or Path()) / program), "-h", place["HOST"] or "127.0.0.1", "-p", str(place["PORT"] or 5432)]
    argv += ["-U", place["USER"] or "postgres", *arguments, "-d", place["NAME"]]
    secret = {**os.environ, "PGPASSWORD": place["PASSWORD"] or ""}
    subprocess.run(argv, check=True, env=secret, stdout=subprocess.DEVNULL)


@contextmanager
def _server(place: dict[str, Any]) -> Iterator[psycopg.Connection[tuple[Any, ...]]]:
    named = {"host": place["HOST"], "port": place["PORT"], "user": place["USER"], "password": place["PASSWORD"]}
    given = {name: value for name, value in named.items() if value}
    with psycopg.connect(dbname="postgres", autocommit=True, **given) as server:
        yield server
