"""Addresses of the report site."""

from __future__ import annotations

from django.urls import path

from claims.reports import views

app_name = "reports"
urlpatterns = [
    path("", views.home, name="home"),
    path("<slug:slug>/", views.programme, name="programme"),
    path("<slug:slug>/make/", views.make, name="make"),
    path("<slug:slug>/files/<int:pk>/", views.again, name="again"),
]
