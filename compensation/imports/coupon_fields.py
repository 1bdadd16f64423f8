"""The columns of a coupon file, and what must hold between the cells of one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from operator import itemgetter
from typing import Any, Final

from compensation.imports import cells, columns
from compensation.imports.checked import Chunk, Field
from foundation.japan.errors import UnreadableError
from foundation.tables.rejects import Reject
from foundation.vault import masking

NUMBER_HEADINGS: Final = ("お問い合わせ番号", "お問合せ番号", "問い合わせ番号")
NUMBER_MAX: Final = 40

Mask = Callable[[str], str]


def coupon_fields(programmes: Mapping[str, int], only: str = "") -> list[Field]:
    """The columns, `programmes` giving the id of each slug; with `only`, every row is of that one."""
    return [
        programme_field(programmes, only),
        number_field(),
        Field("charge_code", ("チャージコード",), *_reference(NUMBER_MAX), False, "", masking.number),
        _each("face_yen", ("クーポン金額",), cells.required(cells.positive_yen)),
        instant_field("issued_at", ("発行日時",), required=False),
        _each("expires_on", ("有効期限",), cells.required(cells.day)),
        text_field("issuer", ("発行施設",), 200),
        text_field("traveller_name", ("利用者名",), 200, masking.name),
        _each("via_travel_support", ("全国旅行支援",), _yes_unless_said, required=False, default=True),
        Field("app_account", ("アプリ会員ID",), cells.word(80), columns.words(80), False, "", masking.number),
        instant_field("charged_at", ("チャージ日時",), required=False),
        instant_field("app_withdrawn_at", ("退会日時",), required=False),
        Field("app_phone", ("登録電話番号",), cells.phone, columns.phones(cells.phone), False, "", masking.phone),
        Field("app_email", ("登録メール",), cells.word(254), columns.words(254), False, "", masking.email),
        Field("replaced_by", ("差替え後の番号", "差替後の番号"), *_reference(NUMBER_MAX), False, ""),
    ]


def _yes_unless_said(cell: str) -> bool:
    """An empty cell says as little as a column that is not there."""
    return cells.flag(cell) if cell and not cell.isspace() else True


def number_field() -> Field:
    """The number that a coupon is known by."""
    read = cells.required(cells.reference(NUMBER_MAX))
    return Field("inquiry_number", NUMBER_HEADINGS, read, columns.references(NUMBER_MAX, blank=False))


def text_field(name: str, headings: tuple[str, ...], longest: int, mask: Mask = str) -> Field:
    """A column of text that may be missing."""
    return Field(name, headings, cells.text(longest), columns.texts(longest), False, "", mask)


def instant_field(name: str, headings: tuple[str, ...], *, required: bool) -> Field:
    """A column of instants; one that is not required may also be empty."""
    read = cells.required(cells.instant) if required else cells.optional(cells.instant)
    return Field(name, headings, read, columns.instants(cells.YEARS, blank=not required), required)


def _reference(longest: int) -> tuple[Callable[[str], str], columns.ColumnReader]:
    return cells.reference(longest), columns.references(longest, blank=True)


def _each(
    name: str, headings: tuple[str, ...], read: Callable[[str], Any], *, required: bool = True, default: Any = None
) -> Field:
    return Field(name, headings, read, columns.each(read), required, default)


def programme_field(programmes: Mapping[str, int], only: str = "") -> Field:
    """The column that names the programme by its slug; with `only` it may be missing or empty, and names no other."""
    read = _programme_reader({only: programmes[only]} if only else programmes, only)
    headings = ("プログラム", "キャンペーン")
    return _each("programme", headings, read, required=not only, default=programmes.get(only))


def _programme_reader(known: Mapping[str, int], blank: str) -> Callable[[str], int]:
    ids = dict(known)

    def read(cell: str) -> int:
        found = ids.get(cell)
        if found is None:
            found = ids.get(cells.word(200)(cell).casefold() or blank)
        if found is None:
            raise UnreadableError(
                f"登録のないプログラムです（登録：{'、'.join(ids) or 'なし'}）。",
                f"This programme is not known here (known: {', '.join(ids) or 'none'}).",
            )
        return found

    return read


class RowChecks:
    """What a chunk's rows must fulfil beyond each cell: the places of the fields are looked up once."""

    def __init__(self, fields: list[Field]) -> None:
        place = {field.name: at for at, field in enumerate(fields)}
        self.number, self.replaced_by = place["inquiry_number"], place["replaced_by"]
        self.account, self.charged_at = place["app_account"], place["charged_at"]
        self.programme = place["programme"]

    def check(self, chunk: Chunk) -> Chunk:
        """The chunk without faulty rows, and without those that repeat one before them."""
        number, replaced, account, charged = self.number, self.replaced_by, self.account, self.charged_at
        faulty = [
            at
            for at, row in enumerate(chunk.rows)
            if (row[charged] is not None and not row[account]) or row[replaced] == row[number]
        ]
        return self._without_repeats(chunk.without({at: self._fault(chunk.lines[at], chunk.rows[at]) for at in faulty}))

    def repeated(self, line: int, row: tuple[Any, ...]) -> Reject:
        """The reject of a number that the file gave before, with other content."""
        return Reject(
            line,
            "inquiry_number",
            row[self.number],
            "同じ番号が、このファイルの前の行に別の内容であります。",
            "An earlier row of this file has the same number with other content.",
        )

    def _fault(self, line: int, row: tuple[Any, ...]) -> Reject:
        if row[self.replaced_by] == row[self.number]:
            return Reject(
                line,
                "replaced_by",
                row[self.number],
                "差替え後の番号が自分の番号と同じです。",
                "The coupon names itself as the one that replaced it.",
            )
        return Reject(
            line,
            "app_account",
            "",
            "チャージ済みのクーポンにはアプリ会員IDが必要です。",
            "A coupon that was charged needs the account it was charged to.",
        )

    def _without_repeats(self, chunk: Chunk) -> Chunk:
        keys = list(map(itemgetter(self.programme, self.number), chunk.rows))
        if len(set(keys)) == len(keys):
            return chunk
        first = {key: at for at, key in reversed(list(enumerate(keys)))}
        again = [at for at, key in enumerate(keys) if first[key] != at]
        same = {at for at in again if chunk.rows[at] == chunk.rows[first[keys[at]]]}
        refused = {at: self.repeated(chunk.lines[at], chunk.rows[at]) for at in again if at not in same}
        return chunk.without(refused, same)
