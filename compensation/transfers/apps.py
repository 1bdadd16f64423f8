"""The app that owns banks and bank transfers."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class TransfersConfig(AppConfig):
    """Banks, branches, and requests for transfers."""

    name = "compensation.transfers"
    label = "transfers"
    verbose_name = "銀行振込 transfers"

    def ready(self) -> None:
        from compensation.transfers import retention  # noqa: F401  (its classes become known to the purge)
        from compensation.transfers.paid_once import protect_after_migrate

        post_migrate.connect(protect_after_migrate, sender=self)
