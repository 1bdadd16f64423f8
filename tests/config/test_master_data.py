"""The master data: for administrators only, each change written down, and nothing that bulletins own changed."""

from __future__ import annotations

import pytest
from django.test import Client

from compensation.gifts.models import GiftProduct
from foundation.japan.models import Holiday
from foundation.staff.models import Membership, Office, User
from foundation.trail.models import AuditEvent
from tests.factories.compensation import ProgrammeFactory
from tests.factories.gifts import GiftProductFactory
from tests.factories.staff import PASSWORD, OfficeFactory, UserFactory

pytestmark = pytest.mark.django_db

NEW = {"username": "clerk", "display_name": "窓口", "email": "", "role": "operator", "new_password": PASSWORD}


@pytest.fixture
def browser() -> Client:
    browser = Client()
    browser.force_login(UserFactory.create(administrator=True, username="boss"))
    return browser


def actions() -> list[tuple[str, str]]:
    return list(AuditEvent.objects.order_by("id").values_list("actor_ref", "action"))


def test_an_account_is_opened_with_its_offices(browser: Client) -> None:
    office = OfficeFactory.create(slug="north")
    browser.post("/admin/staff/user/add/", {**NEW, "works_for": [office.pk]})
    user = User.objects.get(username="clerk")
    assert (user.check_password(PASSWORD), user.role) == (True, "operator")
    assert list(Membership.objects.values_list("user__username", "office__slug")) == [("clerk", "north")]
    assert actions() == [("boss", "opened"), ("boss", "password_set"), ("boss", "joined")]


def test_role_and_offices_change_and_the_password_stays(browser: Client) -> None:
    user = UserFactory.create(username="clerk", offices=["north"])
    south = OfficeFactory.create(slug="south")
    changed = {"display_name": user.display_name, "email": "", "role": "supervisor", "works_for": [south.pk]}
    browser.post(f"/admin/staff/user/{user.pk}/change/", changed)
    user.refresh_from_db()
    assert (user.role, user.check_password(PASSWORD)) == ("supervisor", True)
    assert [office.slug for office in user.offices.all()] == ["south"]
    assert actions() == [("boss", "role_set"), ("boss", "joined"), ("boss", "left")]


@pytest.mark.parametrize("password", ["", "short", "password1234"])
def test_a_weak_password_opens_no_account(browser: Client, password: str) -> None:
    browser.post("/admin/staff/user/add/", {**NEW, "new_password": password})
    assert User.objects.filter(username="clerk").exists() is False


def test_an_account_is_closed_not_deleted(browser: Client) -> None:
    user = UserFactory.create(username="clerk")
    browser.post("/admin/staff/user/", {"action": "close_accounts", "_selected_action": [user.pk]})
    user.refresh_from_db()
    assert (user.is_active, user.deactivated_by) == (False, "boss")
    assert browser.post(f"/admin/staff/user/{user.pk}/delete/", {"post": "yes"}).status_code == 403


def test_an_office_is_added(browser: Client) -> None:
    browser.post("/admin/staff/office/add/", {"slug": "north", "name_ja": "北", "name_en": "North"})
    assert list(Office.objects.values_list("slug", flat=True)) == ["north"]
    assert actions() == [("boss", "office_saved")]


def test_a_holiday_is_added(browser: Client) -> None:
    browser.post("/admin/japan/holiday/add/", {"day": "2031-05-07", "name": "臨時休業"})
    assert list(Holiday.objects.values_list("name", flat=True)) == ["臨時休業"]
    assert actions() == [("boss", "holiday_added")]


def test_a_product_is_described(browser: Client) -> None:
    product = GiftProductFactory.create(slug="amazon")
    names = [field.name for field in GiftProduct._meta.fields if field.name not in ("id", "slug")]
    given = {name: getattr(product, name) for name in names} | {"issuer": "別の発行元"}
    browser.post(f"/admin/gifts/giftproduct/{product.pk}/change/", given)
    product.refresh_from_db()
    assert (product.issuer, actions()) == ("別の発行元", [("boss", "gift_product_saved")])


def test_programmes_are_only_looked_at(browser: Client) -> None:
    programme = ProgrammeFactory.create()
    address = f"/admin/compensation/programme/{programme.pk}/change/"
    assert [browser.get(address).status_code, browser.post(address, {"name_ja": "別の名前"}).status_code] == [200, 403]


@pytest.mark.parametrize("role", ["operator", "supervisor", "prefecture_officer"])
def test_nobody_else_gets_in(role: str) -> None:
    browser = Client()
    browser.force_login(UserFactory.create(role=role))
    assert browser.post("/admin/staff/user/add/", NEW, follow=True).status_code == 403
    assert User.objects.filter(username="clerk").exists() is False
