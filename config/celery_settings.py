"""Broker and timetable. No result backend: a task says "look", what happened stands in the tables."""

from __future__ import annotations

from typing import Any

from django.conf import settings

BROKER_DIR = settings.VAR_DIR / "broker"

task_ignore_result = True
task_acks_late = False
task_time_limit = 60
worker_prefetch_multiplier = 1
worker_hijack_root_logger = False
broker_connection_retry_on_startup = True
# A broker that is away for an hour must not end the workers for good.
broker_connection_max_retries = None
timezone = "UTC"
beat_schedule_filename = str(settings.VAR_DIR / "beat-schedule")

if settings.REDIS_URL:
    broker_url = settings.REDIS_URL
    broker_transport_options: dict[str, Any] = {"visibility_timeout": 3600}
else:
    for name in ("messages", "processed"):
        (BROKER_DIR / name).mkdir(parents=True, exist_ok=True)
    broker_url = "filesystem://localhost"  # a host that nobody asks: without one every start warns
    broker_transport = "config.folder_broker:Transport"
    broker_transport_options = {
        "data_folder_in": str(BROKER_DIR / "messages"),
        "data_folder_out": str(BROKER_DIR / "messages"),
        "processed_folder": str(BROKER_DIR / "processed"),
        "control_folder": str(BROKER_DIR / "control"),
        "store_processed": False,
        "polling_interval": 0.1,
    }

beat_schedule = {
    "close_collection": {"task": "compensation.close_collection", "schedule": 60.0, "options": {"expires": 60}},
    "examine": {"task": "claims.examine", "schedule": 20.0, "options": {"expires": 60}},
    "purge": {"task": "claims.purge", "schedule": 3600.0, "options": {"expires": 1800}},
    "purge_addresses": {"task": "notifications.purge", "schedule": 3600.0, "options": {"expires": 1800}},
    "dispatch": {"task": "notifications.dispatch", "schedule": 2.0, "options": {"expires": 10}},
    "sweep": {"task": "notifications.sweep", "schedule": 15.0, "options": {"expires": 30}},
    "deliveries": {"task": "claims.follow_deliveries", "schedule": 20.0, "options": {"expires": 60}},
    "seal": {"task": "notifications.seal", "schedule": 1800.0, "options": {"expires": 1800}},
    "remind": {"task": "compensation.remind", "schedule": 1800.0, "options": {"expires": 1800}},
    "close_unknown": {"task": "notifications.close_unknown", "schedule": 15.0, "options": {"expires": 30}},
}
if settings.BOUNCE_MAILDIR:
    returned = {"task": "notifications.import_bounces", "schedule": 20.0, "options": {"expires": 60}}
    beat_schedule["import_bounces"] = returned
