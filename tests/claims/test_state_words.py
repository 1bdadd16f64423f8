"""Each state has one word in each language, and the Japanese one is the glossary's."""

from __future__ import annotations

import re

import pytest

from claims import state_words
from foundation.japan.bilingual import Both
from tests.house.tree import ROOT

WORDS = {
    "claim 申請": state_words.CLAIM,
    "payout 支払": state_words.PAYOUT,
    "message 通知": state_words.MESSAGE,
    "mailing 一斉送信": state_words.MAILING,
    "transfer 振込": state_words.TRANSFER,
}


def glossary(heading: str) -> dict[str, str]:
    """The words of one table: what stands before a remark, the first where there are several."""
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    table = text.split(f"| {heading} | |\n|---|---|\n")[1].split("\n\n")[0]
    rows = (line.strip("| ").split(" | ") for line in table.splitlines())
    return {code: re.split(r"[:・ ]", word)[0] for code, word in rows}


@pytest.mark.parametrize("heading", WORDS)
def test_the_japanese_words_are_the_glossary_s(heading: str) -> None:
    assert {code: words.ja for code, words in WORDS[heading].items()} == glossary(heading)


def test_roles_are_called_as_in_the_glossary() -> None:
    text = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert [f"| {words.en.lower()} | {words.ja} |" in text for words in state_words.ROLE.values()] == [True] * 4


@pytest.mark.parametrize("words", [*WORDS.values(), state_words.ENTRY])
def test_no_two_states_of_a_table_sound_the_same(words: dict[str, Both]) -> None:
    assert len({pair.ja for pair in words.values()}) == len({pair.en for pair in words.values()}) == len(words)
