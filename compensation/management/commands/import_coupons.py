"""`manage.py import_coupons FILE [--programme SLUG] [--dry-run] [--report FILE] [--all-or-nothing]`."""

from __future__ import annotations

from argparse import ArgumentParser

from compensation.imports.command import ImportCommand
from compensation.imports.coupons import import_coupons
from compensation.imports.runs import Options, Summary
from foundation.trail.actor import Actor


class Command(ImportCommand):
    """Brings coupons in; see `ImportCommand` for the exit codes."""

    help = "Bring a file of coupons in (CSV or XLSX), by inquiry number within their programme."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--programme", metavar="SLUG", default="", help="every row is of this programme")

    def run_import(self, options: Options, programme: str) -> Summary:
        return import_coupons(options, by=Actor.system("import_coupons"), programme=programme)
