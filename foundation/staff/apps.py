"""The application of the people who sign in."""

from __future__ import annotations

from django.apps import AppConfig


class StaffConfig(AppConfig):
    name = "foundation.staff"
    label = "staff"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "職員"
