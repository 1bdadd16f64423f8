"""Facts in, decisions out, a line each: the contract of `manage.py decide`. Needs no database and no settings."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from compensation.bulletin_files import FOLDER, FileError
from compensation.policy import coupons, explain, fraud
from compensation.policy.decision import Decision, Line
from compensation.policy.errors import FactError
from compensation.policy.json_values import instant
from compensation.policy.stages import in_force
from compensation.rulebook import Rules, load_rules
from compensation.working_days import WorkingDays

LONGEST_LINE = 1_000_000
BUFFER = 1 << 18
LINE = Line._fields
DONE, SOME_REFUSED, NOTHING_DONE = 0, 1, 2


def main(arguments: Sequence[str]) -> int:
    """Decide standard input to standard output; the exit code says whether any line was refused."""
    parser = argparse.ArgumentParser(prog="manage.py decide", description="Facts in, decisions out, a line each.")
    parser.add_argument("--bulletins", metavar="DIR", type=Path, default=FOLDER, help="folder of bulletin files")
    parser.add_argument("--check", action="store_true", help="only say whether the bulletin files are well-formed")
    given = parser.parse_args(arguments)
    folder = given.bulletins
    if given.check:
        return check(folder)
    try:
        with io.BufferedWriter(io.FileIO(sys.stdout.fileno(), "w", closefd=False), BUFFER) as decisions:
            return run(folder, sys.stdin.buffer, decisions)
    except BrokenPipeError:  # whoever reads the decisions has seen enough
        return SOME_REFUSED


def check(folder: Path) -> int:
    """Whether the files of a folder can decide: 0 all of them, 1 some, 2 none; standard error names every mistake."""
    try:
        rules = load_rules(folder)
    except (FileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return NOTHING_DONE
    for fault in rules.faults:
        sys.stderr.write(f"{fault}\n")
    if not rules.slugs:
        return NOTHING_DONE
    return SOME_REFUSED if rules.faults else DONE


def run(folder: Path, lines: BinaryIO, decisions: BinaryIO) -> int:
    """Load the rules, decide every line, and tell of bulletin files that could not be used."""
    try:
        rules = load_rules(folder)
    except (FileError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return NOTHING_DONE
    for fault in rules.faults:
        sys.stderr.write(f"{fault}\n")
    count, refused = _decide_all(rules, lines, decisions)
    if not count:
        sys.stderr.write("standard input is empty: expected one case a line\n")
    return DONE if count and not refused and not rules.faults else SOME_REFUSED


def decide_line(line: bytes, rules: Rules) -> dict[str, Any]:
    """The decision of one line, or the error that stands in its place."""
    case: Any = None
    try:
        case = _parsed(line)
        decision = _decided(case, rules)
        return {"id": case["id"], **as_json(decision)}
    except FactError as error:
        name = case.get("id") if isinstance(case, dict) else None
        return {"id": name, "error": {"field": error.field, "message": error.message}}


def as_json(decision: Decision) -> dict[str, Any]:
    """A decision as the contract writes it, with its sentences."""
    clauses = explain.explanation(decision.trace)
    return {
        "programme": decision.programme,
        "case": decision.case,
        "outcome": decision.outcome,
        "amount": decision.amount,
        "route": decision.route,
        "remedy": decision.remedy,
        "clauses": [clause for clause, _, _ in clauses],
        "explanation": [{"clause": clause, "ja": ja, "en": en} for clause, ja, en in clauses],
        "lines": [dict(zip(LINE, line, strict=True)) for line in decision.lines],
        "doubts": [explained._asdict() for explained in explain.doubts(decision.doubts)],
        "bulletin": decision.bulletin,
    }


def _decide_all(rules: Rules, lines: BinaryIO, decisions: BinaryIO) -> tuple[int, int]:
    count = refused = 0
    for line in _lines(lines):
        decision = decide_line(line, rules)
        count += 1
        refused += "error" in decision
        decisions.write(orjson.dumps(decision, option=orjson.OPT_APPEND_NEWLINE))
    return count, refused


def _lines(source: BinaryIO) -> Iterator[bytes]:
    """Line by line; of one that is too long only the beginning, so that memory does not grow with it."""
    while line := source.readline(LONGEST_LINE + 1):
        yield line
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            line = source.readline(LONGEST_LINE + 1)


def _parsed(line: bytes) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        raise FactError("line", f"longer than {LONGEST_LINE:,} bytes; expected one case")
    try:
        case = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise FactError("line", f"not JSON: {error}") from None
    if not isinstance(case, dict):
        raise FactError("line", "expected an object with id, programme and facts")
    return case


def _decided(case: dict[str, Any], rules: Rules) -> Decision:
    for name in ("id", "programme", "facts"):
        if name not in case:
            raise FactError(name, "missing")
    if not isinstance(case["id"], str):
        raise FactError("id", "expected a text")
    slug = case["programme"]
    if not isinstance(slug, str):
        raise FactError("programme", "expected a text")
    if slug in rules.coupons:
        if "decided_at" not in case:
            raise FactError("decided_at", "missing")
        at = instant(case["decided_at"], "decided_at")
        return coupons.decide(coupons.read_facts(case["facts"]), in_force(rules.coupons[slug], at), at)
    if slug in rules.fraud:
        policy = rules.fraud[slug]
        return fraud.decide(fraud.read_claim(case), policy, WorkingDays(policy.contact.year_end))
    raise FactError("programme", rules.broken.get(slug) or f"unknown; expected one of {', '.join(rules.slugs)}")
