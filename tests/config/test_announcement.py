"""What `make run` prints: five addresses, and a sign-in for each role."""

from __future__ import annotations

import re

from config.demo.announcement import accounts, announcement
from foundation.staff.roles import Role


def test_every_address() -> None:
    text = announcement("http://localhost:8000", "pass")
    paths = re.findall(r"http://localhost:8000(/\S*)", text)
    assert paths == ["/", "/", "/receive/", "/console/", "/reports/", "/demo/outbox/"]


def test_a_sign_in_for_each_role() -> None:
    assert {account.role for account in accounts()} == {role.value for role in Role}


def test_the_password_is_shown() -> None:
    assert announcement("http://localhost:8000", "ab12-cd34").count("ab12-cd34") == 1
