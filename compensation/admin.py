"""Programmes among the master data: to be looked at. They are made and renewed by their bulletins."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from compensation.models import Bulletin, Programme


class _Bulletins(admin.TabularInline):  # type: ignore[type-arg]  # Django's class takes none at run time
    model = Bulletin
    fields = ("key", "stage", "loaded_at", "loaded_by", "sha256")
    readonly_fields = fields
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """Names and bulletins, without any way to change them here."""

    list_display = ("slug", "name_ja", "kind")
    inlines = (_Bulletins,)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Programme | None = None) -> bool:
        return False
