"""Gift products among the master data: what people are told about each."""

from __future__ import annotations

from django.contrib import admin
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest

from compensation.gifts.models import GiftProduct
from foundation.staff.models import User
from foundation.trail import audit
from foundation.trail.actor import Actor


@admin.register(GiftProduct)
class GiftProductAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """A product is added and described; its codes come by import, and a product is never taken away."""

    list_display = ("slug", "name_ja", "issuer")

    def has_delete_permission(self, request: HttpRequest, obj: GiftProduct | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: GiftProduct | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def save_model(self, request: HttpRequest, obj: GiftProduct, form: ModelForm[GiftProduct], change: bool) -> None:
        if not isinstance(request.user, User):
            raise PermissionError("nobody is signed in")
        with transaction.atomic():
            obj.save(update_fields=form.changed_data if change else None)
            detail = {"fields": sorted(form.changed_data)}
            by = Actor.of_user(request.user)
            audit.record("gift_product_saved", by=by, kind="gift_product", refs=[obj.slug], detail=detail)
