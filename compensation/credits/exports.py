"""The file of credits for whoever keeps the balances. Made again, it has the same lines under the same references."""

from __future__ import annotations

from typing import Final

from django.db import transaction

from compensation.credits.instructions import account_of, move
from compensation.credits.models import CreditFile, CreditInstruction
from compensation.credits.states import CreditState
from compensation.models import Programme
from foundation.tables.guards import csv_bytes
from foundation.trail import clock
from foundation.trail.actor import Actor

HEADER: Final = ("reference", "account", "balance", "yen")
"""With a column `result` added, the file is its own confirmation."""


def send_ready(programme: Programme, *, by: Actor) -> CreditFile | None:
    """Put every credit that is ready into one new file; None where there is none. Two at once share nothing."""
    with transaction.atomic():
        ready = CreditInstruction.objects.select_for_update().filter(programme=programme, state=CreditState.READY)
        keys = list(ready.order_by("pk").values_list("pk", flat=True))
        if not keys:
            return None
        file = CreditFile.objects.create(programme=programme, made_at=clock.now(), made_by=by.ref)
        move(keys, CreditState.SENT, cause=f"file {file.pk}", by=by, file=file)
    return file


def content(file: CreditFile) -> bytes:
    """The bytes of a file."""
    rows = CreditInstruction.objects.filter(file=file).order_by("pk")
    return csv_bytes(HEADER, [(row.reference, account_of(row), row.balance, row.yen) for row in rows])


def file_name(file: CreditFile) -> str:
    """A name that tells nothing about anybody."""
    return f"credits-{file.pk:06}.csv"
