"""The rules of all programmes of a folder, ready to decide by: bulletins in stages, and policies on misuse."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

from compensation.bulletin_files import FOLDER, BulletinFile, FileError, parse, read_bytes, rules_of_file
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
    stages: dict[str, list[Bulletin]] = defaultdict(list)
    policies: dict[str, list[FraudPolicy]] = defaultdict(list)
    for path, raw in read_bytes(folder):
        try:
            _sort(parse(path, raw), stages, policies)
        except FileError as error:
            named = PROGRAMME.search(raw)
            _break(rules, named[1].decode(errors="replace") if named else path.stem, str(error))
    for slug, found in stages.items():
        try:
            rules.coupons[slug] = in_order(found)
        except StageError as error:
            _break(rules, slug, str(error))
    rules.fraud = {slug: max(found, key=lambda policy: policy.stage) for slug, found in policies.items()}
    for slug in rules.broken:
        rules.coupons.pop(slug, None)
        rules.fraud.pop(slug, None)
    return rules


def _sort(file: BulletinFile, stages: dict[str, list[Bulletin]], policies: dict[str, list[FraudPolicy]]) -> None:
    rules = rules_of_file(file)
    if isinstance(rules, Bulletin):
        stages[rules.programme].append(rules)
    else:
        policies[rules.programme].append(rules)


def _break(rules: Rules, slug: str, message: str) -> None:
    rules.broken[slug] = message
    rules.faults.append(message)
