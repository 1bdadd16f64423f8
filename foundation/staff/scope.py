"""Which offices' cases somebody may see."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from foundation.staff.models import Membership, User
from foundation.staff.roles import Role


def slugs_for(user: User | AnonymousUser) -> frozenset[str] | None:
    """The slugs of the offices somebody works for; None means every office, which only administrators see."""
    if not isinstance(user, User) or not user.is_active:
        return frozenset()
    if user.role == Role.ADMINISTRATOR:
        return None
    return frozenset(Membership.objects.filter(user=user).values_list("office__slug", flat=True))


def allows(user: User | AnonymousUser, slug: str) -> bool:
    """Whether cases of this office are open to somebody."""
    slugs = slugs_for(user)
    return slugs is None or slug in slugs
