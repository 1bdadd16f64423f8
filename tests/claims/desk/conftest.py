"""People at the desk: two supervisors and an operator of Kumamoto, and one of each who works for another prefecture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from foundation.staff.models import User
from tests.factories.staff import UserFactory

SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser in which somebody of this role and these offices is signed in."""

    def sign_in(role: str = "supervisor", *, offices: tuple[str, ...] = ("kumamoto",), username: str = "") -> Client:
        name = username or f"{role}-{User.objects.count()}"
        browser = Client()
        browser.force_login(UserFactory.create(username=name, role=role, offices=list(offices)))
        return browser

    return sign_in
