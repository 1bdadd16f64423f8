"""The app that owns what is sent."""

from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    """Messages and their proof."""

    name = "notifications"
    verbose_name = "通知 notifications"
