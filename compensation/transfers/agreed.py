"""What was agreed individually becomes a payout, so that it is paid, counted and proven like any other."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db.models import F

from compensation.credits.models import Arrangement
from compensation.models import Entitlement, Payout, PayoutLine
from compensation.numbers import payout_number
from compensation.transfers.moves import TransferError
from foundation.trail import clock

AGREED: Final = "agreed"
"""The route of a payout that no bulletin announces."""


def payout_of(arrangement: Arrangement) -> Payout:
    """A planned payout of what an arrangement agreed, taken from what its decision owes; in the caller's transaction.

    Raises TransferError where less than that is still owed.
    """
    of_decision = Entitlement.objects.filter(loss__lines__decision=arrangement.decision, balance="")
    rows = Entitlement.objects.select_for_update(of=("self",)).filter(pk__in=of_decision.values("pk")).order_by("pk")
    parts, left = list[tuple[Entitlement, int]](), arrangement.yen
    for row in rows:
        part = min(left, row.owed - row.committed)
        if part:
            parts.append((row, part))
            left -= part
    if left:
        raise TransferError("合意した金額は、すでに支払われています。", "What was agreed is being paid already.")
    payout = _payout(arrangement, parts[0][0].payee_id)
    PayoutLine.objects.bulk_create(PayoutLine(payout=payout, entitlement=row, yen=yen) for row, yen in parts)
    for row, yen in parts:
        Entitlement.objects.filter(pk=row.pk).update(committed=F("committed") + yen)
    return payout


def _payout(arrangement: Arrangement, payee_id: int) -> Payout:
    made = Payout.objects.create(
        number=uuid4().hex[:20],
        programme_id=arrangement.programme_id,
        payee_id=payee_id,
        route=AGREED,
        yen=arrangement.yen,
        bulletin=arrangement.decision.bulletin,
        recorded_at=clock.now(),
    )
    # The number is made of the id, which is known only now.
    made.number = payout_number(made.pk)
    made.save(update_fields=["number"])
    return made
