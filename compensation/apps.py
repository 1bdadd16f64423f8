"""The app that owns what is owed."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class CompensationConfig(AppConfig):
    """Programmes, coupons, decisions, entitlements, payouts."""

    name = "compensation"
    verbose_name = "補償 compensation"

    def ready(self) -> None:
        from compensation.restored_or_paid import protect_after_migrate

        post_migrate.connect(protect_after_migrate, sender=self)
