"""Programmes and their bulletins: brought in from files, found by slug and instant.

A bulletin's row keeps its whole text, and rules are read from the row: what was decided under it can be replayed when
the file has long changed.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.db import transaction

from compensation.bulletin_files import FOLDER, BulletinFile, coupon_bulletin, read_folder
from compensation.models import Bulletin as BulletinRow
from compensation.models import Decision, Incident, Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.fraud import read_policy
from compensation.policy.stages import in_force as stage_in_force
from compensation.policy.stages import in_order
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class BulletinInForce(NamedTuple):
    """The row that decisions point to, and the rules that it holds."""

    row: BulletinRow
    rules: Bulletin


class BulletinUsedError(ValueError):
    """A file differs from the bulletin under its name, and that one has decided already."""


def load_bulletins(folder: Path | None = None, *, by: Actor) -> list[BulletinRow]:
    """Bring in every bulletin file of a folder, all or none; the same files twice change nothing.

    Raises FileError for a file that cannot be read, StageError for stages that do not follow one another, and
    BulletinUsedError for a changed text that was already decided by (issue a new bulletin instead).
    """
    files = read_folder(folder or FOLDER)
    bulletins = {file.path: coupon_bulletin(file) for file in files if file.kind != "fraud"}
    for slug in {bulletin.programme for bulletin in bulletins.values()}:
        in_order(bulletin for bulletin in bulletins.values() if bulletin.programme == slug)
    with transaction.atomic():
        return [_load(file, bulletins.get(file.path), by) for file in files]


def in_force(slug: str, at: datetime) -> BulletinInForce:
    """The bulletin of a coupon programme in force at an instant; raises Programme.DoesNotExist where there is none."""
    rows = BulletinRow.objects.select_related("programme__incident").filter(
        programme__slug=slug, programme__kind="coupon"
    )
    by_id = {rules.id: BulletinInForce(row, rules) for row, rules in _with_rules(rows)}
    if not by_id:
        raise Programme.DoesNotExist(slug)
    return by_id[stage_in_force(in_order(found.rules for found in by_id.values()), at).id]


def programme_list() -> list[Programme]:
    """Every programme, in the order of their slugs."""
    return list(Programme.objects.select_related("incident").order_by("slug"))


def _with_rules(rows: Iterable[BulletinRow]) -> list[tuple[BulletinRow, Bulletin]]:
    return [(row, _rules(row.sha256, row.source)) for row in rows]


@lru_cache(maxsize=64)
def _rules(sha256: str, source: str) -> Bulletin:
    return read_bulletin(tomllib.loads(source), source)


def _load(file: BulletinFile, rules: Bulletin | None, by: Actor) -> BulletinRow:
    programme = _coupon_programme(rules) if rules else _fraud_programme(file)
    row, made = BulletinRow.objects.select_related("programme").get_or_create(
        key=file.data["id"],
        defaults={
            "programme": programme,
            "stage": file.data["stage"],
            "sha256": file.sha256,
            "source": file.text,
            "loaded_at": clock.now(),
            "loaded_by": by.ref,
        },
    )
    if not made and row.sha256 != file.sha256:
        _replace(row, file, by)
        made = True
    if made:
        detail = {"key": row.key, "sha256": row.sha256}
        audit.record("bulletin.loaded", by=by, kind="bulletin", refs=[row.key], scope=programme.slug, detail=detail)
    return row


def _replace(row: BulletinRow, file: BulletinFile, by: Actor) -> None:
    if Decision.objects.filter(bulletin=row).exists():
        raise BulletinUsedError(
            f"{file.path.name}: {row.key} has decided already and differs from this file. Issue a new bulletin."
        )
    row.sha256, row.source, row.loaded_at, row.loaded_by = file.sha256, file.text, clock.now(), by.ref
    row.save(update_fields=["sha256", "source", "loaded_at", "loaded_by"])


def _coupon_programme(rules: Bulletin) -> Programme:
    names = {"name_ja": rules.incident.name.ja, "name_en": rules.incident.name.en}
    incident, _ = Incident.objects.get_or_create(slug=rules.incident.slug, defaults=names)
    defaults = {"kind": "coupon", "name_ja": rules.name.ja, "name_en": rules.name.en, "incident": incident}
    programme, _ = Programme.objects.update_or_create(slug=rules.programme, defaults=defaults)
    return programme


def _fraud_programme(file: BulletinFile) -> Programme:
    policy = read_policy(file.data, file.text)
    defaults = {"kind": "fraud", "name_ja": policy.name.ja, "name_en": policy.name.en}
    programme, _ = Programme.objects.update_or_create(slug=policy.programme, defaults=defaults)
    return programme
