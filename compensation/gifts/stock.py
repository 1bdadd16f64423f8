"""The stock of codes: what it can pay, and handing out codes that make up a sum exactly."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from django.db import connection, transaction
from django.db.models import Count, Min, Q, QuerySet

from compensation.gifts.models import GiftCode, GiftProduct
from compensation.models import Payout
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.vault.hashing import keyed_hash
from foundation.vault.sealing import open_sealed, seal


class OutOfStockError(Exception):
    """The codes at hand do not make up the sum."""


@dataclass(frozen=True, slots=True)
class NewCode:
    """A code as its issuer delivers it: its value in yen, and the last day of its validity, if it has one."""

    code: str
    face_yen: int
    serial: str = ""
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class HeldCode:
    """A code as its holder sees it."""

    code: str
    face_yen: int
    serial: str
    expires_on: date | None

    @property
    def is_link(self) -> bool:
        """Whether the issuer delivers an address to open instead of signs to type."""
        return self.code.startswith("https://")


def add(product: GiftProduct, codes: Iterable[NewCode], *, by: Actor) -> int:
    """Put codes into stock and return how many were new; one that is there already is passed over."""
    rows = [_row(product, code) for code in codes]
    with transaction.atomic():
        before = GiftCode.objects.filter(product=product).count()
        GiftCode.objects.bulk_create(rows, batch_size=1_000, ignore_conflicts=True)
        added = GiftCode.objects.filter(product=product).count() - before
        record("stocked", by=by, kind="gift_product", refs=[product.slug], detail={"codes": added})
    return added


def _row(product: GiftProduct, code: NewCode) -> GiftCode:
    reference = uuid4()
    return GiftCode(
        product=product,
        reference=reference,
        face_yen=code.face_yen,
        code_sealed=seal(code.code, bound_to=f"gift.code:{reference}"),
        code_hash=keyed_hash(f"{product.slug}:{code.code}", purpose="gift.code"),
        serial=code.serial,
        expires_on=code.expires_on,
    )


def makes_up(faces: dict[int, int], yen: int) -> dict[int, int] | None:
    """How many codes of which value pay `yen` exactly, largest first; `faces` is value → codes at hand."""
    wanted: dict[int, int] = {}
    for face in sorted(faces, reverse=True):
        count = min(yen // face, faces[face])
        if count:
            wanted[face] = count
            yen -= face * count
    return wanted if yen == 0 else None


def can_pay(slugs: Sequence[str], yen: int, today: date) -> frozenset[str]:
    """Those of the products whose stock makes up `yen`."""
    stock: dict[str, dict[int, int]] = {}
    counts = _in_stock(today).filter(product__slug__in=slugs).values("product__slug", "face_yen")
    for row in counts.annotate(codes=Count("id")).order_by():
        stock.setdefault(row["product__slug"], {})[row["face_yen"]] = row["codes"]
    return frozenset(slug for slug, faces in stock.items() if makes_up(faces, yen) is not None)


def earliest_ends(slugs: Sequence[str], today: date) -> dict[str, date]:
    """The earliest last day among the codes at hand, by product; a product whose codes have none is left out."""
    ending = _in_stock(today).filter(product__slug__in=slugs, expires_on__isnull=False)
    rows = ending.values_list("product__slug").annotate(earliest=Min("expires_on")).order_by()
    return dict(rows)


def assign(payout: Payout, slug: str, *, at: datetime, today: date) -> list[int]:
    """Give codes worth exactly the payout's sum to it; returns their ids. Raises OutOfStockError and gives none.

    Runs in the caller's transaction, on a payout that the caller has locked.
    """
    stock = _in_stock(today).filter(product__slug=slug)
    faces = dict(stock.values_list("face_yen").annotate(codes=Count("id")).order_by())
    wanted = makes_up(faces, payout.yen)
    if wanted is None:
        raise OutOfStockError(slug)
    chosen = [pk for face, count in wanted.items() for pk in _take(stock.filter(face_yen=face), count)]
    given = GiftCode.objects.filter(pk__in=chosen, payout__isnull=True)
    if given.update(payout=payout, assigned_at=at, first_shown_at=at) != sum(wanted.values()):
        raise OutOfStockError(slug)
    return chosen


def _take(codes: QuerySet[GiftCode], count: int) -> list[int]:
    """The ids of the codes that expire first, passing over those that another payout is just taking."""
    if connection.features.has_select_for_update_skip_locked:
        codes = codes.select_for_update(skip_locked=True, of=("self",))
    return list(codes.order_by("expires_on", "id").values_list("id", flat=True)[:count])


def held(payout: Payout) -> list[HeldCode]:
    """The codes of a payout, largest value first, opened for their holder."""
    rows = GiftCode.objects.filter(payout=payout).order_by("-face_yen", "id")
    return [
        HeldCode(
            open_sealed(row.code_sealed, bound_to=f"gift.code:{row.reference}"),
            row.face_yen,
            row.serial,
            row.expires_on,
        )
        for row in rows
    ]


def _in_stock(today: date) -> QuerySet[GiftCode]:
    usable = Q(expires_on__isnull=True) | Q(expires_on__gte=today)
    return GiftCode.objects.filter(usable, payout__isnull=True)
