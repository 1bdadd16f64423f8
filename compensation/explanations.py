"""Stored decisions in words: from the trace as it was kept, under the bulletin that decided."""

from __future__ import annotations

from compensation.models import Decision
from compensation.policy import explain
from compensation.policy.decision import Decision as Answer
from compensation.policy.decision import Doubt, Line
from compensation.policy.explain import Explained, Finding
from compensation.policy.letters import Letter, letter
from compensation.policy.trace_json import trace_from_json
from compensation.programmes import rules_of


def answer_of(row: Decision) -> Answer:
    """The decision as the policy gave it, with its lines."""
    lines = tuple(
        Line(line.position, line.case, line.outcome, line.remedy if line.remedy != "none" else None, line.yen)  # type: ignore[arg-type]
        for line in row.lines.order_by("position", "pk")
    )
    return Answer(
        row.programme.slug, row.bulletin.key, row.case, row.outcome, row.amount, row.route or None,  # type: ignore[arg-type]
        row.remedy or None, lines, trace_from_json(row.trace), tuple(Doubt(*kept) for kept in row.doubts),  # type: ignore[arg-type]
    )  # fmt: skip


def sentences(row: Decision) -> list[Explained]:
    """For each clause that bore on the decision a sentence in Japanese and English."""
    return explain.explanation(trace_from_json(row.trace))


def doubtful(row: Decision) -> list[Explained]:
    """Why a reasonable reader could differ, point by point."""
    return explain.doubts(Doubt(*kept) for kept in row.doubts)


def officers_sheet(row: Decision) -> list[Finding]:
    """Every rule that was tested, clause by clause."""
    return explain.officers_sheet(trace_from_json(row.trace), rules_of(row.bulletin).clauses)


def letter_of(row: Decision) -> Letter:
    """What the claimant reads."""
    return letter(answer_of(row), rules_of(row.bulletin).contact)
