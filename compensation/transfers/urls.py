"""Address of the search for banks and branches, the same at every door."""

from __future__ import annotations

from django.urls import path

from compensation.transfers import search_views

urlpatterns = [path("", search_views.search, name="bank-search")]
