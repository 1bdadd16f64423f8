"""Signing in: where each role begins, what is refused, how a lock looks."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from django.conf import settings
from django.test import Client

from compensation.models import Referral
from foundation.staff.models import User
from tests.factories.cases import decided, referred
from tests.factories.staff import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

SIGN_IN = "/console/sign-in/"


def sign_in(client: Client, username: str, password: str = PASSWORD, **more: str) -> str:
    """Where the sign-in leads; empty where it does not."""
    response = client.post(SIGN_IN, {"username": username, "password": password, **more})
    return response.headers.get("Location", "")


@pytest.mark.parametrize(
    ("role", "begins"),
    [
        ("operator", "/console/"),
        ("supervisor", "/console/"),
        ("administrator", "/console/"),
        ("prefecture_officer", "/reports/"),
    ],
)
def test_each_role_begins_at_its_own_page(client: Client, role: str, begins: str) -> None:
    UserFactory.create(username="somebody", role=role)
    assert sign_in(client, "somebody") == begins


def test_the_page_that_was_asked_for_comes_next(client: Client) -> None:
    UserFactory.create(username="somebody")
    asked = client.get("/console/referrals/")
    assert asked.headers["Location"] == f"{SIGN_IN}?next=%2Fconsole%2Freferrals%2F"
    assert sign_in(client, "somebody", next="/console/referrals/") == "/console/referrals/"


def test_a_stranger_s_address_is_not_followed(client: Client) -> None:
    UserFactory.create(username="somebody")
    assert sign_in(client, "somebody", next="https://elsewhere.example/") == "/console/"


def test_names_are_read_in_any_width_and_case(client: Client) -> None:
    UserFactory.create(username="somebody")
    assert sign_in(client, " ＳｏｍｅBody ") == "/console/"


@pytest.mark.parametrize("password", ["wrong", ""])
def test_a_wrong_password_is_told_without_telling_which(client: Client, password: str) -> None:
    UserFactory.create(username="somebody")
    known = client.post(SIGN_IN, {"username": "somebody", "password": password}).content
    unknown = client.post(SIGN_IN, {"username": "nobodyxx", "password": password}).content
    assert _body(known, "somebody") == _body(unknown, "nobodyxx")


def test_a_closed_account_does_not_sign_in(client: Client) -> None:
    UserFactory.create(username="somebody", closed=True)
    assert sign_in(client, "somebody") == ""


def test_five_failures_lock_even_the_right_password(client: Client) -> None:
    UserFactory.create(username="somebody")
    for name in ("somebody", "SOMEBODY", "Somebody", "ｓomebody"):
        sign_in(client, name, "wrong")
    last = client.post(SIGN_IN, {"username": "somebody", "password": "wrong"})
    right = client.post(SIGN_IN, {"username": "somebody", "password": PASSWORD})
    assert (last.status_code, right.status_code) == (429, 429)
    assert "サインインを一時停止しています" in right.content.decode()


def test_signing_out_is_a_post(client: Client) -> None:
    client.force_login(UserFactory.create())
    assert client.get("/console/sign-out/").headers["Location"] == SIGN_IN
    assert client.get("/console/").status_code == 200
    assert client.post("/console/sign-out/").headers["Location"] == SIGN_IN
    assert client.get("/console/").status_code == 302


def leave_for_long(client: Client) -> None:
    client.get("/console/")
    session = client.session
    session["staff_last_seen"] -= settings.STAFF_IDLE_SECONDS + 1
    session.save()


def test_a_long_pause_ends_the_session_and_is_told(client: Client) -> None:
    assert client.get(SIGN_IN).context["has_ended"] is False
    client.force_login(UserFactory.create())
    leave_for_long(client)
    assert client.get("/console/").status_code == 302
    assert "しばらく操作がなかったため" in client.get(SIGN_IN).content.decode()


@pytest.mark.parametrize(("username", "given_back"), [("somebody", "電話で確認"), ("colleague", None)])
def test_a_reason_typed_meanwhile_comes_back_to_its_writer_once(
    client: Client, username: str, given_back: str | None
) -> None:
    address = f"/console/referrals/{referred(*decided()).pk}/"
    for name in ("somebody", "colleague"):
        UserFactory.create(username=name, role="operator", offices=["kumamoto"])
    sign_in(client, "somebody")
    leave_for_long(client)
    asked_again = client.post(address, {"because": "電話で確認"}).headers["Location"]
    assert sign_in(client, username, next=address) == address
    shown = [client.get(address).context["form"]["because"].value() or None for _ in range(2)]
    assert (asked_again, shown) == (f"{SIGN_IN}?{urlencode({'next': address})}", [given_back, None])
    assert Referral.objects.get().closed_at is None


@pytest.mark.parametrize(
    ("role", "wanted", "begins"),
    [
        ("prefecture_officer", "/console/", "/reports/"),
        ("prefecture_officer", "/console/referrals/", "/reports/"),
        ("prefecture_officer", "/reports/yamanashi/", "/reports/yamanashi/"),
        ("operator", "/reports/", "/console/"),
        ("supervisor", "/reports/", "/reports/"),
    ],
)
def test_the_other_office_s_page_gives_way_to_one_s_own(client: Client, role: str, wanted: str, begins: str) -> None:
    UserFactory.create(username="somebody", role=role)
    assert sign_in(client, "somebody", next=wanted) == begins


@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        ("prefecture_officer", "/console/", 403),
        ("prefecture_officer", "/console/search/", 403),
        ("prefecture_officer", "/console/mailings/", 403),
        ("operator", "/reports/", 403),
        ("operator", "/admin/", 403),
        ("supervisor", "/admin/", 403),
        ("administrator", "/admin/", 200),
        ("operator", "/console/", 200),
    ],
)
def test_what_each_role_may_open(client: Client, role: str, address: str, status: int) -> None:
    client.force_login(UserFactory.create(role=role))
    assert client.get(address, follow=True).status_code == status


def test_whoever_is_signed_in_is_led_on(client: Client) -> None:
    client.force_login(UserFactory.create(officer=True))
    assert client.get(SIGN_IN).headers["Location"] == "/reports/"


def test_passwords_are_hashed_with_argon2() -> None:
    from config import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]


def test_master_data_ask_for_the_same_sign_in(client: Client) -> None:
    assert client.get("/admin/", follow=True).redirect_chain[-1][0] == f"{SIGN_IN}?next=%2Fadmin%2F"
    assert User.objects.count() == 0


def _body(content: bytes, username: str) -> str:
    """The page without the name that was typed and the token against forgery."""
    lines = content.decode().replace(username, "").splitlines()
    return "\n".join(line for line in lines if "csrfmiddlewaretoken" not in line)
