"""Addresses of links in messages."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "link"
urlpatterns: list[URLPattern] = []
