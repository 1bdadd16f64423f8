"""Signing in and out. Who fails too often is locked for a while, and told so on a page of its own."""

from __future__ import annotations

from typing import Any, Final

from django.contrib.auth.views import LoginView, LogoutView
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.urls import reverse

from claims.desk.sign_in_forms import SignInForm
from foundation.staff.models import User
from foundation.staff.roles import Role
from foundation.staff.sessions import has_ended

_OTHER_OFFICE: Final = {Role.PREFECTURE_OFFICER.value: "desk:home", Role.OPERATOR.value: "reports:home"}
"""Whose pages a role may not open, although its sign-in is the same."""


def landing(user: User) -> str:
    """Where somebody begins: an officer with the reports, everybody else at the desk."""
    return resolve_url("reports:home" if user.role == Role.PREFECTURE_OFFICER else "desk:home")


class SignIn(LoginView):
    """Asks for name and password; leads to the page that was asked for, else to where the role begins."""

    form_class = SignInForm
    template_name = "desk/sign_in.html"

    def dispatch(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        user = request.user
        if not isinstance(user, User) or request.method == "POST":
            return super().dispatch(request, *args, **kwargs)
        wanted = self.get_redirect_url()
        if wanted.startswith(reverse("admin:index")) and not user.is_staff:
            # The master data sends everybody here whom it does not let in; sending them back would never end.
            raise PermissionDenied
        return redirect(wanted or landing(user))

    def get_redirect_url(self, request: HttpRequest | None = None) -> str:
        """The page that was asked for, unless it is the other office's: then the role's own first page serves."""
        wanted, user = super().get_redirect_url(), self.request.user
        other = _OTHER_OFFICE.get(user.role) if isinstance(user, User) else None
        return "" if other and wanted.startswith(reverse(other)) else wanted

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"has_ended": has_ended(self.request)}

    def get_default_redirect_url(self) -> str:
        user = self.request.user
        return landing(user) if isinstance(user, User) else reverse("desk:home")


class SignOut(LogoutView):
    """By POST only; leads back to the sign-in, as does opening its address, which signs nobody out."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return redirect("sign-in")
