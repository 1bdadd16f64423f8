"""The app that owns the stock of codes."""

from django.apps import AppConfig


class GiftsConfig(AppConfig):
    """Products and codes."""

    name = "compensation.gifts"
    label = "gifts"
    verbose_name = "ギフト gifts"
