"""Why a claim was decided so: first what settled it, then whatever else was tested, in the same sentences."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from compensation.models import Decision
from compensation.policy.bulletin import Words
from compensation.policy.decision import Step
from compensation.policy.explain import sentence
from compensation.policy.trace_json import trace_from_json

_THE_ONLY_ONE_JA: Final = re.compile(r"クーポン1(?![0-9枚])")
_THE_ONLY_ONE: Final = re.compile(r"\b([Cc])oupon 1\b")
_SETTLES_A_GRANT: Final = ("sum.", "a.expiry", "b.restored")


class Reasons(NamedTuple):
    """Sentences, each once, in the order of the document."""

    first: tuple[Words, ...]
    more: tuple[Words, ...]


NOTHING: Final = Reasons((), ())


def reasons_of(decision: Decision, *, alone: bool) -> Reasons:
    """The reasons of a stored decision; `alone` where it is about one coupon."""
    return reasons_in(trace_from_json(decision.trace), granted=decision.outcome == "eligible", alone=alone)


def reasons_in(trace: Iterable[Step], *, granted: bool, alone: bool) -> Reasons:
    """Of a grant the coupon's day and its sum come first, of anything else what stood in its way."""
    bearing = [step for step in trace if step.bears]
    first = _sentences([step for step in bearing if _settles(step, granted=granted)])
    rest = _sentences([step for step in bearing if not _settles(step, granted=granted)])
    reasons = Reasons(first, tuple(words for words in rest if words not in first))
    return Reasons(*(tuple(map(unnumbered, part)) for part in reasons)) if alone else reasons


def unnumbered(words: Words) -> Words:
    """A sentence about the only coupon there is: nobody counts to one."""
    en = _THE_ONLY_ONE.sub(lambda found: f"{'T' if found[1] == 'C' else 't'}his coupon", words.en)
    return Words(_THE_ONLY_ONE_JA.sub("このクーポン", words.ja), en)


def _settles(step: Step, *, granted: bool) -> bool:
    return step.rule.startswith(_SETTLES_A_GRANT) if granted else step.result != "holds"


def _sentences(steps: list[Step]) -> tuple[Words, ...]:
    return tuple(dict.fromkeys(sentence(step) for step in steps))
