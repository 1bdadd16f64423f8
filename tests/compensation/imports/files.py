"""Files of coupons and of ledger entries, as operators hand them in."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook

COUPON: dict[str, Any] = {
    "inquiry_number": "KM0001",
    "charge_code": "C0001",
    "programme": "kumamoto",
    "face_yen": "2000",
    "issued_at": "2023-02-23T15:00:00+09:00",
    "expires_on": "2023-02-24",
    "issuer": "阿蘇旅館",
    "traveller_name": "髙橋 一郎",
    "via_travel_support": "true",
    "app_account": "member-1",
    "charged_at": "2023-02-23T16:00:00+09:00",
    "app_withdrawn_at": "",
    "app_phone": "090-1234-5678",
    "app_email": "taro@example.jp",
    "replaced_by": "",
}
ENTRY: dict[str, Any] = {
    "entry_id": "E1",
    "programme": "kumamoto",
    "inquiry_number": "KM0001",
    "at": "2023-02-23T15:00:00+09:00",
    "kind": "issue",
    "yen": "2000",
    "store_code": "",
    "store_name": "",
}
COUPON_HEADINGS = {
    "inquiry_number": "お問い合わせ番号",
    "charge_code": "チャージコード",
    "face_yen": "クーポン金額",
    "issued_at": "発行日時",
    "expires_on": "有効期限",
    "issuer": "発行施設",
    "traveller_name": "利用者名",
    "app_account": "アプリ会員ID",
    "charged_at": "チャージ日時",
    "app_withdrawn_at": "退会日時",
}


def coupon_row(number: str = "KM0001", **cells: Any) -> dict[str, Any]:
    """A row of a coupon file; an account and code of its own for each number."""
    return COUPON | {"inquiry_number": number, "charge_code": f"C{number}", "app_account": f"member-{number}"} | cells


def entry_row(entry_id: str = "E1", **cells: Any) -> dict[str, Any]:
    """A row of a ledger file."""
    return ENTRY | {"entry_id": entry_id} | cells


def csv_text(rows: list[dict[str, Any]], headings: dict[str, str] | None = None) -> str:
    """The rows as CSV, their keys as the header, or what `headings` has for a key."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([(headings or {}).get(name, name) for name in rows[0]])
    writer.writerows(row.values() for row in rows)
    return out.getvalue()


def write_csv(folder: Path, *rows: dict[str, Any], name: str = "file.csv", encoding: str = "utf-8") -> Path:
    """A CSV file of these rows."""
    path = folder / name
    path.write_bytes(csv_text(list(rows)).encode(encoding))
    return path


def write_xlsx(folder: Path, *rows: dict[str, Any], name: str = "file.xlsx") -> Path:
    """A workbook of these rows, each cell of the type it is given in."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(list(rows[0]))
    for row in rows:
        sheet.append(list(row.values()))
    book.save(folder / name)
    return folder / name
