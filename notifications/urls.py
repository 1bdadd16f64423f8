"""`/api/v1/delivery-reports/<provider>/`."""

from __future__ import annotations

from django.urls import path

from notifications import webhooks

urlpatterns = [path("<slug:provider>/", webhooks.receive, name="delivery-report")]
