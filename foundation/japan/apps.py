"""The application of the calendar of days."""

from __future__ import annotations

from django.apps import AppConfig


class JapanConfig(AppConfig):
    name = "foundation.japan"
    label = "japan"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "暦"
