"""Opening and closing accounts, and giving them their offices."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from foundation.staff.models import Membership, Office, User
from foundation.staff.roles import Role
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import now


@transaction.atomic
def open_account(username: str, *, display_name: str, role: Role, password: str | None, by: Actor) -> User:
    """A new member of staff, without an office yet."""
    user = User.objects.create_user(username, password, display_name=display_name, role=role)
    record("opened", by=by, kind="user", refs=[user.username], detail={"role": role.value})
    return user


@transaction.atomic
def join(user: User, offices: Iterable[Office], *, by: Actor) -> int:
    """Let a member of staff work for these offices; those already theirs are passed over. Returns how many are new."""
    held = set(Membership.objects.filter(user=user).values_list("office_id", flat=True))
    new = [office for office in offices if office.pk not in held]
    at = now()
    rows = [Membership(user=user, office=office, added_at=at, added_by=by.ref) for office in new]
    Membership.objects.bulk_create(rows)
    for office in new:
        record("joined", by=by, kind="user", refs=[user.username], scope=office.slug)
    return len(new)


@transaction.atomic
def leave(user: User, offices: Iterable[Office], *, by: Actor) -> int:
    """Take these offices from a member of staff; returns how many they had."""
    held = Membership.objects.select_for_update().filter(user=user, office__in=list(offices))
    slugs = sorted(held.values_list("office__slug", flat=True))
    held.delete()
    for slug in slugs:
        record("left", by=by, kind="user", refs=[user.username], scope=slug)
    return len(slugs)


@transaction.atomic
def set_role(users: Iterable[User], role: Role, *, by: Actor) -> int:
    """Give members of staff a role; returns how many had another before."""
    changed = User.objects.select_for_update().filter(pk__in=[user.pk for user in users]).exclude(role=role)
    before = dict(changed.values_list("username", "role"))
    User.objects.filter(username__in=before).update(role=role)
    for username, old in before.items():
        record("role_set", by=by, kind="user", refs=[username], detail={"from": old, "to": role.value})
    return len(before)


@transaction.atomic
def close_accounts(users: Iterable[User], *, by: Actor) -> int:
    """Switch accounts off from this moment; returns how many were still on."""
    open_ones = User.objects.select_for_update().filter(pk__in=[user.pk for user in users], is_active=True)
    usernames = list(open_ones.values_list("username", flat=True))
    off = User.objects.filter(username__in=usernames)
    off.update(is_active=False, deactivated_at=now(), deactivated_by=by.ref)
    record("closed", by=by, kind="user", refs=usernames)
    return len(usernames)


@transaction.atomic
def set_contact(user: User, *, display_name: str, email: str, by: Actor) -> bool:
    """The name that others see and the address that is written to; whether either was another before."""
    changed = User.objects.filter(pk=user.pk).exclude(display_name=display_name, email=email)
    if not changed.update(display_name=display_name, email=email):
        return False
    record("contact_set", by=by, kind="user", refs=[user.username])
    return True


@transaction.atomic
def set_password(user: User, password: str, *, by: Actor) -> None:
    """A new password; every session of that account ends, as each is bound to the old one."""
    user.set_password(password)
    User.objects.filter(pk=user.pk).update(password=user.password)
    record("password_set", by=by, kind="user", refs=[user.username])
