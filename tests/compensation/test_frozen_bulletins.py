"""A bulletin that was used in production is frozen, and the check says so without a database."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from compensation.bulletin_files import FOLDER
from compensation.frozen_bulletins import LIST, REMEDY, faults, frozen
from tests.harness.check import STEPS


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "bulletins"))


def test_every_bulletin_of_the_project_is_frozen_as_it_stands() -> None:
    assert (faults(), sorted(frozen())) == ([], sorted(path.name for path in FOLDER.glob("*.toml")))


def test_the_check_asks_for_it() -> None:
    assert [step.argv[1:] for step in STEPS if step.title == "frozen bulletins"] == [
        ["-m", "compensation.frozen_bulletins"]
    ]


def test_one_letter_changed_is_refused(folder: Path) -> None:
    path = folder / "nara-3.toml"
    path.write_text(path.read_text(encoding="utf-8") + " ", encoding="utf-8")
    assert faults(folder) == [f"nara-3.toml: this bulletin was used in production and was changed since: {REMEDY}"]


def test_a_frozen_file_that_is_gone_is_refused(folder: Path) -> None:
    (folder / "nara-3.toml").unlink()
    assert faults(folder) == [f"nara-3.toml: this bulletin was used in production and is gone: {REMEDY}"]


def test_a_file_that_is_not_on_the_list_may_still_change(folder: Path) -> None:
    (folder / "nara-4.toml").write_text("as yet a draft\n", encoding="utf-8")
    assert faults(folder) == []


def test_a_list_that_cannot_be_read_is_refused(folder: Path) -> None:
    (folder / LIST).write_text("# hashes\nnara-3.toml\n", encoding="utf-8")
    assert faults(folder) == ["HASHES: line 2: expected a sha256 and the name of a file"]
    (folder / LIST).unlink()
    assert faults(folder) == ["HASHES: No such file or directory"]
