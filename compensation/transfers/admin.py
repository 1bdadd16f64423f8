"""Banks and branches among the master data: the source lags, so staff may add and correct; nothing is taken away."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from compensation.transfers.banks import key_for
from compensation.transfers.models import Bank, Branch
from foundation.staff.models import User
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

BY_HAND: Final = "by hand"


class _HouseAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """A bank or a branch, entered by somebody; the next load of the source prevails where it names the same code."""

    search_fields = ("code", "name", "kana")
    exclude = ("search_key", "loaded_on", "source")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Bank | Branch, form: ModelForm[Any], change: bool) -> None:
        if not isinstance(request.user, User):
            raise PermissionError("nobody is signed in")
        ours = {"search_key": key_for(obj.name, obj.kana), "loaded_on": clock.today()}
        if isinstance(obj, Bank):
            ours["source"] = BY_HAND
        for name, value in ours.items():
            setattr(obj, name, value)
        with transaction.atomic():
            obj.save(update_fields=[*form.changed_data, *ours] if change else None)
            by, fields = Actor.of_user(request.user), {"fields": sorted(form.changed_data)}
            audit.record("bank_saved", by=by, kind="bank", refs=[str(obj)[:150]], detail=fields)


@admin.register(Bank)
class BankAdmin(_HouseAdmin):
    """Banks."""

    list_display = ("code", "name", "source", "ended_on")


@admin.register(Branch)
class BranchAdmin(_HouseAdmin):
    """Branches, each with its bank."""

    list_display = ("bank", "code", "name", "ended_on")
    list_select_related = ("bank",)
    autocomplete_fields = ("bank",)
