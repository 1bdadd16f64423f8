"""Addresses of signing in and out, for the console, the report site and the master data alike."""

from __future__ import annotations

from django.urls import path

from claims.desk.sign_in_views import SignIn, SignOut

urlpatterns = [
    path("sign-in/", SignIn.as_view(), name="sign-in"),
    path("sign-out/", SignOut.as_view(), name="sign-out"),
]
