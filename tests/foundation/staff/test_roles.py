"""The gate in front of a view."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.views import View
from pytest_django import Settings

from foundation.staff.models import User
from foundation.staff.roles import Role, RoleRequiredMixin, role_required
from tests.factories.staff import UserFactory


@role_required(Role.SUPERVISOR, Role.ADMINISTRATOR)
def by_function(request: HttpRequest) -> HttpResponse:
    return HttpResponse("seen")


class ByClass(RoleRequiredMixin, View):
    roles = (Role.SUPERVISOR, Role.ADMINISTRATOR)

    def get(self, request: HttpRequest) -> HttpResponse:
        return HttpResponse("seen")


gated = pytest.mark.parametrize("view", [by_function, ByClass.as_view()])


def visit(user: User | AnonymousUser) -> HttpRequest:
    request = RequestFactory().get("/desk/?page=2")
    request.user = user
    return request


@gated
@pytest.mark.parametrize("role", [Role.SUPERVISOR, Role.ADMINISTRATOR])
def test_who_may_comes_in_and_nothing_is_stored(view: Callable[[HttpRequest], HttpResponse], role: Role) -> None:
    response = view(visit(UserFactory.build(role=role)))
    assert (response.status_code, response.content) == (200, b"seen")
    assert "no-store" in response.headers["Cache-Control"].split(", ")


@gated
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.PREFECTURE_OFFICER])
def test_colleagues_are_refused(view: Callable[[HttpRequest], HttpResponse], role: Role) -> None:
    with pytest.raises(PermissionDenied):
        view(visit(UserFactory.build(role=role)))


@gated
def test_strangers_sign_in_first(view: Callable[[HttpRequest], HttpResponse], settings: Settings) -> None:
    settings.LOGIN_URL = "/enter/"
    response = view(visit(AnonymousUser()))
    assert (response.status_code, response.headers["Location"]) == (302, "/enter/?next=%2Fdesk%2F%3Fpage%3D2")


def test_a_class_that_names_no_role_lets_nobody_in() -> None:
    class Forgotten(RoleRequiredMixin, View):
        pass

    with pytest.raises(PermissionDenied):
        Forgotten.as_view()(visit(UserFactory.build(administrator=True)))
