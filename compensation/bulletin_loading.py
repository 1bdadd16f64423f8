"""Bulletin files into the database: all of a folder or none, and none that was changed after it had decided."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path

from django.db import transaction

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
from compensation.models import Bulletin as BulletinRow
from compensation.models import Decision, Incident, Payout, Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.fraud import FraudPolicy
from compensation.policy.stages import StageError, in_order
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.audit import record

Rules = Bulletin | FraudPolicy


class LoadError(ValueError):
    """Files that cannot be loaded; `faults` says of each which file, which line, what is wrong and how to mend it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class _Checked:
    """A file, and the rules that it holds."""

    file: BulletinFile
    rules: Rules

    def says_what(self, row: BulletinRow) -> bool:
        """Whether this is what is stored; other line ends make no other rules."""
        return row.source == self.file.text


def load_bulletins(folder: Path | None = None, *, by: Actor) -> list[BulletinRow]:
    """Check every bulletin file of a folder and store what is new; return the rows that were made or renewed.

    Programmes and incidents come from them as well. A stored bulletin that decided nothing yet is renewed from its
    changed file. Raises LoadError, and then nothing is stored.
    """
    checked = _checked(folder or FOLDER)
    with transaction.atomic():
        stored = {row.key: row for row in BulletinRow.objects.select_for_update().select_related("programme")}
        new = [one for one in checked if not ((row := stored.get(one.rules.id)) and one.says_what(row))]
        faults = [*_out_of_order(checked, stored), *(fault for one in new for fault in _refused(one, stored))]
        if faults:
            raise LoadError(faults)
        programmes = {slug: _programme(slug, files) for slug, files in _by_programme(checked).items()}
        rows = [_store(one, stored.get(one.rules.id), programmes[one.rules.programme], by=by) for one in new]
        for row in rows:
            record("bulletin loaded", by=by, kind="bulletin", refs=[row.key], scope=row.programme.slug)
    return rows


def _checked(folder: Path) -> list[_Checked]:
    checked: list[_Checked] = []
    faults: list[str] = []
    try:
        found = read_bytes(folder)
    except (FileError, OSError) as error:
        raise LoadError([str(error)]) from error
    for path, raw in found:
        try:
            file = parse(path, raw)
            checked.append(_Checked(file, rules_of_file(file)))
        except FileError as error:
            faults.append(str(error))
    if faults:
        raise LoadError(faults)
    return checked


def _by_programme(checked: Iterable[_Checked]) -> dict[str, list[_Checked]]:
    """The files of each programme, first stage first."""
    found: dict[str, list[_Checked]] = defaultdict(list)
    for one in sorted(checked, key=lambda one: one.rules.stage):
        found[one.rules.programme].append(one)
    return found


def _out_of_order(checked: list[_Checked], stored: Mapping[str, BulletinRow]) -> list[str]:
    """Programmes whose stages, those stored before among them, do not follow one another."""
    faults: list[str] = []
    for slug, files in _by_programme(checked).items():
        ids = [one.rules.id for one in files]
        kept = [row for row in stored.values() if row.programme.slug == slug and row.key not in ids]
        named = ", ".join(one.file.path.name for one in files)
        if twice := told_twice(NamedRules(one.file.path.name, one.rules) for one in files):
            faults.append(twice)
        elif any(isinstance(one.rules, Bulletin) for one in files):
            bulletins = [one.rules for one in files if isinstance(one.rules, Bulletin)]
            try:
                in_order([*bulletins, *(read_bulletin(tomllib.loads(row.source), row.source) for row in kept)])
            except StageError as error:
                faults.append(f"{named}: {error}")
    return faults


def _refused(one: _Checked, stored: Mapping[str, BulletinRow]) -> list[str]:
    """What stands against storing this file."""
    row = stored.get(one.rules.id)
    name = one.file.path.name
    if row is None:
        return []
    if row.programme.slug != one.rules.programme:
        return [f"{name}: the id {row.key} belongs to {row.programme.slug}. Choose another id"]
    if Decision.objects.filter(bulletin=row).exists() or Payout.objects.filter(bulletin=row).exists():
        line = _first_difference(row.source, one.file.text)
        fault = f"{name}: line {line}: {row.key} was used for a decision, and the file was changed since"
        remedy = "Put it back as it was, and write the change as a new bulletin with its own id and the next stage"
        return [f"{fault}. {remedy}"]
    return []


def _first_difference(before: str, now: str) -> int:
    """The number of the first line that is not the same."""
    pairs = zip_longest(before.split("\n"), now.split("\n"))
    return next(number for number, (old, new) in enumerate(pairs, start=1) if old != new)


def _programme(slug: str, files: list[_Checked]) -> Programme:
    """The programme as its latest bulletin names it."""
    rules = files[-1].rules
    programme, _ = Programme.objects.update_or_create(
        slug=slug,
        defaults={
            "kind": "coupon" if isinstance(rules, Bulletin) else "fraud",
            "name_ja": rules.name.ja,
            "name_en": rules.name.en,
            "incident": _incident(rules) if isinstance(rules, Bulletin) else None,
        },
    )
    return programme


def _incident(rules: Bulletin) -> Incident:
    incident, _ = Incident.objects.update_or_create(
        slug=rules.incident.slug,
        defaults={"name_ja": rules.incident.name.ja, "name_en": rules.incident.name.en},
    )
    return incident


def _store(one: _Checked, row: BulletinRow | None, programme: Programme, *, by: Actor) -> BulletinRow:
    """Make the row, or renew the one that has decided nothing yet."""
    renewed = row or BulletinRow(programme=programme, key=one.rules.id)
    renewed.stage = one.rules.stage
    renewed.sha256 = one.file.sha256
    renewed.source = one.file.text
    renewed.loaded_at = clock.now()
    renewed.loaded_by = by.ref
    if row is None:
        renewed.save(force_insert=True)
    else:
        renewed.save(update_fields=["stage", "sha256", "source", "loaded_at", "loaded_by"])
    return renewed
