"""What the README and the documents promise exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.house.tree import ROOT, shown

DOCUMENTS = [ROOT / "README.md", ROOT / "README.ja.md", *sorted((ROOT / "docs").glob("*.md"))]
CODE = re.compile(r"`([^`\n]+)`|^ {4}(\S.*)$|^```\w*\n(.*?)^```", re.MULTILINE | re.DOTALL)


def code_in(text: str) -> str:
    return "\n".join(part for groups in CODE.findall(text) for part in groups if part)


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_make_targets_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z][a-z-]*)", code_in(document.read_text(encoding="utf-8"))))
    assert named - targets == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_commands_exist(document: Path) -> None:
    named = set(re.findall(r"manage\.py ([a-z_]+)", document.read_text(encoding="utf-8")))
    assert named - set(get_commands()) == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=shown)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", document.read_text(encoding="utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_two_commands_stand_on_the_first_screen() -> None:
    for name in ("README.md", "README.ja.md"):
        first_screen = "\n".join((ROOT / name).read_text(encoding="utf-8").splitlines()[:30])
        assert [command for command in ("make run", "make test") if command not in first_screen] == []
