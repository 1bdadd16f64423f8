"""Case B put back on the coupon: the sum, and the validity to use it in. Booked once for a loss, in the ledger.

From then on it is part of the balance; what is left of it is paid as balance, and never beside it.
"""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction

from compensation.ledger import validity
from compensation.models import Coupon, Decision, DecisionLine, LedgerEntry, Restoration
from compensation.policy.bulletin import Bulletin
from compensation.policy.periods import TICK
from compensation.programmes import rules_of
from compensation.restorations import entry_of_the_operator
from compensation.states import EntryKind, LineRemedy, SubjectKind
from foundation.japan.dates import day_in_japan
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

_ENTRY: Final = "restored-{}"
_EXTENSION: Final = "extended-{}"


class NothingToRestoreError(Exception):
    """No decision that stands gives anything back, or the validity it would be used in is over."""


def line_to_restore(claim_id: int) -> DecisionLine | None:
    """The line of the decision on a claim by which a sum is to be put back, whether or not it was yet."""
    lines = DecisionLine.objects.filter(
        decision__subject_kind=SubjectKind.CLAIM,
        decision__subject_id=claim_id,
        decision__superseded_at__isnull=True,
        remedy=LineRemedy.RESTORE,
    )
    return lines.select_related("loss__coupon__programme", "decision__bulletin").first()


def last_day_to_restore(rules: Bulletin) -> date | None:
    """The last day (Japan) on which a balance is put back by a bulletin; None where it puts nothing back."""
    if rules.case_b is None or rules.case_b.remedy.kind != "restore" or not rules.extensions:
        return None
    return day_in_japan(rules.payment.balance_at - TICK)


def restore(claim_id: int, *, by: Actor) -> bool:
    """Put back what the decision on a claim says, and extend the validity; False where its loss was put back before.

    The validity is never shortened. What the operator has put back already is not booked again. Raises
    NothingToRestoreError, and RestoredOtherwiseError where the operator put back another sum; then nothing was booked.
    """
    with transaction.atomic():
        line = line_to_restore(claim_id)
        if line is None or line.loss is None or line.loss.coupon is None:
            raise NothingToRestoreError
        coupon = Coupon.objects.select_for_update().get(pk=line.loss.coupon.pk)
        if Restoration.objects.filter(loss=line.loss).exists():
            return False
        _still_possible(line)
        entry = entry_of_the_operator(coupon, line.yen or 0) or _book(coupon, line, EntryKind.RESTORATION)
        extension = _book(coupon, line, EntryKind.EXTENSION)
        Restoration.objects.create(
            loss=line.loss, line=line, entry=entry, extension=extension, at=clock.now(), actor=by.ref
        )
        refs, detail = [coupon.inquiry_number], {"yen": line.yen, "line": line.pk}
        audit.record("coupon.restored", by=by, kind="coupon", refs=refs, scope=coupon.programme.slug, detail=detail)
    return True


def _still_possible(line: DecisionLine) -> None:
    """The decision that was read may have been superseded while the coupon was waited for."""
    stands = Decision.objects.filter(pk=line.decision_id, superseded_at__isnull=True).exists()
    rules = rules_of(line.decision.bulletin)
    if not stands or not rules.extensions or clock.now() >= rules.payment.balance_at:
        raise NothingToRestoreError


def _book(coupon: Coupon, line: DecisionLine, kind: EntryKind) -> LedgerEntry:
    at, until = clock.now(), rules_of(line.decision.bulletin).extensions[-1].until
    is_sum = kind == EntryKind.RESTORATION
    return LedgerEntry.objects.create(
        programme=coupon.programme,
        coupon=coupon,
        entry_id=(_ENTRY if is_sum else _EXTENSION).format(line.pk),
        at=at,
        kind=kind,
        yen=(line.yen or 0) if is_sum else 0,
        valid_until=None if is_sum else max(until, validity(coupon)),
        recorded_at=at,
    )
