"""The four roles, and the gate in front of a view."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import resolve_url
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]


class Role(models.TextChoices):
    OPERATOR = "operator", "コールセンター担当 / Operator"
    SUPERVISOR = "supervisor", "コールセンター責任者 / Supervisor"
    PREFECTURE_OFFICER = "prefecture_officer", "県の担当者 / Prefecture officer"
    ADMINISTRATOR = "administrator", "システム管理者 / Administrator"


def role_required(*roles: Role) -> Callable[[View], View]:
    """Let only these roles into a view: others get the refusal page, nobody signed in goes to the sign-in.

    What such a view answers is never stored by a browser or a proxy.
    """

    def gate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            refused = _refuse(request, roles)
            response = refused if refused is not None else view(request, *args, **kwargs)
            add_never_cache_headers(response)
            return response

        return guarded

    return gate


class RoleRequiredMixin:
    """The same gate for a class-based view, which names its roles in `roles`."""

    roles: ClassVar[tuple[Role, ...]] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return role_required(*self.roles)(super().dispatch)(request, *args, **kwargs)  # type: ignore[misc]


def _refuse(request: HttpRequest, roles: tuple[Role, ...]) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        query = urlencode({"next": request.get_full_path()})
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{query}")
    if request.user.role not in roles:
        raise PermissionDenied
    return None
