"""Addresses of the payout site."""

from __future__ import annotations

from django.urls import path

from compensation.receive import views

app_name = "receive"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<str:number>/", views.payout, name="payout"),
    path("<str:number>/question/", views.question, name="question"),
    path("<str:number>/confirm/", views.confirm, name="confirm"),
]
