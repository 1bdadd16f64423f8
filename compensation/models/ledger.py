"""The coupon ledger: append-only entries; a balance is their sum before an instant."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from compensation.states import EntryKind


class LedgerEntry(models.Model):
    """One booking on one coupon: signed yen, or an extension and the new last day of validity."""

    append_only = True

    programme = models.ForeignKey("compensation.Programme", models.PROTECT, db_index=False)
    coupon = models.ForeignKey("compensation.Coupon", models.PROTECT, related_name="entries", db_index=False)
    entry_id = models.CharField("記録番号", max_length=60)
    at = models.DateTimeField("日時")
    kind = models.CharField("種別", max_length=12, choices=EntryKind.choices)
    yen = models.IntegerField("金額")
    store_code = models.CharField("店舗コード", max_length=40, blank=True)
    store_name = models.CharField("店舗名", max_length=200, blank=True)
    valid_until = models.DateField("新有効期限", null=True)
    recorded_at = models.DateTimeField("取込日時")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "entry_id"], name="one_ledger_entry_an_id"),
            models.CheckConstraint(condition=Q(kind__in=EntryKind.values), name="ledger_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=EntryKind.EXTENSION) | Q(valid_until__isnull=True),
                name="ledger_only_extension_carries_validity",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=[EntryKind.CHARGE, EntryKind.EXTENSION]) | Q(yen=0),
                name="ledger_charge_and_extension_book_zero",
            ),
            models.CheckConstraint(condition=~Q(kind=EntryKind.ISSUE) | Q(yen__gt=0), name="ledger_issue_books_face"),
            models.CheckConstraint(condition=~Q(kind=EntryKind.PAYMENT) | Q(yen__lte=0), name="ledger_payment_takes"),
            models.CheckConstraint(
                condition=~Q(kind__in=[EntryKind.RESTORATION, EntryKind.CANCELLATION]) | Q(yen__gte=0),
                name="ledger_return_gives",
            ),
        ]
        indexes = [models.Index(fields=["coupon", "at", "entry_id"], name="ledger_by_coupon")]

    def __str__(self) -> str:
        return self.entry_id
