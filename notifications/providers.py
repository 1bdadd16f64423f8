"""How providers stand, for every worker alike: what each may still be given, and whether it is left alone for now.

All of it lies in one row a provider, changed under its lock, and runs on the database's clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, NamedTuple

from django.db import connection, transaction
from django.db.models import ExpressionWrapper, F, FloatField, Func, QuerySet, Value
from django.db.models.functions import Greatest, Least, Now

from foundation.tables.prepared import Prepared, Slot, among
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from notifications.models import Provider

DISPATCH: Final = Actor.system("dispatch")
MEMORY: Final = 0.95
"""What an outcome weighs, of the weight of the one after it."""
TOO_MUCH: Final = 0.8
"""A provider fails where so great a share of its late outcomes came to nothing: from 32 in a row on."""
QUIET: Final = 0.01
TRIAL_SIZE: Final = 3
"""Messages that find out whether a provider is back."""
LONGEST_REST: Final = 5
"""So often a rest is doubled."""


class Standing(StrEnum):
    """`trial`: its rest is over, and a few messages may find out."""

    READY = "ready"
    TRIAL = "trial"
    RESTING = "resting"


class Way(NamedTuple):
    """A provider as an order of preference names it; see `Capabilities` for what it can do."""

    name: str
    rate: float = 0
    counts_parts: bool = True
    key_seconds: float = 0


Ways = Mapping[str, Sequence[Way]]
"""From channel to its providers, the preferred one first."""


class _Seconds(Func):
    """The database's clock in seconds since 1970."""

    template = "EXTRACT(EPOCH FROM clock_timestamp())::float8"
    output_field = FloatField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, tuple[str | int, ...]]:
        return "((julianday('now') - 2440587.5) * 86400.0)", ()


def enrol(names: Iterable[str]) -> None:
    """Give each provider its row; one that is new begins with nothing to spend."""
    fresh = [Provider(name=name, refilled=0) for name in sorted(set(names))]
    Provider.objects.bulk_create(fresh, ignore_conflicts=True)
    Provider.objects.filter(name__in=[each.name for each in fresh], refilled=0).update(refilled=_Seconds())


def standings(names: Iterable[str]) -> dict[str, Standing]:
    """How each of these stands; one that has no row is left alone."""
    wanted = list(names)
    rows = _resting(names=wanted)
    known = {name: _standing(until is not None, until is not None and until <= at) for name, until, at in rows}
    return {name: known.get(name, Standing.RESTING) for name in wanted}


def _rests(names: list[str] | Slot) -> QuerySet[Provider, tuple[Any, ...]]:
    return Provider.objects.filter(among("name", names)).annotate(at=Now()).values_list("name", "rests_until", "at")


def _remembered(name: str | Slot) -> QuerySet[Provider, tuple[Any, ...]]:
    """The provider where something is known of it that a good outcome changes."""
    return Provider.objects.exclude(failing__lt=QUIET, rests_until=None).filter(name=name).values_list("name")


_resting: Final = Prepared(_rests, "names")
_unwell: Final = Prepared(_remembered, "name")


def _standing(rests: bool, is_over: bool) -> Standing:
    if not rests:
        return Standing.READY
    return Standing.TRIAL if is_over else Standing.RESTING


def begin_trial(name: str, *, rest: float) -> bool:
    """Take the right to try a provider whose rest is over: one worker has it, the others go on leaving it alone."""
    over = Provider.objects.filter(name=name, rests_until__lte=Now())
    with transaction.atomic():
        row = _locked(over)
        if row is None:
            return False
        row.rests += 1
        until = Now() + timedelta(seconds=rest * 2 ** min(row.rests - 1, LONGEST_REST))
        over.update(rests=row.rests, rests_until=until)
    return True


def take(way: Way, costs: Sequence[int]) -> int:
    """Take what the first of these messages cost, and return of how many: all, or half, or half of that.

    None are granted where the provider's row is missing or gives less than the first one costs.
    """
    if not way.rate:
        return len(costs)
    number = len(costs)
    while number and not _take(way, sum(costs[:number]), costs[0]):
        number //= 2
    return number


def _take(way: Way, cost: int, first: int) -> bool:
    """One guarded update: who does not get it has taken nothing. What flows in stops at one second's worth.

    A message of more parts than that waits until so much has gathered.
    """
    rate, most = Value(float(way.rate)), Value(float(max(way.rate, first)))
    elapsed = Greatest(_Seconds() - F("refilled"), Value(0.0))
    there = Least(most, ExpressionWrapper(F("allowance") + elapsed * rate, output_field=FloatField()))
    rows = Provider.objects.filter(name=way.name).annotate(there=there).filter(there__gte=cost)
    return rows.update(allowance=there - Value(float(cost)), refilled=_Seconds()) == 1


def heard(name: str, *, good: int, bad: int, reason: str, rest: float) -> None:
    """Remember outcomes: who fails rests for `rest` seconds, longer each time; who answers is there again."""
    if not bad and not _unwell(name=name):
        return
    with transaction.atomic():
        row = _locked(Provider.objects.filter(name=name))
        if row is None:
            return
        kept = MEMORY ** (good + bad)
        row.failing = row.failing * kept + (1 - kept) * bad / (good + bad)
        if row.rests_until is None and row.failing > TOO_MUCH:
            _lay_to_rest(row, reason, rest)
        elif row.rests_until is not None and good:
            _take_back(row)
        else:
            row.save(update_fields=["failing"])


def _lay_to_rest(row: Provider, reason: str, rest: float) -> None:
    until = Now() + timedelta(seconds=rest)
    Provider.objects.filter(pk=row.pk).update(failing=row.failing, rests_until=until, rests=1, reason=reason[:20])
    record("provider_rests", by=DISPATCH, kind="provider", refs=[row.pk], detail={"reason": reason})


def _take_back(row: Provider) -> None:
    Provider.objects.filter(pk=row.pk).update(failing=0, rests_until=None, rests=0, reason="")
    record("provider_is_back", by=DISPATCH, kind="provider", refs=[row.pk], detail={"rests": row.rests})


def _locked(rows: QuerySet[Provider]) -> Provider | None:
    if connection.features.has_select_for_update:
        rows = rows.select_for_update(no_key=True)
    return rows.first()
