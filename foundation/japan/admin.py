"""The calendar of days off among the master data."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Model
from django.forms import ModelForm
from django.http import HttpRequest

from foundation.japan.models import Holiday
from foundation.staff.models import User
from foundation.trail.actor import Actor
from foundation.trail.audit import record


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """A day may be added, renamed or taken away; each is written down."""

    list_display = ("day", "name")
    date_hierarchy = "day"

    def save_model(self, request: HttpRequest, obj: Holiday, form: ModelForm[Holiday], change: bool) -> None:
        super().save_model(request, obj, form, change)
        _note("holiday_changed" if change else "holiday_added", request, obj)

    def delete_model(self, request: HttpRequest, obj: Holiday) -> None:
        _note("holiday_removed", request, obj)
        super().delete_model(request, obj)

    def get_actions(self, request: HttpRequest) -> dict[str, object]:  # type: ignore[override]  # none are offered
        return {}


def _note(action: str, request: HttpRequest, day: Model) -> None:
    if isinstance(request.user, User):
        record(action, by=Actor.of_user(request.user), kind="holiday", refs=[str(day.pk)])
