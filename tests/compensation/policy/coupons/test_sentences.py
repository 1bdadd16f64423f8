"""Every rule of the engine has one wording in two languages, and every wording its rule."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from compensation.policy import coupons
from compensation.policy.bulletin import Words
from compensation.policy.coupons import DOUBTS, SENTENCES

FOLDER = Path(coupons.__file__).parent
# Put together in the code from a kind and a remedy.
COMPOSED = {f"b.hours_{kind}" for kind in ("unset", "contradicted")} | {
    f"b.granted_{kind}" for kind in ("restore", "pay_out")
}


@cache
def words_of_the_code() -> set[str]:
    """Every text constant of the engine outside the table of sentences."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in FOLDER.glob("*.py") if file.name != "sentences.py"]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    return COMPOSED | {node.value for node in nodes if isinstance(node, ast.Constant) and type(node.value) is str}


def places(template: str) -> set[str]:
    """The facts of a template: `{0.until}` is the first one."""
    return {name.split(".")[0] for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("rule", [*SENTENCES, *DOUBTS])
def test_no_sentence_is_left_over(rule: str) -> None:
    assert {rule} - words_of_the_code() == set()


@pytest.mark.parametrize("words", [*SENTENCES.values(), *DOUBTS.values()])
def test_both_languages_are_whole_sentences(words: Words) -> None:
    assert (words.ja[-1], words.en[-1]) == ("。", ".")


@pytest.mark.parametrize("rule", SENTENCES)
def test_both_languages_tell_the_same_facts(rule: str) -> None:
    words = SENTENCES[rule]
    assert places(words.ja) == places(words.en)
