"""Addresses of the payout site."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "receive"
urlpatterns: list[URLPattern] = []
