"""Programmes, and the rules that are in force for them at an instant, as their loaded bulletins say."""

from __future__ import annotations

import tomllib
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from compensation.models import Bulletin as BulletinRow
from compensation.models import Programme
from compensation.policy import stages
from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.bulletin_schema import read_bulletin
from compensation.policy.fraud import FraudPolicy, read_policy


class BulletinInForce(NamedTuple):
    """A stored bulletin of a coupon programme, and its rules as the engine and the pages use them."""

    row: BulletinRow
    rules: Bulletin


class PolicyInForce(NamedTuple):
    """A stored policy on misuse, and its rules."""

    row: BulletinRow
    rules: FraudPolicy


class Origin(NamedTuple):
    """The document that a bulletin is, and whether a later one is in hand (`followed_by`) or known and not in hand."""

    title: Words
    stage_label: Words
    followed_by: Words | None
    later_not_in_hand: bool


def programme_list() -> list[Programme]:
    """Every programme, in the order of the slugs."""
    return list(Programme.objects.select_related("incident").order_by("slug"))


def in_force(slug: str, at: datetime) -> BulletinInForce:
    """The bulletin that decides at an instant; the first stage decides also before its own date.

    Raises Programme.DoesNotExist where no coupon programme of that slug has a bulletin.
    """
    by_key = {row.key: row for row in _stored(slug, "coupon")}
    loaded = stages.in_order(rules_of(row) for row in by_key.values())
    rules = stages.in_force(loaded, at)
    return BulletinInForce(by_key[rules.id], rules)


def fraud_policy(slug: str) -> PolicyInForce:
    """The latest policy on misuse. Raises Programme.DoesNotExist where there is none of that slug."""
    row = _stored(slug, "fraud")[-1]
    return PolicyInForce(row, policy_of(row))


def rules_of(row: BulletinRow) -> Bulletin:
    """The rules of one stored bulletin of a coupon programme; read once a process."""
    return _bulletin(row.sha256, row.pk)


def policy_of(row: BulletinRow) -> FraudPolicy:
    """The rules of one stored policy on misuse; read once a process."""
    return _policy(row.sha256, row.pk)


def origin_of(row: BulletinRow) -> Origin:
    """What a decision by this bulletin rests on, and what came after it."""
    rules = _rules(row)
    later = BulletinRow.objects.filter(programme=row.programme_id, stage__gt=row.stage).order_by("stage").last()
    unknown = isinstance(rules, Bulletin) and rules.supersession == "later_not_in_hand"
    followed_by = _rules(later).stage_label if later else None
    return Origin(rules.title, rules.stage_label, followed_by, later_not_in_hand=unknown and later is None)


def _rules(row: BulletinRow) -> Bulletin | FraudPolicy:
    return policy_of(row) if row.programme.kind == "fraud" else rules_of(row)


def _stored(slug: str, kind: str) -> list[BulletinRow]:
    """The bulletins of a programme without their texts, first stage first."""
    rows = BulletinRow.objects.filter(programme__slug=slug, programme__kind=kind)
    found = list(rows.select_related("programme__incident").defer("source").order_by("stage"))
    if not found:
        raise Programme.DoesNotExist(f"no {kind} programme {slug} with a bulletin")
    return found


# A stored text changes only together with its hash, so both together name it.
@lru_cache(maxsize=64)
def _bulletin(_sha256: str, pk: int) -> Bulletin:
    return _read_bulletin(_text(pk))


@lru_cache(maxsize=16)
def _policy(_sha256: str, pk: int) -> FraudPolicy:
    return _read_policy(_text(pk))


# The same text in another row says the same.
@lru_cache(maxsize=64)
def _read_bulletin(text: str) -> Bulletin:
    return read_bulletin(tomllib.loads(text), text)


@lru_cache(maxsize=16)
def _read_policy(text: str) -> FraudPolicy:
    return read_policy(tomllib.loads(text), text)


def _text(pk: int) -> str:
    return BulletinRow.objects.values_list("source", flat=True).get(pk=pk)
