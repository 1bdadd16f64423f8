"""Settings as the environment gives them: a wrong value refuses to start and says how to mend it."""

from __future__ import annotations

import base64
import binascii
from datetime import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

import environ
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
SMS_PROVIDERS = ("file", "stub", "http")

env = environ.Env()


def flag(name: str) -> bool:
    """A yes-or-no setting: 1, true, yes, on or 0, false, no, off, empty."""
    value = env.str(name, default="").strip().lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("", "0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name}={value!r} is neither yes nor no. Write {name}=1 or {name}=0.")


def var_dir() -> Path:
    """The folder for files that the portal writes."""
    return Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))


def read_files() -> None:
    """`.env`, and before it the keys of the demonstration where DEMO=1 asks for it: as `make run` itself has them."""
    if flag("DEMO"):
        env.read_env(str(var_dir() / "demo.env"))
    env.read_env(str(BASE_DIR / ".env"))


def required(name: str, *, unless: bool, default: str, remedy: str) -> str:
    """A setting that must be given, save in development."""
    value = env.str(name, default="")
    if value:
        return str(value)
    if unless:
        return default
    raise ImproperlyConfigured(f"{name} is not set. {remedy}")


def field_keys(text: str) -> dict[str, bytes]:
    """`id:base64,id:base64`, each 32 bytes; the first seals, all of them open."""
    keys: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, _, encoded = part.partition(":")
        keys[name] = _key(name, encoded)
    if not keys:
        raise ImproperlyConfigured("FIELD_KEYS holds no key. Write FIELD_KEYS=k1:<32 bytes in base64>.")
    return keys


def _key(name: str, encoded: str) -> bytes:
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"FIELD_KEYS: the key {name!r} is not base64.") from error
    if len(raw) != 32:
        raise ImproperlyConfigured(f"FIELD_KEYS: the key {name!r} has {len(raw)} bytes; 32 are needed.")
    return raw


def instant(name: str, default: str) -> datetime:
    """An instant with an offset, such as 2031-01-05T10:00:00+09:00."""
    text = env.str(name, default=default)
    try:
        value = datetime.fromisoformat(text)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={text!r} is no instant. {instant.__doc__}") from error
    if value.tzinfo is None:
        raise ImproperlyConfigured(f"{name}={text!r} has no offset. {instant.__doc__}")
    return value


def hours(name: str, default: str) -> tuple[int, int] | None:
    """Hours of a day in Japan, such as 21-8; none where it is empty."""
    text = env.str(name, default=default)
    if not text:
        return None
    begins, hyphen, ends = text.partition("-")
    if not (hyphen and begins.isdecimal() and ends.isdecimal() and int(begins) < 24 > int(ends) != int(begins)):
        raise ImproperlyConfigured(f"{name}={text!r} names no hours. Write two of 0 to 23, such as 21-8, or nothing.")
    return int(begins), int(ends)


def days(name: str, default: str) -> tuple[int, ...]:
    """At most two numbers of days, the greater first, such as 30,7; none where it is empty."""
    text = env.str(name, default=default)
    parts = [part.strip() for part in text.split(",") if part.strip()]
    numbers = [int(part) for part in parts if part.isdecimal()]
    if len(numbers) != len(parts) or len(numbers) > 2 or sorted(set(numbers), reverse=True) != numbers:
        raise ImproperlyConfigured(f"{name}={text!r}: write at most two numbers of days, the greater first: 30,7.")
    return tuple(numbers)


def prices(name: str, default: str) -> dict[str, Decimal]:
    """Yen by name, such as stub:9.5,other:8."""
    text, found = env.str(name, default=default), dict[str, Decimal]()
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        key, _, yen = part.partition(":")
        try:
            found[key] = Decimal(yen)
        except InvalidOperation as error:
            raise ImproperlyConfigured(f"{name}: {part!r} names no price. Write name:yen, such as stub:9.5.") from error
    return found


def mailbox(name: str, *, longest: int) -> str:
    """An e-mail address whose part before the @ has at most so many signs; none where it is empty."""
    text = str(env.str(name, default=""))
    local, at, domain = text.rpartition("@")
    if text and not (at and domain and 0 < len(local) <= longest and "+" not in local):
        raise ImproperlyConfigured(
            f"{name}={text!r}: write an address with 1 to {longest} signs before the @ and no plus sign in it, "
            "such as bounces@portal.example."
        )
    return text


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    """One of a few words."""
    value = str(env.str(name, default=default))
    if value not in allowed:
        raise ImproperlyConfigured(f"{name}={value!r} is not known. Write one of: {', '.join(allowed)}.")
    return value


def database(folder: Path, *, development: bool) -> dict[str, Any]:
    """The database: PostgreSQL with pooled connections, or an embedded SQLite file; development has its own.

    Under development's keys and clock the demonstration's data could neither be opened nor be dated.
    """
    embedded = folder / ("development.sqlite3" if development else "portal.sqlite3")
    config: dict[str, Any] = env.db("DATABASE_URL", default=f"sqlite:///{embedded}")
    if config["ENGINE"].endswith("postgresql"):
        config["OPTIONS"] = {**config.get("OPTIONS", {}), "pool": {"min_size": 1, "max_size": 16, "timeout": 20}}
    elif config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        }
    else:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgres:// or sqlite:///.")
    return config
