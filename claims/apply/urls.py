"""Addresses of the special site."""

from __future__ import annotations

from django.urls import path

from claims.apply import pages

app_name = "apply"
urlpatterns = [
    path("", pages.start, name="start"),
    path("contact/", pages.contact, name="contact"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
]
