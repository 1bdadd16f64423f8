"""`manage.py import_ledger FILE [--dry-run] [--report FILE] [--all-or-nothing]`."""

from __future__ import annotations

from compensation.imports.command import ImportCommand
from compensation.imports.entries import import_ledger
from compensation.imports.runs import Options, Summary
from foundation.trail.actor import Actor


class Command(ImportCommand):
    """Brings ledger entries in; see `ImportCommand` for the exit codes."""

    help = "Bring a file of ledger entries in (CSV or XLSX); entries are added and never changed."

    def run_import(self, options: Options, _programme: str) -> Summary:
        return import_ledger(options, by=Actor.system("import_ledger"))
