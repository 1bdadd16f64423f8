"""The keys of one demonstration: made once, kept in the folder of its data, readable by its owner only."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

FILE_NAME = "demo.env"


def ensure(var: Path) -> dict[str, str]:
    """The demonstration's own settings by name, from `var/demo.env`; written there when absent."""
    var.mkdir(parents=True, exist_ok=True)
    path = var / FILE_NAME
    if not path.exists():
        _write(path, _generate())
    return _read(path)


def _generate() -> dict[str, str]:
    return {
        "SECRET_KEY": secrets.token_urlsafe(48),
        "FIELD_KEYS": "demo:" + base64.b64encode(secrets.token_bytes(32)).decode(),
        "DEMO_PASSWORD": "-".join(secrets.token_hex(2) for _ in range(4)),
    }


def _write(path: Path, values: dict[str, str]) -> None:
    # Owner only from the first byte, and whole or not at all: a half-written key opens nothing later.
    draft = path.with_suffix(".draft")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.writelines(f"{name}={value}\n" for name, value in values.items())
    draft.replace(path)


def _read(path: Path) -> dict[str, str]:
    lines = path.read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line)
