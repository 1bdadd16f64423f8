"""The columns of a ledger file, and what must hold between the cells of one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from compensation.imports import cells, columns
from compensation.imports.checked import Chunk, Field
from compensation.imports.coupon_fields import instant_field, number_field, programme_field, text_field
from compensation.states import EntryKind
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import fold
from foundation.tables.rejects import Reject

# A label is "発行 issue": both words are understood.
_KINDS: Final = {word: kind for kind in EntryKind for word in (kind.value, *kind.label.split())}
_ZERO: Final = (EntryKind.CHARGE, EntryKind.EXTENSION)


def entry_fields(programmes: Mapping[str, int]) -> list[Field]:
    """The columns, `programmes` giving the id of each slug."""
    kind, yen = cells.required(_kind), cells.optional(cells.yen)
    valid_until = cells.optional(cells.day)
    return [
        programme_field(programmes),
        number_field(),
        Field("entry_id", ("記録番号",), cells.required(cells.word(60)), columns.words(60)),
        instant_field("at", ("日時",), required=True),
        Field("kind", ("種別",), kind, columns.each(kind)),
        Field("yen", ("金額",), yen, columns.each(yen)),
        text_field("store_code", ("店舗コード",), 40),
        text_field("store_name", ("店舗名",), 200),
        Field("valid_until", ("新有効期限",), valid_until, columns.each(valid_until), False),
    ]


class EntryChecks:
    """What a row must fulfil beyond each cell, by its kind.

    `days_given` says that the file has the column of new validities: an extension must then carry its own. A ledger
    that has no such column still tells that there was an extension, and when.
    """

    def __init__(self, fields: list[Field], *, days_given: bool) -> None:
        self.days_given = days_given
        place = {field.name: at for at, field in enumerate(fields)}
        self.entry_id, self.kind, self.yen = place["entry_id"], place["kind"], place["yen"]
        self.valid_until = place["valid_until"]

    def check(self, chunk: Chunk) -> Chunk:
        """The chunk without faulty rows; a sum that its kind does not need becomes 0."""
        refused = {
            at: Reject(chunk.lines[at], *fault) for at, row in enumerate(chunk.rows) if (fault := self._fault(row))
        }
        kept = chunk.without(refused)
        return kept._replace(rows=[self._whole(row) for row in kept.rows])

    def _whole(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        return row if row[self.yen] is not None else (*row[: self.yen], 0, *row[self.yen + 1 :])

    def _fault(self, row: tuple[Any, ...]) -> tuple[str, str, str, str] | None:
        kind, yen, valid_until = row[self.kind], row[self.yen], row[self.valid_until]
        if not row[self.entry_id]:
            return "entry_id", "", "空欄です。値が必要です。", "The cell is empty; a value is needed."
        if yen is None and kind not in _ZERO:
            return "yen", "", "金額が必要です。", "A sum is needed."
        if fault := _sign(kind, yen or 0):
            return "yen", str(yen), *fault
        if kind == EntryKind.EXTENSION:
            return ("valid_until", "", *_NO_DAY) if self.days_given and valid_until is None else None
        return None if valid_until is None else ("valid_until", str(valid_until), *_A_DAY)


_NO_DAY: Final = ("期限延長には新有効期限が必要です。", "An extension needs its new validity.")
_A_DAY: Final = ("新有効期限は期限延長の記録だけにあります。", "Only an extension carries a new validity.")


def _sign(kind: str, yen: int) -> tuple[str, str] | None:
    """What is wrong with the sum of an entry of this kind."""
    match kind:
        case EntryKind.CHARGE | EntryKind.EXTENSION if yen != 0:
            return "チャージと期限延長の金額は0円です。", "A charge and an extension book 0 yen."
        case EntryKind.ISSUE if yen <= 0:
            return "発行の金額は1円以上です。", "An issue books at least 1 yen."
        case EntryKind.PAYMENT if yen > 0:
            return "決済の金額は負の数です。", "A payment is booked with a minus."
        case EntryKind.CANCELLATION | EntryKind.RESTORATION if yen < 0:
            return "取消と戻入の金額は正の数です。", "A cancellation and a restoration are booked without a minus."
    return None


def _kind(cell: str) -> str:
    found = _KINDS.get(fold(cell).casefold())
    if found is None:
        raise UnreadableError(
            f"種別が分かりません（{'、'.join(EntryKind.values)}）。",
            f"This kind of entry is not known ({', '.join(EntryKind.values)}).",
        )
    return found.value
