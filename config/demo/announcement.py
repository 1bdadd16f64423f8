"""What `make run` prints once it serves: the addresses, and who can sign in."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

ACCOUNTS_FILE = Path(__file__).with_name("accounts.toml")
ADDRESSES = (
    ("Public site", "特設サイト", "/"),
    ("Payout site", "受取サイト", "/receive/"),
    ("Console", "コールセンター", "/console/"),
    ("Report site", "報告サイト", "/reports/"),
    ("Demonstration messages", "送信箱", "/demo/outbox/"),
)


@dataclass(frozen=True)
class DemoAccount:
    """One sign-in of the demonstration; `programmes` are the slugs that it sees."""

    username: str
    role: str
    label_ja: str
    label_en: str
    programmes: list[str] = field(default_factory=list)


def accounts() -> list[DemoAccount]:
    """The demonstration's sign-ins in the order of their file."""
    rows = tomllib.loads(ACCOUNTS_FILE.read_text(encoding="utf-8"))["account"]
    return [DemoAccount(**row) for row in rows]


def announcement(url: str, password: str) -> str:
    """The text for the terminal; `url` without a slash at its end."""
    lines = ["", f"The portal serves at {url}/ (Ctrl-C ends it)", ""]
    lines += [f"  {english:<24}{url}{path:<16} {japanese}" for english, japanese, path in ADDRESSES]
    lines += ["", f"Demonstration sign-ins, password {password}", ""]
    lines += [f"  {one.username:<24}{one.label_en:<34} {one.label_ja}" for one in accounts()]
    return "\n".join([*lines, ""])
