"""The app that wires the others; it owns the commands that start them."""

from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """Wiring."""

    name = "config"
    verbose_name = "設定 config"
