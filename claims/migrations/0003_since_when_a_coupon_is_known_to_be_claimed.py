"""Since when a claim's number is linked to its coupon: reports as of an instant ask for it."""

from __future__ import annotations

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import OuterRef, Q, Subquery


def link_since_receipt(apps: StateApps, _schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Links that were made before are taken for as old as their claim, which they are to the minute."""
    named, claims = apps.get_model("claims", "ClaimCoupon"), apps.get_model("claims", "Claim")
    received = claims.objects.filter(pk=OuterRef("claim")).values("received_at")
    named.objects.filter(coupon__isnull=False).update(linked_at=Subquery(received))


class Migration(migrations.Migration):
    # PostgreSQL adds no constraint to a table whose rows were changed in the same transaction.
    atomic = False

    dependencies = [("claims", "0002_find_by_what_is_read_out")]

    operations = [
        migrations.AddField("claimcoupon", "linked_at", models.DateTimeField("照合日時", null=True)),
        migrations.RunPython(link_since_receipt, migrations.RunPython.noop),
        migrations.AddConstraint(
            "claimcoupon",
            models.CheckConstraint(
                condition=Q(coupon__isnull=True, linked_at__isnull=True)
                | Q(coupon__isnull=False, linked_at__isnull=False),
                name="claim_coupon_linked_at_an_instant",
            ),
        ),
    ]
