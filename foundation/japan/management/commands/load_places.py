"""Fills the table of postal codes from the installed package of the post office's data."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from foundation.japan.models import Place
from foundation.japan.places import load_places


class Command(BaseCommand):
    help = "Loads the places of all postal codes, in the place of those that are there."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-empty", action="store_true", help="do nothing where places are loaded already")

    def handle(self, *_: Any, if_empty: bool, **options: Any) -> None:
        kept = if_empty and Place.objects.exists()
        self.stdout.write(json.dumps({"places": Place.objects.count() if kept else load_places()}))
