"""Wires what must happen once Django is up: triggers after every migrate, and the check of the field keys."""

from __future__ import annotations

from django.apps import AppConfig
from django.core.checks import register
from django.db.models.signals import post_migrate


class TrailConfig(AppConfig):
    name = "foundation.trail"
    label = "trail"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from foundation.trail.append_only import protect_after_migrate
        from foundation.vault.keys import check_field_keys

        register(check_field_keys)
        # Named after this one application because the event comes once for each, after all tables stand.
        post_migrate.connect(protect_after_migrate, sender=self)
