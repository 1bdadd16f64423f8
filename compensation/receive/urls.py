"""Addresses of the payout site."""

from __future__ import annotations

from django.urls import path

from compensation.receive import transfer_views, views

app_name = "receive"
urlpatterns = [
    path("", views.enter, name="enter"),
    path("<str:number>/", views.payout, name="payout"),
    path("<str:number>/question/", views.question, name="question"),
    path("<str:number>/confirm/", views.confirm, name="confirm"),
    path("<str:number>/transfer/", transfer_views.shown, name="transfer"),
    path("<str:number>/transfer/ask/", transfer_views.ask, name="transfer-ask"),
    path("<str:number>/transfer/confirm/", transfer_views.confirm, name="transfer-confirm"),
    path("<str:number>/transfer/withdraw/", transfer_views.withdraw, name="transfer-withdraw"),
]
