"""The app that owns what is owed."""

from django.apps import AppConfig


class CompensationConfig(AppConfig):
    """Programmes, coupons, decisions, entitlements, payouts."""

    name = "compensation"
    verbose_name = "補償 compensation"
