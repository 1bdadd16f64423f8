"""A campaign in the size of a real one: coupons on app accounts, with what was spent of them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.db import connection

from compensation.bulletin_files import FOLDER, parse
from compensation.models import Bulletin, Coupon, Incident, LedgerEntry, Programme
from foundation.tables.bulk import copy_rows

ISSUED: Final = datetime(2023, 2, 23, 6, tzinfo=UTC)
RECORDED: Final = datetime(2023, 3, 1, tzinfo=UTC)
# A person and a night are one coupon; a family has up to eight on one account.
SHEETS: Final = (1, 1, 1, 2, 2, 2, 3, 4, 4, 8)
COUPON: Final = (
    "id", "programme_id", "inquiry_number", "charge_code", "face_yen", "issued_at", "expires_on", "issuer",
    "traveller_name", "via_travel_support", "app_account", "charged_at", "app_phone", "app_email", "replaced_by",
    "recorded_at",
)  # fmt: skip
ENTRY: Final = (
    "programme_id", "coupon_id", "entry_id", "at", "kind", "yen", "store_code", "store_name", "recorded_at",
)  # fmt: skip


def kumamoto() -> Bulletin:
    """The programme with its bulletin, as it is loaded."""
    path = FOLDER / "kumamoto-3.toml"
    file = parse(path, path.read_bytes())
    incident = Incident.objects.create(slug="regionpay", name_ja="障害", name_en="outage")
    programme = Programme.objects.create(
        slug="kumamoto", kind="coupon", name_ja="熊本", name_en="Kumamoto", incident=incident
    )
    return Bulletin.objects.create(
        programme=programme, key="kumamoto-3", stage=3, sha256=file.sha256, source=file.text,
        loaded_at=RECORDED, loaded_by="system:bench",
    )  # fmt: skip


def fill(programme: Programme, coupons: int) -> None:
    """That many coupons of the programme and about twice as many ledger entries."""
    made = list(_coupons(programme.pk, coupons, random.Random(2023)))
    copy_rows(connection, Coupon._meta.db_table, COUPON, made)
    copy_rows(connection, LedgerEntry._meta.db_table, ENTRY, _entries(made, random.Random(224)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE compensation_coupon, compensation_ledgerentry")


def _coupons(programme_id: int, count: int, chance: random.Random) -> Iterator[tuple[Any, ...]]:
    made = account = 0
    while made < count:
        account += 1
        contact = (f"+8190{10_000_000 + account}", f"traveller{account}@example.jp" if account % 3 else "")
        # The accounts' names are in no order, as members' numbers are not.
        member = f"m{chance.getrandbits(48):015d}"
        for _ in range(min(chance.choice(SHEETS), count - made)):
            made += 1
            yield (
                made, programme_id, f"K{made * 7919 % 10**9:09d}", f"C{made:09d}", 2000, ISSUED,
                datetime(2023, 2, 24, tzinfo=UTC).date(), "ホテル熊本", f"旅行 {account}", True, member,
                ISSUED + timedelta(hours=1), *contact, "", RECORDED,
            )  # fmt: skip


def _entries(coupons: list[tuple[Any, ...]], chance: random.Random) -> Iterator[tuple[Any, ...]]:
    number = 0
    for pk, programme_id, *_ in coupons:
        spent = chance.choice((0, 0, 1000, chance.randint(1, 2000), chance.randint(1, 2000)))
        for kind, yen, at in (("issue", 2000, 0), ("charge", 0, 1), ("payment", -spent, 24 * 20)):
            if kind != "payment" or spent:
                number += 1
                booked = ISSUED + timedelta(hours=at)
                yield programme_id, pk, f"E{number:010d}", booked, kind, yen, "S1", "店", RECORDED
