"""Opens an account for a member of staff; the password comes on standard input, never as an argument."""

from __future__ import annotations

import json
import sys
from getpass import getpass
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from claims.offices import UnknownProgrammeError, offices_of
from foundation.japan.numbers import fold
from foundation.staff import accounts
from foundation.staff.models import User
from foundation.staff.roles import Role
from foundation.trail.actor import Actor


class Command(BaseCommand):
    help = "Opens an account: NAME --role ROLE [--display-name TEXT] [--programme SLUG ...] < password"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--display-name", default="")
        parser.add_argument("--programme", action="append", default=[], metavar="SLUG")

    def handle(self, *_: Any, username: str, role: str, programme: list[str], **options: Any) -> None:
        name = fold(username).lower()
        if User.objects.filter(username__iexact=name).exists():
            raise CommandError(f"{name} has an account already.", returncode=2)
        password = _password()
        by = Actor.system("create_user")
        try:
            with transaction.atomic():
                shown = options["display_name"] or name
                user = accounts.open_account(name, display_name=shown, role=Role(role), password=password, by=by)
                joined = accounts.join(user, offices_of(programme), by=by)
        except UnknownProgrammeError as unknown:
            raise CommandError(f"No programme {unknown}: load its bulletin first.", returncode=2) from unknown
        self.stdout.write(json.dumps({"username": name, "role": role, "programmes": joined}))


def _password() -> str:
    password = getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    try:
        validate_password(password)
    except ValidationError as refused:
        raise CommandError(" ".join(refused.messages), returncode=2) from refused
    return password
