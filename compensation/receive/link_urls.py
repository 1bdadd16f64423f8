"""Addresses of links in messages."""

from __future__ import annotations

from django.urls import path

from compensation.receive import views

app_name = "link"
urlpatterns = [path("<str:token>/", views.follow, name="follow")]
