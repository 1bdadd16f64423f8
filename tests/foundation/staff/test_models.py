"""What the database refuses of accounts, offices and memberships."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth import authenticate
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import RequestFactory

from foundation.staff.models import Membership, Office, User
from foundation.staff.roles import Role
from tests.factories.staff import PASSWORD, OfficeFactory, UserFactory

MOMENT = datetime(2031, 5, 31, tzinfo=UTC)
ON: dict[str, Any] = {"is_active": True, "deactivated_at": None, "deactivated_by": ""}
OFF: dict[str, Any] = {"is_active": False, "deactivated_at": MOMENT, "deactivated_by": "boss"}

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {**ON, "deactivated_at": MOMENT},
        {**ON, "deactivated_by": "boss"},
        {**ON, "is_active": False},
        {**OFF, "is_active": True},
        {**OFF, "deactivated_at": None},
        {**OFF, "deactivated_by": ""},
        {"role": "king"},
        {"role": ""},
        {"username": ""},
        {"display_name": ""},
    ],
)
def test_accounts_the_database_refuses(wrong: dict[str, Any]) -> None:
    user = UserFactory.create()
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=user.pk).update(**wrong)


def test_accounts_are_on_or_off() -> None:
    user = UserFactory.create()
    assert [User.objects.filter(pk=user.pk).update(**state) for state in (OFF, ON)] == [1, 1]


def test_one_name_in_any_case() -> None:
    UserFactory.create(username="Hanako")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory.create(username="hanako")
    assert User.objects.get_by_natural_key("HANAKO").username == "Hanako"


def test_one_membership_an_office() -> None:
    user = UserFactory.create(offices=["north"])
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=user, office=Office.objects.get(), added_at=MOMENT, added_by="boss")


def test_a_membership_names_who_gave_it() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(
            user=UserFactory.create(), office=OfficeFactory.create(), added_at=MOMENT, added_by=""
        )


@pytest.mark.parametrize("empty", ["slug", "name_ja", "name_en"])
def test_an_office_has_its_names(empty: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        OfficeFactory.create(**{empty: ""})


def test_who_works_somewhere_is_not_deleted() -> None:
    user = UserFactory.create(offices=["north"])
    with pytest.raises(ProtectedError):
        user.delete()


def test_only_administrators_open_the_admin() -> None:
    opened = {role: UserFactory.build(role=role) for role in Role}
    assert {role for role, user in opened.items() if user.is_staff} == {Role.ADMINISTRATOR}
    assert {role for role, user in opened.items() if user.has_perm("any") and user.has_module_perms("any")} == {
        Role.ADMINISTRATOR
    }
    assert not UserFactory.build(administrator=True, closed=True).has_perm("any")


def test_signing_in() -> None:
    UserFactory.create(username="hanako")
    UserFactory.create(username="taro", closed=True)
    request = RequestFactory().post("/")

    def enters(username: str, password: str) -> bool:
        return authenticate(request, username=username, password=password) is not None

    assert [enters("hanako", PASSWORD), enters("hanako", "wrong"), enters("taro", PASSWORD)] == [True, False, False]


def test_djangos_command_makes_an_administrator() -> None:
    call_command("createsuperuser", interactive=False, username="boss", display_name="管理 太郎", verbosity=0)
    boss = User.objects.get()
    assert (boss.role, boss.is_staff, boss.has_usable_password()) == (Role.ADMINISTRATOR, True, False)
