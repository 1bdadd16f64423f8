"""The columns of a coupon file, and what must hold between the cells of one row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from compensation.imports import cells
from compensation.imports.checked import Chunk, Field
from foundation.japan.errors import UnreadableError
from foundation.tables.rejects import Reject
from foundation.vault import masking

NUMBER_HEADINGS: Final = ("お問い合わせ番号", "お問合せ番号", "問い合わせ番号")
NUMBER_MAX: Final = 40


def coupon_fields(programmes: Mapping[str, int], only: str = "") -> list[Field]:
    """The columns, `programmes` giving the id of each slug; with `only`, every row is of that one."""
    return [
        programme_field(programmes, only),
        Field("inquiry_number", NUMBER_HEADINGS, cells.required(cells.reference(NUMBER_MAX))),
        Field("charge_code", ("チャージコード",), cells.reference(40), False, "", masking.number),
        Field("face_yen", ("クーポン金額",), cells.required(cells.positive_yen)),
        Field("issued_at", ("発行日時",), cells.optional(cells.instant), False),
        Field("expires_on", ("有効期限",), cells.required(cells.day)),
        Field("issuer", ("発行施設",), cells.text(200), False, ""),
        Field("traveller_name", ("利用者名",), cells.text(200), False, "", masking.name),
        Field("via_travel_support", ("全国旅行支援",), cells.required(cells.flag), False, True),
        Field("app_account", ("アプリ会員ID",), cells.word(80), False, "", masking.number),
        Field("charged_at", ("チャージ日時",), cells.optional(cells.instant), False),
        Field("app_withdrawn_at", ("退会日時",), cells.optional(cells.instant), False),
        Field("app_phone", ("登録電話番号", "電話番号"), cells.phone, False, "", masking.phone),
        Field("app_email", ("登録メール", "メールアドレス"), cells.email, False, "", masking.email),
        Field("replaced_by", ("差替え後の番号", "差替後の番号"), cells.reference(NUMBER_MAX), False, ""),
    ]


def programme_field(programmes: Mapping[str, int], only: str = "") -> Field:
    """The column that names the programme by its slug; with `only` it may be missing or empty, and names no other."""
    read = _programme_reader({only: programmes[only]} if only else programmes, only)
    return Field(
        "programme", ("プログラム", "キャンペーン"), read, not only, programmes[only] if only else None
    )


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
        refused = {at: fault for at, row in enumerate(chunk.rows) if (fault := self._fault(chunk.lines[at], row))}
        return self._without_repeats(chunk.without(refused))

    def key(self, row: tuple[Any, ...]) -> tuple[int, str]:
        """What makes a coupon one: its programme and number."""
        return row[self.programme], row[self.number]

    def repeated(self, line: int, row: tuple[Any, ...]) -> Reject:
        """The reject of a number that the file gave before, with other content."""
        return Reject(
            line,
            "inquiry_number",
            row[self.number],
            "同じ番号が、このファイルの前の行に別の内容であります。",
            "An earlier row of this file has the same number with other content.",
        )

    def _fault(self, line: int, row: tuple[Any, ...]) -> Reject | None:
        if row[self.charged_at] is not None and not row[self.account]:
            return Reject(
                line,
                "app_account",
                "",
                "チャージ済みのクーポンにはアプリ会員IDが必要です。",
                "A coupon that was charged needs the account it was charged to.",
            )
        if row[self.replaced_by] == row[self.number]:
            return Reject(
                line,
                "replaced_by",
                row[self.number],
                "差替え後の番号が自分の番号と同じです。",
                "The coupon names itself as the one that replaced it.",
            )
        return None

    def _without_repeats(self, chunk: Chunk) -> Chunk:
        first: dict[tuple[int, str], int] = {}
        again = [at for at, row in enumerate(chunk.rows) if first.setdefault(self.key(row), at) != at]
        same = {at for at in again if chunk.rows[at] == chunk.rows[first[self.key(chunk.rows[at])]]}
        refused = {at: self.repeated(chunk.lines[at], chunk.rows[at]) for at in again if at not in same}
        return chunk.without(refused, same)
