"""Addresses of demonstration mode."""

from __future__ import annotations

from django.urls import path

from config.demo.clock_page import clock_page
from config.demo.outbox_page import outbox_page

app_name = "demo"
urlpatterns = [
    path("outbox/", outbox_page, name="outbox"),
    path("clock/", clock_page, name="clock"),
]
