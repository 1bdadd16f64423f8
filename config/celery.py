"""Celery: it rings the bell, the rows say what must happen."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("portal")
app.config_from_object("config.celery_settings")
app.autodiscover_tasks(["claims", "compensation", "notifications"])
