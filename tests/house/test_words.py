"""One word for one thing: what the glossary calls a role is what the whole house calls it."""

from __future__ import annotations

import re

import pytest

from claims.state_words import ROLE
from foundation.staff.roles import Role
from tests.house.test_files import lines_with
from tests.house.tree import ROOT, files

OTHER_WORDS = re.compile("スーパー" + "バイザー|オペ" + "レーター")
"""Loan words for those whom the glossary calls 責任者 and 担当."""


def test_no_other_word_for_those_who_work_at_the_desk() -> None:
    # What a released migration once said stays.
    written = (path for path in files() if path.parent.name != "migrations")
    assert lines_with(OTHER_WORDS, written) == []


@pytest.mark.parametrize("role", Role.values)
def test_a_role_is_called_as_the_glossary_calls_it(role: str) -> None:
    rows = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines()
    english = role.replace("_", " ")
    [row] = [row for row in rows if row.startswith(f"| {english} |")]
    word = row.split("|")[2].split("(")[0].strip()
    assert (ROLE[role].ja, Role(role).label.split(" / ")[0]) == (word, word)
