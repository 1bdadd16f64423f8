"""Reads coupons for the settlement: whole app accounts, as a stream; and those of one claim."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final

from django.db import connection
from django.db.models import F, Max, QuerySet

from compensation.facts import Held
from compensation.models import Coupon, LedgerEntry
from compensation.policy.bulletin import Bulletin
from compensation.states import EntryKind
from foundation.tables.among import Among

_COLUMNS: Final = Held._fields[:-1]
_FETCH: Final = 2_000


def charged_coupons(programme_id: int, rules: Bulletin, as_of: datetime) -> Iterator[Held]:
    """Every coupon that was charged to an app account by then, account by account.

    A coupon charged when its validity had run out stayed a paper one. Restorations are not looked up here.
    """
    rows = _charged(programme_id, rules, as_of).order_by("app_account", "pk").values_list(*_COLUMNS)
    return (Held._make((*row, None)) for row in _streamed(rows))


def coupons_of_account(programme_id: int, account: str, rules: Bulletin, as_of: datetime) -> list[Held]:
    """The same of one account alone."""
    of_one = _charged(programme_id, rules, as_of).filter(app_account=account)
    return [Held._make((*row, None)) for row in of_one.order_by("pk").values_list(*_COLUMNS)]


def whole_accounts(coupons: Iterator[Held], size: int) -> Iterator[list[Held]]:
    """Chunks of at least `size` coupons (the last may be smaller) that no account is torn by."""
    chunk = list[Held]()
    for _, of_one in groupby(coupons, key=attrgetter("app_account")):
        chunk += of_one
        if len(chunk) >= size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def held_coupons(coupon_ids: Collection[int]) -> list[Held]:
    """These coupons, in the order of their ids, with when a sum was last put back on them."""
    rows = Coupon.objects.filter(Among(F("pk"), coupon_ids)).order_by("pk").values_list(*_COLUMNS)
    return with_restorations([Held._make((*row, None)) for row in rows])


def has_restorations(programme_id: int) -> bool:
    """Whether any sum was put back at all: the question is asked once, so that most programmes skip the look-up."""
    return LedgerEntry.objects.filter(programme_id=programme_id, kind=EntryKind.RESTORATION).exists()


def with_restorations(coupons: list[Held]) -> list[Held]:
    """The same coupons, each with the instant at which a sum was last put back on it."""
    ids = [held.id for held in coupons]
    entries = LedgerEntry.objects.filter(Among(F("coupon_id"), ids), kind=EntryKind.RESTORATION)
    restored = dict(entries.values("coupon_id").annotate(last=Max("at")).values_list("coupon_id", "last"))
    if not restored:
        return coupons
    return [held._replace(restored_at=restored.get(held.id)) for held in coupons]


def _charged(programme_id: int, rules: Bulletin, as_of: datetime) -> QuerySet[Coupon]:
    return Coupon.objects.filter(
        programme_id=programme_id, charged_at__lte=as_of, charged_at__lt=rules.payment.balance_at
    )


def _streamed(rows: QuerySet[Any, tuple[Any, ...]]) -> Iterator[tuple[Any, ...]]:
    # SQLite would read on in the very table that is written to meanwhile.
    return iter(list(rows)) if connection.vendor == "sqlite" else rows.iterator(chunk_size=_FETCH)
