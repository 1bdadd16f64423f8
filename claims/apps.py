"""The app that owns what people ask for."""

from importlib import import_module

from django.apps import AppConfig


class ClaimsConfig(AppConfig):
    """Claims and the offices' reports."""

    name = "claims"
    verbose_name = "申請 claims"

    def ready(self) -> None:
        # A class of data is known to a purge once the module that names it is read.
        for name in ("claims.drafts", "claims.fraud_retention"):
            import_module(name)
