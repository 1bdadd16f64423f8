"""Explanations rendered from the trace: for each clause a sentence in Japanese and English. No rule is worded twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from compensation.policy import coupons, fraud
from compensation.policy.bulletin import Clause, Words
from compensation.policy.decision import Decision, Doubt, Result, Step
from compensation.policy.wording import in_english, in_japanese

SENTENCES: Mapping[str, Words] = coupons.SENTENCES | fraud.SENTENCES
DOUBTS: Mapping[str, Words] = coupons.DOUBTS | fraud.DOUBTS


class Explained(NamedTuple):
    """One clause and what was found under it."""

    clause: str
    ja: str
    en: str


class Finding(NamedTuple):
    """One tested rule on the officer's sheet: where it stands in the document, and how it came out."""

    clause: Clause
    words: Words
    result: Result
    bears: bool


def sentence(step: Step) -> Words:
    """The sentence of one step, with the facts it was tested on."""
    return _worded(step.rule, step.facts)


@lru_cache(maxsize=8192)
def _worded(rule: str, facts: tuple[Any, ...]) -> Words:
    """Most claims of a programme share most of their sentences."""
    words = SENTENCES[rule]
    if not facts:
        return words
    return Words(words.ja.format(*map(in_japanese, facts)), words.en.format(*map(in_english, facts)))


def explanation(trace: Iterable[Step]) -> list[Explained]:
    """For each clause that bore on the decision what was found, in the order of the document."""
    found: dict[str, Words] = {}
    for clause, rule, facts, _, bears in trace:
        if bears:
            words = _worded(rule, facts)
            before = found.get(clause)
            found[clause] = Words(before[0] + words[0], f"{before[1]} {words[1]}") if before else words
    return [Explained(clause, words[0], words[1]) for clause, words in found.items()]


def doubts(found: Iterable[Doubt]) -> list[Explained]:
    """Why a reasonable reader could differ, point by point."""
    return [Explained(doubt.clause, *DOUBTS[doubt.rule]) for doubt in found]


def officers_sheet(trace: Iterable[Step], clauses: Mapping[str, Clause]) -> list[Finding]:
    """Every rule that was tested, clause by clause, also those that did not bear on the decision."""
    return [Finding(clauses[step.clause], sentence(step), step.result, step.bears) for step in trace]


def auditors_record(decision: Decision) -> list[str]:
    """The decision and its trace as plain lines: bulletin, outcome, then each rule with its facts and result."""
    head = f"{decision.bulletin}: {decision.case} {decision.outcome} {decision.amount} {decision.route}"
    contested = [f"doubt {doubt.clause} {doubt.rule}" for doubt in decision.doubts]
    return [head, *map(_record, decision.trace), *contested]


def _record(step: Step) -> str:
    facts = ", ".join(map(in_english, step.facts))
    return f"{step.clause} {step.rule} ({facts}) {step.result}{'' if step.bears else ', did not bear'}"
