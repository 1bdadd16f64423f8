"""Is the applicant the traveller named on the coupon? What they declare, held against the name in the records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from itertools import combinations
from typing import Final, NamedTuple

from foundation.japan.kana import search_key

_KANJI: Final = re.compile(r"[\u3005\u3400-\u9fff\U00020000-\U0003ffff]")
_KANA: Final = re.compile(r"[\u30a0-\u30ff]")


class Applicant(NamedTuple):
    """`name` is "" where none was asked; `declares` whether they say to be the one named, None where nobody asked."""

    name: str
    declares: bool | None


def is_named(applicant: Applicant, recorded: Iterable[str]) -> bool | None:
    """Whether the applicant is the traveller of coupons with these recorded names; None where nobody can tell."""
    names = sorted({name for name in recorded if name.strip()})
    if applicant.declares is False or any(contradict(applicant.name, name) for name in names):
        return False
    # One person cannot be two: with a family's sheets nobody knows which of them applies.
    several = any(contradict(one, other) for one, other in combinations(names, 2))
    return None if several else applicant.declares


def contradict(one: str, other: str) -> bool:
    """Whether two names cannot be the same person's. Kanji beside kana or Latin letters say nothing, nor does ""."""
    first, second = same_form(one), same_form(other)
    if not first or not second or _script(first) != _script(second):
        return False
    return first != second and _words(one) != _words(other)


def same_form(name: str) -> str:
    """Names as a person compares them: any width, any kana, with or without spaces."""
    return search_key(unicodedata.normalize("NFKC", name))


def _script(form: str) -> str:
    if _KANJI.search(form):
        return "kanji"
    return "kana" if _KANA.search(form) else "latin"


def _words(name: str) -> list[str]:
    """The parts of a name in any order: a passport has them the other way round."""
    return sorted(same_form(part) for part in re.findall(r"\w+", name))
