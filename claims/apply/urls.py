"""Addresses of the special site. A programme's address comes last: its slug is any word that no other page uses."""

from __future__ import annotations

from django.urls import path

from claims.apply import application, notice, pages, status

app_name = "apply"
urlpatterns = [
    path("", pages.start, name="start"),
    path("contact/", pages.contact, name="contact"),
    path("privacy/", pages.privacy, name="privacy"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("status/", status.ask, name="status"),
    path("status/shown/", status.shown, name="status-shown"),
    path("status/choose/", status.choose_points, name="choose-points"),
    path("<slug:programme>/", notice.notice, name="notice"),
    path("<slug:programme>/apply/", application.begin, name="begin"),
    path("<slug:programme>/apply/<uuid:key>/", application.answer, name="answer"),
    path("<slug:programme>/apply/<uuid:key>/confirm/", application.confirm, name="confirm"),
    path("<slug:programme>/apply/<uuid:key>/done/", application.done, name="done"),
]
