"""Opening and closing accounts."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from foundation.staff import accounts
from foundation.staff.models import Membership, User
from foundation.staff.roles import Role
from foundation.staff.scope import slugs_for
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.factories.staff import OfficeFactory, UserFactory

AT = datetime(2031, 5, 31, 1, 0, tzinfo=UTC)
BOSS = Actor("staff", "boss", "管理 太郎")

pytestmark = pytest.mark.django_db


def trail() -> list[tuple[str, str, str]]:
    return list(AuditEvent.objects.order_by("id").values_list("action", "subject_ref", "scope"))


def test_open_account() -> None:
    user = accounts.open_account(
        "hanako", display_name="山田 花子", role=Role.OPERATOR, password="open sesame now", by=BOSS
    )
    user.refresh_from_db()
    assert (user.role, user.is_active, user.check_password("open sesame now")) == (Role.OPERATOR, True, True)
    assert trail() == [("opened", "hanako", "")]
    assert "open sesame now" not in user.password


@time_machine.travel(AT, tick=False)
def test_join_and_leave() -> None:
    user = UserFactory.create(username="hanako", offices=["north"])
    offices = [OfficeFactory.create(slug=slug) for slug in ("north", "east")]
    assert [accounts.join(user, offices, by=BOSS), accounts.join(user, offices, by=BOSS)] == [1, 0]
    assert Membership.objects.filter(office__slug="east").values_list("added_at", "added_by").get() == (AT, "boss")
    assert [accounts.leave(user, offices[:1], by=BOSS), accounts.leave(user, offices[:1], by=BOSS)] == [1, 0]
    assert slugs_for(user) == frozenset({"east"})
    assert trail() == [("joined", "hanako", "east"), ("left", "hanako", "north")]


def test_leaving_touches_nobody_else() -> None:
    user, colleague = UserFactory.create(offices=["north"]), UserFactory.create(offices=["north"])
    accounts.leave(user, [OfficeFactory.create(slug="north")], by=BOSS)
    assert [slugs_for(user), slugs_for(colleague)] == [frozenset(), frozenset({"north"})]


def test_set_role() -> None:
    users = [UserFactory.create(username="a"), UserFactory.create(username="b", supervisor=True)]
    assert accounts.set_role(users, Role.SUPERVISOR, by=BOSS) == 1
    assert set(User.objects.values_list("role", flat=True)) == {Role.SUPERVISOR}
    event = AuditEvent.objects.get()
    assert (event.subject_ref, event.detail) == ("a", {"from": "operator", "to": "supervisor"})


@time_machine.travel(AT, tick=False)
def test_close_accounts() -> None:
    users = [UserFactory.create(username="a"), UserFactory.create(username="b", closed=True)]
    UserFactory.create(username="c")
    assert accounts.close_accounts(users, by=BOSS) == 1
    state = User.objects.order_by("username").values_list("username", "is_active", "deactivated_by")
    assert list(state) == [("a", False, "boss"), ("b", False, "somebody"), ("c", True, "")]
    assert trail() == [("closed", "a", "")]
