"""Whose cases somebody sees."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser

from foundation.staff.roles import Role
from foundation.staff.scope import allows, slugs_for
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.PREFECTURE_OFFICER])
def test_own_offices_only(role: Role) -> None:
    member = UserFactory.create(role=role, offices=["north", "east"])
    UserFactory.create(role=role, offices=["south"])
    assert slugs_for(member) == frozenset({"north", "east"})
    assert [allows(member, slug) for slug in ("north", "east", "south", "")] == [True, True, False, False]


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.PREFECTURE_OFFICER])
def test_without_an_office_nothing(role: Role) -> None:
    assert slugs_for(UserFactory.create(role=role)) == frozenset()


def test_administrators_see_every_office() -> None:
    administrator = UserFactory.create(administrator=True)
    assert (slugs_for(administrator), allows(administrator, "anywhere")) == (None, True)


def test_strangers_and_closed_accounts_see_nothing() -> None:
    closed = UserFactory.create(administrator=True, closed=True, offices=["north"])
    assert [slugs_for(user) for user in (AnonymousUser(), closed)] == [frozenset(), frozenset()]
