"""`manage.py demo_data [--coupons N] [--if-empty]`: fills a demonstration."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.demo.filling import NotEmptyError, NotReadyError, fill, is_filled

COUPONS = 5_000


class Command(BaseCommand):
    """Exit code 0: filled, or with --if-empty nothing to do; 2: nothing done, the reason on standard error."""

    help = "Fills an empty database with demonstration data; in demonstration mode only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--coupons", type=int, default=None, help="how many (else DEMO_COUPONS, else 5000)")
        parser.add_argument("--if-empty", action="store_true", help="say nothing where there is data already")

    def handle(self, *_: Any, coupons: int | None, if_empty: bool, **__: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demonstration data exists with DEMO=1 only. Use `make run`.", returncode=2)
        if if_empty and is_filled():
            return
        try:
            made = fill(_number(coupons), _password())
        except (NotEmptyError, NotReadyError) as error:
            raise CommandError(str(error), returncode=2) from error
        self.stdout.write(json.dumps(made))


def _number(asked: int | None) -> int:
    text = str(asked) if asked is not None else os.environ.get("DEMO_COUPONS", str(COUPONS))
    if not (text.isascii() and text.isdigit()):
        raise CommandError(f"DEMO_COUPONS must be a whole number, not {text!r}.", returncode=2)
    return int(text)


def _password() -> str:
    password = os.environ.get("DEMO_PASSWORD", "")
    if not password:
        raise CommandError("DEMO_PASSWORD is not set: `make run` makes one and prints it.", returncode=2)
    return password
