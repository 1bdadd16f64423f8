"""The rules of all programmes of a folder, ready to decide by: bulletins in stages, and policies on misuse."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from compensation.bulletin_files import (
    FOLDER,
    BulletinFile,
    FileError,
    NamedRules,
    parse,
    read_bytes,
    rules_of_file,
    told_twice,
)
from compensation.policy.bulletin import Bulletin
from compensation.policy.fraud import FraudPolicy
from compensation.policy.stages import StageError, in_order

PROGRAMME = re.compile(rb'^\s*programme\s*=\s*"([^"\n]+)"', re.MULTILINE)


@dataclass(slots=True)
class Rules:
    """Programmes by slug. `broken` says of a programme why it cannot be decided; `faults` are the same, a file each."""

    coupons: dict[str, tuple[Bulletin, ...]] = field(default_factory=dict)
    fraud: dict[str, FraudPolicy] = field(default_factory=dict)
    broken: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    @property
    def slugs(self) -> list[str]:
        return sorted({*self.coupons, *self.fraud})


def load_rules(folder: Path = FOLDER) -> Rules:
    """Read every bulletin file of a folder; one that cannot be used breaks its own programme and no other.

    Raises FileError where the folder holds no bulletin file at all.
    """
    rules = Rules()
    found: dict[str, list[NamedRules]] = defaultdict(list)
    for path, raw in read_bytes(folder):
        try:
            _sort(parse(path, raw), found)
        except FileError as error:
            slug_of = PROGRAMME.search(raw)
            _break(rules, slug_of[1].decode(errors="replace") if slug_of else path.stem, str(error))
    for slug, named in found.items():
        _put_in_force(rules, slug, named)
    for slug in rules.broken:
        rules.coupons.pop(slug, None)
        rules.fraud.pop(slug, None)
    return rules


def _sort(file: BulletinFile, found: dict[str, list[NamedRules]]) -> None:
    rules = rules_of_file(file)
    found[rules.programme].append(NamedRules(file.path.name, rules))


def _put_in_force(rules: Rules, slug: str, named: list[NamedRules]) -> None:
    """The stages of a coupon programme, or the last policy of one on misuse."""
    twice = told_twice(named)
    if twice is not None:
        _break(rules, slug, twice)
        return
    stages = [one.rules for one in named if isinstance(one.rules, Bulletin)]
    policies = [one.rules for one in named if isinstance(one.rules, FraudPolicy)]
    try:
        if stages:
            rules.coupons[slug] = in_order(stages)
    except StageError as error:
        _break(rules, slug, str(error))
    if policies:
        rules.fraud[slug] = max(policies, key=lambda policy: policy.stage)


def _break(rules: Rules, slug: str, message: str) -> None:
    rules.broken[slug] = message
    rules.faults.append(message)
