"""A demonstration's keys are made once, and are its owner's alone."""

from __future__ import annotations

import stat
from pathlib import Path

from config.demo import keys
from config.environment import field_keys


def test_made_once(tmp_path: Path) -> None:
    assert keys.ensure(tmp_path / "var") == keys.ensure(tmp_path / "var")


def test_two_demonstrations_share_none(tmp_path: Path) -> None:
    one, other = keys.ensure(tmp_path / "one"), keys.ensure(tmp_path / "other")
    assert [name for name in one if one[name] == other[name]] == []


def test_only_the_owner_reads_them(tmp_path: Path) -> None:
    keys.ensure(tmp_path)
    assert stat.S_IMODE((tmp_path / keys.FILE_NAME).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [keys.FILE_NAME]


def test_the_settings_take_them(tmp_path: Path) -> None:
    made = keys.ensure(tmp_path)
    assert sorted(made) == ["DEMO_PASSWORD", "FIELD_KEYS", "SECRET_KEY"]
    assert {name: len(key) for name, key in field_keys(made["FIELD_KEYS"]).items()} == {"demo": 32}
