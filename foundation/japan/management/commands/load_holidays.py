"""Fills the calendar of days off with the national holidays of years that it does not hold yet."""

from __future__ import annotations

import json
from typing import Any

import jpholiday
from django.core.management.base import BaseCommand, CommandParser

from foundation.japan.models import Holiday
from foundation.trail.clock import today


class Command(BaseCommand):
    help = "Loads national holidays; a year that is there already stays as people corrected it."

    def add_arguments(self, parser: CommandParser) -> None:
        year = today().year
        parser.add_argument("--from-year", type=int, default=year - 1)
        parser.add_argument("--to-year", type=int, default=year + 4)

    def handle(self, *_: Any, from_year: int, to_year: int, **options: Any) -> None:
        held = {moment.year for moment in Holiday.objects.dates("day", "year")}
        years = [year for year in range(from_year, to_year + 1) if year not in held]
        found = [Holiday(day=day, name=name) for year in years for day, name in jpholiday.year_holidays(year)]
        Holiday.objects.bulk_create(found, ignore_conflicts=True)
        self.stdout.write(json.dumps({"years": years, "added": len(found)}))
