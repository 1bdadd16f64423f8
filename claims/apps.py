"""The app that owns what people ask for."""

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims and the offices' reports."""

    name = "claims"
    verbose_name = "申請 claims"
