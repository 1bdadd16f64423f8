"""A status report as a file: to print and for machines. Made twice on one day, it is the same bytes."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final

import xlsxwriter

from claims import report_words as words
from claims.report_rows import Row, Total, Unit
from claims.status_report import StatusReport
from foundation.japan.dates import day_in_japan
from foundation.japan.prefectures import PREFECTURES, body_code
from foundation.japan.wareki import wareki
from foundation.tables.guards import XLSX_OPTIONS, Cell, csv_bytes
from foundation.trail.clock import JST

COLUMNS: Final = (
    "団体コード", "都道府県", "事業", "事業名", "基準日時", "集計単位コード", "集計単位", "事案", "判定コード", "判定",
    "経路コード", "経路", "状態コード", "状態", "件数", "金額（円）",
)  # fmt: skip
"""Of the sheet for machines: one value a cell, numbers as numbers, the western calendar."""

PRINTED: Final = ("事案 / Case", "判定 / Outcome", "経路 / Route", "状態 / State", "件数 / Count", "金額（円）/ Yen")
_WIDTHS: Final = (16, 22, 34, 40, 14, 20)
_DATA_WIDTHS: Final = (12, 12, 14, 30, 20, 14, 12, 10, 14, 14, 14, 26, 18, 26, 10, 14)
_TITLE: Final = {"bold": True, "font_size": 16, "font_name": "Meiryo"}
_PLAIN: Final = {"font_size": 10, "font_name": "Meiryo"}
_UNIT: Final = {**_PLAIN, "bold": True}
_RULED: Final = {**_PLAIN, "border": 1, "valign": "vcenter"}
_HEAD: Final = {**_RULED, "bold": True, "bg_color": "#E8F1FE", "text_wrap": True, "align": "center"}
_NUMBER: Final = {**_RULED, "num_format": "#,##0;▲#,##0"}
_SUM: Final = {**_NUMBER, "bold": True, "top": 6}


def data_rows(report: StatusReport) -> Iterator[list[Cell]]:
    """Each row of the report with everything that it is about."""
    head: list[Cell] = [*_place(report), report.programme.slug, report.programme.name_ja, report.as_of]
    for row in report.rows:
        about = [row.unit, words.UNIT[row.unit].ja, words.word(words.CASE, row.case).ja]
        codes = ((words.OUTCOME, row.outcome), (words.ROUTE, row.route), (words.STATE, row.state))
        named = [text for known, code in codes for text in (code, words.word(known, code).ja)]
        yield [*head, *about, *named, row.units, row.yen]


def _place(report: StatusReport) -> tuple[str, str]:
    """団体コード and name of the prefecture; two empty texts where there is none."""
    slug = report.prefecture
    return (body_code(slug), PREFECTURES[slug].ja) if slug else ("", "")


def as_csv(report: StatusReport, _made_at: datetime) -> bytes:
    """The rows for machines; nothing in them tells when they were written."""
    return csv_bytes(COLUMNS, data_rows(report))


def as_xlsx(report: StatusReport, made_at: datetime) -> bytes:
    """帳票 to be printed, with the day it was made, and データ for machines. The file's own date is its instant."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {**XLSX_OPTIONS, "constant_memory": False}) as book:
        book.set_properties({"title": words.TITLE.ja, "created": _wall(report.as_of)})
        _Printed(book, report, day_in_japan(made_at)).write()
        _write_data(book, report)
    return out.getvalue()


class _Printed:
    """A4 across, one table a kind of unit, each with its sum and the total that it ties to.

    The heading of the columns stands once, above all tables, and on each sheet of paper.
    """

    def __init__(self, book: Any, report: StatusReport, made_on: date) -> None:
        self.report, self.made_on = report, made_on
        self.page = book.add_worksheet("帳票")
        kinds = {
            "title": _TITLE,
            "plain": _PLAIN,
            "unit": _UNIT,
            "text": _RULED,
            "head": _HEAD,
            "number": _NUMBER,
            "sum": _SUM,
        }
        self.format = {name: book.add_format(given) for name, given in kinds.items()}
        self.line = 0

    def write(self) -> None:
        self._set_up()
        local = self.report.as_of.astimezone(JST)
        _, prefecture = _place(self.report)
        self._say(f"{words.TITLE.ja}（速報値） / {words.TITLE.en} (provisional)", "title")
        self._say(f"{prefecture}　{self.report.programme.name_ja} / {self.report.programme.name_en}".strip(), "plain")
        self._say(f"{wareki(day_in_japan(local))} {local:%H:%M:%S} 時点 / as of {local:%Y-%m-%d %H:%M:%S} JST", "plain")
        self._say(f"作成日 {wareki(self.made_on)} / made on {self.made_on.isoformat()}", "plain")
        self._headings()
        for total in self.report.totals:
            self._table(total)

    def _set_up(self) -> None:
        self.page.set_landscape()
        self.page.set_paper(9)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer("&L補償状況報告&C&P / &N")
        self.page.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            self.page.set_column(column, column, width)

    def _say(self, text: str, kind: str) -> None:
        self.page.write_string(self.line, 0, text, self.format[kind])
        self.line += 1

    def _headings(self) -> None:
        self.line += 1
        for column, name in enumerate(PRINTED):
            self.page.write_string(self.line, column, name, self.format["head"])
        self.page.repeat_rows(self.line)
        self.line += 1

    def _table(self, total: Total) -> None:
        self.page.write_string(
            self.line, 0, f"{words.UNIT[total.unit].ja} / {words.UNIT[total.unit].en}", self.format["unit"]
        )
        rows = self.report.rows_of(total.unit)
        for row in rows:
            self._row(_texts(row), row.units, row.yen, "text", "number")
        counted, summed = sum(row.units for row in rows), sum(row.yen for row in rows)
        self._row(["合計 / Total", "", "", ""], counted, summed, "text", "sum")
        self.line += 1
        self._say(tie_line(total.unit, total, counted, summed), "plain")
        if note := words.note_on(row.state for row in rows):
            self._say(f"{note.ja} / {note.en}", "plain")
        self.line += 1

    def _row(self, texts: list[str], count: int, yen: int, kind: str, number: str) -> None:
        self.line += 1
        for column, text in enumerate(texts):
            self.page.write_string(self.line, column, text, self.format[kind])
        self.page.write_number(self.line, len(texts), count, self.format[number])
        self.page.write_number(self.line, len(texts) + 1, yen, self.format[number])


def tie_line(unit: Unit, total: Total, count: int, yen: int) -> str:
    """The sentence that says what the sum of the rows was held against."""
    name = words.UNIT[unit]
    return (
        f"照合：内訳 {count:,}件・{yen:,}円 ＝ {name.ja}の全数 {total.units:,}件・{total.yen:,}円 / "
        f"Ties: rows {count:,}, {yen:,} yen = all {name.en.lower()} {total.units:,}, {total.yen:,} yen"
    )


def _texts(row: Row) -> list[str]:
    codes = ((words.CASE, row.case), (words.OUTCOME, row.outcome), (words.ROUTE, row.route), (words.STATE, row.state))
    pairs = [words.word(known, code) for known, code in codes]
    return [pair.ja if pair.ja == pair.en else f"{pair.ja} / {pair.en}" for pair in pairs]


def _write_data(book: Any, report: StatusReport) -> None:
    page = book.add_worksheet("データ")
    moment = book.add_format({"num_format": "yyyy/mm/dd hh:mm:ss"})
    for column, (name, width) in enumerate(zip(COLUMNS, _DATA_WIDTHS, strict=True)):
        page.set_column(column, column, width)
        page.write_string(0, column, name)
    for line, row in enumerate(data_rows(report), start=1):
        for column, cell in enumerate(row):
            _write(page, line, column, cell, moment)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(1, len(report.rows)), len(COLUMNS) - 1)


def _write(page: Any, line: int, column: int, cell: Cell, moment: Any) -> None:
    if isinstance(cell, datetime):
        page.write_datetime(line, column, _wall(cell), moment)
    elif isinstance(cell, str):
        page.write_string(line, column, cell)
    else:
        page.write(line, column, cell)


def _wall(instant: datetime) -> datetime:
    return instant.astimezone(JST).replace(tzinfo=None)
