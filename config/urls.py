"""Which address leads to which face."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

handler404 = "config.refusals.page_not_found"
urlpatterns = [
    path("r/", include("compensation.receive.link_urls")),
    path("banks/", include("compensation.transfers.urls")),
    path("receive/", include("compensation.receive.urls")),
    path("console/", include("claims.desk.sign_in_urls")),
    path("console/", include("claims.desk.urls")),
    path("reports/", include("claims.reports.urls")),
    path("admin/login/", RedirectView.as_view(pattern_name="sign-in", query_string=True)),
    path("admin/", admin.site.urls),
    path("demo/", include("config.demo.urls")),
    path("api/v1/delivery-reports/", include("notifications.urls")),
    path("", include("config.health")),
    path("", include("claims.apply.urls")),
]
