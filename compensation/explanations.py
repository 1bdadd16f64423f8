"""Stored decisions in words: from the trace as it was kept, under the bulletin that decided."""

from __future__ import annotations

from collections.abc import Mapping

from compensation.models import Bulletin, Decision
from compensation.policy import explain
from compensation.policy.bulletin import Clause, Contact, Hours
from compensation.policy.decision import Decision as Answer
from compensation.policy.decision import Doubt, Line
from compensation.policy.explain import Explained, Finding
from compensation.policy.letters import Letter, letter
from compensation.policy.trace_json import trace_from_json
from compensation.programmes import policy_of, rules_of


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
    return explain.officers_sheet(trace_from_json(row.trace), clauses_of(row.bulletin))


def letter_of(row: Decision) -> Letter:
    """What the claimant reads."""
    return letter(answer_of(row), desk_of(row.bulletin))


def clauses_of(row: Bulletin) -> Mapping[str, Clause]:
    """The clauses of a stored bulletin, or of a stored policy on misuse."""
    return policy_of(row).clauses if row.programme.kind == "fraud" else rules_of(row).clauses


def desk_of(row: Bulletin) -> Contact:
    """Whom to call about what a stored bulletin, or policy on misuse, decided."""
    if row.programme.kind != "fraud":
        return rules_of(row).contact
    desk = policy_of(row).contact
    return Contact(desk.name, desk.telephone, Hours(desk.opens, desk.closes, None, desk.hours), ())
