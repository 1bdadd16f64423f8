"""People of the support centre at the desk: two supervisors, an examiner, and one of each who works elsewhere."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories.staff import UserFactory

SignedIn = Callable[..., Client]


@pytest.fixture
def signed_in(db: None) -> SignedIn:
    """A browser in which somebody of this name and role is signed in."""

    def sign_in(username: str, role: str = "supervisor", *, offices: tuple[str, ...] = ("twooca",)) -> Client:
        browser = Client()
        browser.force_login(UserFactory.create(username=username, role=role, offices=list(offices)))
        return browser

    return sign_in
