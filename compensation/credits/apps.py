"""The app that owns credits to balances."""

from django.apps import AppConfig


class CreditsConfig(AppConfig):
    """Instructions, their files, and what was arranged otherwise."""

    name = "compensation.credits"
    label = "credits"
    verbose_name = "残高加算 credits"
