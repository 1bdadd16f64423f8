"""Members of staff and their offices among the master data. Every change goes through `accounts`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.http import HttpRequest

from foundation.staff import accounts
from foundation.staff.models import Office, User
from foundation.staff.roles import Role
from foundation.trail.actor import Actor
from foundation.trail.audit import record


class _Offices(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # Django's class takes none at run time
    def label_from_instance(self, obj: Office) -> str:
        return f"{obj.name_ja}（{obj.slug}）"


class AccountForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's class takes none at run time
    """An account. The password is asked for a new one only; a forgotten one is set anew by giving another."""

    new_password = forms.CharField(
        label="新しいパスワード",
        required=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="12文字以上。変更しない場合は空欄にします。",
    )
    works_for = _Offices(
        Office.objects.order_by("slug"), label="担当", required=False, widget=forms.CheckboxSelectMultiple
    )

    class Meta:
        model = User
        fields = ("username", "display_name", "email", "role")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["works_for"].initial = list(self.instance.offices.all())
        else:
            self.fields["new_password"].required = True

    def clean_new_password(self) -> str:
        password = str(self.cleaned_data["new_password"])
        if password:
            validate_password(password, self.instance)
        return password


@admin.register(User)
class AccountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """Accounts are opened, given a role and offices, and closed; never deleted."""

    form = AccountForm
    list_display = ("username", "display_name", "role", "is_active")
    list_filter = ("role", "is_active")
    search_fields = ("username", "display_name")
    actions = ("close_accounts",)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return ("username",) if obj else ()

    @admin.action(description="選んだアカウントを停止する")
    def close_accounts(self, request: HttpRequest, queryset: Any) -> None:
        accounts.close_accounts(queryset, by=_actor(request))

    def save_model(self, request: HttpRequest, obj: User, form: AccountForm, change: bool) -> None:
        by, given = _actor(request), form.cleaned_data
        if change:
            accounts.set_role([obj], Role(given["role"]), by=by)
            accounts.set_contact(obj, display_name=given["display_name"], email=given["email"], by=by)
        else:
            opened = accounts.open_account(
                obj.username, display_name=obj.display_name, role=Role(obj.role), password=None, by=by
            )
            obj.pk = opened.pk
        if given["new_password"]:
            accounts.set_password(obj, given["new_password"], by=by)
        wanted, held = set(given["works_for"]), set(obj.offices.all())
        accounts.join(obj, wanted - held, by=by)
        accounts.leave(obj, held - wanted, by=by)


@admin.register(Office)
class OfficeAdmin(admin.ModelAdmin):  # type: ignore[type-arg]  # Django's class takes none at run time
    """An office is added under the slug of what it works on; it keeps that slug, and is never taken away."""

    list_display = ("slug", "name_ja", "name_en")

    def has_delete_permission(self, request: HttpRequest, obj: Office | None = None) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Office | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def save_model(self, request: HttpRequest, obj: Office, form: Any, change: bool) -> None:
        with transaction.atomic():
            obj.save(update_fields=form.changed_data if change else None)
            record("office_saved", by=_actor(request), kind="office", refs=[obj.slug], scope=obj.slug)


def _actor(request: HttpRequest) -> Actor:
    if not isinstance(request.user, User):
        raise PermissionError("nobody is signed in")
    return Actor.of_user(request.user)
