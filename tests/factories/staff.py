"""Members of staff and their offices."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import factory
from factory.django import DjangoModelFactory

from foundation.staff.models import Membership, Office, User
from foundation.staff.roles import Role

PASSWORD = "a long and winding road"


class OfficeFactory(DjangoModelFactory[Office]):
    class Meta:
        model = Office
        django_get_or_create = ("slug",)

    slug = factory.Sequence(lambda n: f"office-{n}")
    name_ja = factory.LazyAttribute(lambda office: f"{office.slug}県")
    name_en = factory.LazyAttribute(lambda office: office.slug.title())


class UserFactory(DjangoModelFactory[User]):
    """An operator without an office; `offices=["north"]` makes and joins offices of these slugs."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        supervisor = factory.Trait(role=Role.SUPERVISOR)
        officer = factory.Trait(role=Role.PREFECTURE_OFFICER)
        administrator = factory.Trait(role=Role.ADMINISTRATOR)
        closed = factory.Trait(
            is_active=False, deactivated_at=datetime(2031, 4, 1, tzinfo=UTC), deactivated_by="somebody"
        )

    username = factory.Sequence(lambda n: f"member-{n}")
    display_name = factory.LazyAttribute(lambda user: f"職員 {user.username}")
    role = Role.OPERATOR
    password = factory.django.Password(PASSWORD)

    @factory.post_generation
    def offices(self: Any, create: bool, slugs: list[str] | None, **_: Any) -> None:
        for slug in slugs or []:
            office = OfficeFactory.create(slug=slug)
            Membership.objects.create(
                user=self, office=office, added_at=datetime(2031, 4, 1, tzinfo=UTC), added_by="somebody"
            )
