"""Who acts."""

from __future__ import annotations

import pytest

from foundation.trail.actor import Actor
from tests.factories.staff import UserFactory


def test_the_three_kinds() -> None:
    user = UserFactory.build(username="hanako", display_name="山田 花子")
    assert [Actor.of_user(user), Actor.person("R8-1"), Actor.system("sweep")] == [
        Actor("staff", "hanako", "山田 花子"),
        Actor("person", "R8-1", "R8-1"),
        Actor("system", "sweep", "sweep"),
    ]


def test_nobody_is_no_actor() -> None:
    with pytest.raises(ValueError, match="reference"):
        Actor.system("")
