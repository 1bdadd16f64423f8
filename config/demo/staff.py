"""The demonstration's members of staff and their offices, as accounts.toml names them."""

from __future__ import annotations

from django.db import transaction

from compensation.models import Programme
from config.demo.announcement import DemoAccount, accounts
from foundation.staff.accounts import join, open_account
from foundation.staff.models import Office, User
from foundation.staff.roles import Role
from foundation.trail.actor import Actor


@transaction.atomic
def open_accounts(password: str, *, by: Actor) -> dict[str, User]:
    """An account for each sign-in, with one password and its offices; by user name. A programme is an office."""
    offices = {programme.slug: _office(programme) for programme in Programme.objects.order_by("slug")}
    return {account.username: _open(account, offices, password, by) for account in accounts()}


def _office(programme: Programme) -> Office:
    names = {"name_ja": programme.name_ja, "name_en": programme.name_en}
    return Office.objects.get_or_create(slug=programme.slug, defaults=names)[0]


def _open(account: DemoAccount, offices: dict[str, Office], password: str, by: Actor) -> User:
    role = Role(account.role)
    user = open_account(account.username, display_name=account.label_ja, role=role, password=password, by=by)
    join(user, [offices[slug] for slug in account.programmes], by=by)
    return user
