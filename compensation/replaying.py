"""Stored decisions derived again: the same facts, under the bulletin text kept with them, must bring the same record.

What differs shows that a stored text, a stored record or the code of the policy is no longer what decided.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, Final, NamedTuple

import orjson
from django.db.models import F, TextField
from django.db.models.functions import Cast

from compensation.awards.judging import steps_as_bytes
from compensation.models import Bulletin, Decision, DecisionLine, Programme
from compensation.policy import coupons, fraud
from compensation.policy import decision as policy
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.errors import BulletinError, FactError
from compensation.policy.periods import JST
from compensation.policy.trace_json import trace_from_json
from compensation.states import LineRemedy, SubjectKind
from compensation.working_days import WorkingDays
from foundation.tables.among import Among

CHUNK: Final = 2_000
_REMEMBERED: Final = 10_000
_ANSWER: Final = ("case", "outcome", "amount", "route", "remedy")
_COLUMNS: Final = ("pk", "bulletin_id", "subject_kind", "subject_id", "decided_at", *_ANSWER)
# The texts as they are: equal ones are told apart faster than what they say.
_TEXTS: Final = [Cast(name, TextField()) for name in ("facts", "trace", "doubts")]

Decide = Callable[[Any, datetime], policy.Decision]
KeptLine = tuple[int, int | None, str, str, str, int | None, str]
"""position, coupon (of a decision on one coupon), case, outcome, remedy, yen, balance"""


class Difference(NamedTuple):
    """One field of one decision, as it is stored and as it comes out now."""

    decision: int
    field: str
    stored: Any
    derived: Any


class Replay(NamedTuple):
    """How many decisions were derived again, how many came out otherwise, and in how many fields of which name."""

    decisions: int
    differing: int
    fields: dict[str, int]


class _Kept(NamedTuple):
    id: int
    bulletin_id: int
    subject_kind: str
    subject_id: int
    decided_at: datetime
    case: str
    outcome: str
    amount: int | None
    route: str
    remedy: str
    facts: str
    trace: str
    doubts: str


class _Derived(NamedTuple):
    answer: tuple[Any, ...]
    trace: Any
    doubts: Any
    lines: tuple[policy.Line, ...]


class _RulesError(ValueError):
    """The stored text of a bulletin is no bulletin any more."""


def replay(
    slug: str | None = None,
    *,
    tell: Callable[[Difference], None],
    progress: Callable[[int], None] = lambda _decisions: None,
) -> Replay:
    """Derive every stored decision (of one programme) again and `tell` of each difference; memory does not grow.

    Superseded decisions are records like the standing ones. Raises Programme.DoesNotExist for an unknown slug.
    """
    deriver, count, differing, fields = _Deriver(), 0, 0, Counter[str]()
    for chunk in _chunks(slug):
        lines = _lines_of(chunk)
        for kept in chunk:
            found = list(_differences(kept, lines.get(kept.id, []), deriver))
            differing += bool(found)
            for difference in found:
                fields[difference.field] += 1
                tell(difference)
        count += len(chunk)
        progress(count)
    return Replay(count, differing, dict(sorted(fields.items())))


class _Deriver:
    """Decides stored facts; most decisions of a settlement were made on the same few, and are decided once."""

    def __init__(self) -> None:
        self._rules: dict[int, Decide | str] = {}
        self.derive = lru_cache(_REMEMBERED)(self._derive)

    def _derive(self, bulletin_id: int, at: datetime, facts: str) -> _Derived:
        if bulletin_id not in self._rules:
            self._rules[bulletin_id] = _rules_of(bulletin_id)
        decide = self._rules[bulletin_id]
        if isinstance(decide, str):
            raise _RulesError(decide)
        new = decide(orjson.loads(facts), at.astimezone(JST))
        answer = new.case, new.outcome, new.amount, new.route or "", new.remedy or ""
        trace, doubts = orjson.loads(steps_as_bytes(new.trace)), orjson.loads(steps_as_bytes(new.doubts))
        return _Derived(answer, trace, doubts, new.lines)


def _rules_of(bulletin_id: int) -> Decide | str:
    """How the bulletin decides by its text as it is stored now, read past every cache; or why it cannot."""
    row = Bulletin.objects.select_related("programme").get(pk=bulletin_id)
    try:
        data = tomllib.loads(row.source)
        if row.programme.kind == "fraud":
            return _by_policy(fraud.read_policy(data, row.source))
        rules = read_bulletin(data, row.source)
    except (tomllib.TOMLDecodeError, BulletinError) as error:
        return f"{row.key}: {error}"
    return lambda facts, at: coupons.decide(coupons.read_facts(facts), rules, at)


def _by_policy(rules: fraud.FraudPolicy) -> Decide:
    calendar = WorkingDays(rules.contact.year_end)
    return lambda facts, _at: fraud.decide(fraud.read_claim({"facts": facts}), rules, calendar)


def _chunks(slug: str | None) -> Iterator[list[_Kept]]:
    """Every stored decision, in the order of the ids."""
    rows = Decision.objects.order_by("pk")
    if slug is not None:
        rows = rows.filter(programme=Programme.objects.get(slug=slug))
    last = 0
    while chunk := [_Kept(*row) for row in rows.filter(pk__gt=last).values_list(*_COLUMNS, *_TEXTS)[:CHUNK]]:
        yield chunk
        last = chunk[-1].id


def _lines_of(chunk: Sequence[_Kept]) -> dict[int, list[KeptLine]]:
    kinds = {kept.id: kept.subject_kind for kept in chunk}
    rows = DecisionLine.objects.filter(Among(F("decision_id"), kinds)).order_by("decision_id", "position")
    found = defaultdict[int, list[KeptLine]](list)
    for pk, position, coupon, case, outcome, remedy, yen, balance in rows.values_list(
        "decision_id", "position", "loss__coupon_id", "case", "outcome", "remedy", "yen", "balance"
    ):
        about = coupon if kinds[pk] == SubjectKind.COUPON else None
        found[pk].append((position, about, case, outcome, remedy, yen, balance))
    return found


def _differences(kept: _Kept, lines: list[KeptLine], deriver: _Deriver) -> Iterator[Difference]:
    try:
        derived = deriver.derive(kept.bulletin_id, kept.decided_at, kept.facts)
    except _RulesError as error:
        yield Difference(kept.id, "bulletin", kept.bulletin_id, str(error))
        return
    except FactError as error:
        yield Difference(kept.id, "facts", orjson.loads(kept.facts), str(error))
        return
    for name, new in zip(_ANSWER, derived.answer, strict=True):
        if getattr(kept, name) != new:
            yield Difference(kept.id, name, getattr(kept, name), new)
    trace, doubts = orjson.loads(kept.trace), orjson.loads(kept.doubts)
    if trace != derived.trace and trace_from_json(trace) != trace_from_json(derived.trace):
        yield Difference(kept.id, "trace", *_apart(trace, derived.trace))
    if doubts != derived.doubts:
        yield Difference(kept.id, "doubts", *_apart(doubts, derived.doubts))
    expected = [_line(kept, position, line) for position, line in enumerate(derived.lines)]
    if lines != expected:
        yield Difference(kept.id, "lines", *_apart(lines, expected))


def _line(kept: _Kept, position: int, line: policy.Line) -> KeptLine:
    """A line as a decision keeps it. Which coupon a line of a claim is about, the facts do not say."""
    coupon = kept.subject_id if kept.subject_kind == SubjectKind.COUPON and line.case != "none" else None
    remedy = line.remedy or LineRemedy.NONE.value
    return position, coupon, line.case, line.outcome, remedy, line.yen, line.balance or ""


def _apart(stored: list[Any], derived: list[Any]) -> tuple[list[Any], list[Any]]:
    """What each of two lists has and the other has not; both in full where only their order differs."""
    only_stored = [one for one in stored if one not in derived]
    only_derived = [one for one in derived if one not in stored]
    return (only_stored, only_derived) if only_stored or only_derived else (stored, derived)
