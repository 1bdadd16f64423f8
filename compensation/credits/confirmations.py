"""What came of the credits that were sent: taken in line by line, as often as the file comes."""

from __future__ import annotations

from pathlib import Path
from typing import Final, NamedTuple

from django.db import transaction

from compensation.credits.instructions import CreditMoveError, move
from compensation.credits.models import CreditInstruction
from compensation.credits.states import CreditState
from foundation.japan.errors import UnreadableError
from foundation.japan.yen import parse_yen
from foundation.tables.delimited import delimited_rows
from foundation.tables.header import Column, read_header
from foundation.tables.rejects import Reject, RejectReport
from foundation.trail.actor import Actor

RESULTS: Final = {"credited": CreditState.CONFIRMED, "refused": CreditState.REFUSED}
COLUMNS: Final = (
    Column("reference", ("照会番号",)),
    Column("yen", ("金額",)),
    Column("result", ("結果",)),
    Column("note", ("備考",), required=False),
)


class Summary(NamedTuple):
    """How many lines moved a credit, were known already, and were refused."""

    moved: int
    known: int
    refused: int


class _RefusedError(Exception):
    def __init__(self, column: str, value: str, ja: str, en: str) -> None:
        super().__init__(en)
        self.column, self.value, self.ja, self.en = column, value, ja, en


def import_confirmations(path: Path, report: Path | None = None, *, by: Actor) -> Summary:
    """Take in a file of confirmations; the same file again changes nothing. Raises FileError."""
    moved = known = 0
    with RejectReport(report) as rejects:
        rows = delimited_rows(path, rejects.add)
        _, heading = next(rows, (1, []))
        pick = read_header(heading, COLUMNS).picker([column.field for column in COLUMNS])
        for line, cells in rows:
            try:
                if _confirm(*pick([*cells, *[""] * len(heading)]), by=by):
                    moved += 1
                else:
                    known += 1
            except _RefusedError as refused:
                rejects.add(Reject(line, refused.column, refused.value, refused.ja, refused.en))
        return Summary(moved, known, rejects.count)


def _confirm(reference: str, yen: str, result: str, note: str, *, by: Actor) -> bool:
    """Move one credit by what its line says; False where it stands there already."""
    to = RESULTS.get(result.strip().lower())
    if to is None:
        raise _RefusedError("result", result, "credited か refused を書いてください。", "Write credited or refused.")
    with transaction.atomic():
        row = CreditInstruction.objects.select_for_update().filter(reference=reference.strip()).first()
        if row is None:
            raise _RefusedError("reference", reference, "この照会番号はありません。", "There is no such reference.")
        if _sum(yen) != row.yen:
            raise _RefusedError("yen", yen, "指図した金額と違います。", "It is not the sum that was instructed.")
        try:
            return bool(move([row.pk], to, cause=f"confirmation: {note.strip()}", by=by))
        except CreditMoveError:
            raise _RefusedError(
                "result", result, "先に取り込んだ結果と違います。", "It contradicts what is known of this credit."
            ) from None


def _sum(text: str) -> int:
    try:
        return parse_yen(text)
    except UnreadableError as error:
        raise _RefusedError("yen", text, error.ja, error.en) from None
