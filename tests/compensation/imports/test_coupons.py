"""Coupons come in by their number: new, changed, unchanged."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import OperationalError

from compensation.bulletin_loading import load_bulletins
from compensation.coupon_reading import held_coupons
from compensation.imports.checked import Chunk
from compensation.imports.coupon_merge import CouponMerge
from compensation.models import Coupon, CouponChange, ImportRun, Programme
from compensation.programmes import in_force
from foundation.trail.models import AuditEvent
from tests.compensation.imports.conftest import BY, Bring
from tests.compensation.imports.files import COUPON_HEADINGS, coupon_row, csv_text, write_csv, write_xlsx
from tests.factories.compensation import ProgrammeFactory, jst, payout_for

pytestmark = pytest.mark.django_db


def counts(facts: dict[str, object]) -> tuple[object, ...]:
    return tuple(facts[name] for name in ("rows", "inserted", "changed", "unchanged", "refused"))


def test_a_coupon_is_stored_as_its_row_says(bring_coupons: Bring, kumamoto: Programme) -> None:
    bring_coupons(coupon_row("KM0001"))
    stored = Coupon.objects.values().get()
    del stored["id"], stored["recorded_at"]
    assert stored == {
        "programme_id": kumamoto.pk,
        "inquiry_number": "KM0001",
        "charge_code": "CKM0001",
        "face_yen": 2000,
        "issued_at": jst(2023, 2, 23, 15),
        "expires_on": date(2023, 2, 24),
        "issuer": "阿蘇旅館",
        "traveller_name": "髙橋 一郎",
        "via_travel_support": True,
        "app_account": "member-KM0001",
        "charged_at": jst(2023, 2, 23, 16),
        "app_withdrawn_at": None,
        "app_phone": "+819012345678",
        "app_email": "taro@example.jp",
        "replaced_by": "",
        "payee_id": None,
    }


def test_a_paper_coupon_has_neither_account_nor_contact(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row(app_account="", charged_at="", app_phone="", app_email=""))
    coupon = Coupon.objects.get()
    assert (coupon.is_charged, coupon.app_account, coupon.app_phone, coupon.app_email) == (False, "", "", "")


@pytest.mark.parametrize(("cell", "stored"), [("", True), ("　", True), ("false", False), ("はい", True)])
def test_travel_support_is_taken_for_granted_unless_denied(bring_coupons: Bring, cell: str, stored: bool) -> None:
    bring_coupons(coupon_row("KM0001", via_travel_support=cell))
    assert Coupon.objects.get().via_travel_support is stored


def test_the_same_file_twice_changes_nothing(bring_coupons: Bring) -> None:
    rows = [coupon_row("KM0001"), coupon_row("KM0002", app_account="", charged_at="")]
    bring_coupons(*rows)
    before = list(Coupon.objects.order_by("pk").values())
    summary = bring_coupons(*rows)
    assert counts(summary.facts) == (2, 0, 0, 2, 0)
    assert list(Coupon.objects.order_by("pk").values()) == before
    assert CouponChange.objects.count() == 0


def test_a_changed_coupon_keeps_what_it_was(bring_coupons: Bring) -> None:
    with time_machine.travel(jst(2023, 3, 1, 9), tick=False):
        bring_coupons(coupon_row("KM0001"), coupon_row("KM0002"))
    with time_machine.travel(jst(2023, 3, 2, 9), tick=False):
        summary = bring_coupons(coupon_row("KM0001", app_phone="080-1111-2222"), coupon_row("KM0002"))
    change = CouponChange.objects.select_related("run", "coupon").get()
    assert counts(summary.facts) == (2, 0, 1, 1, 0)
    assert (change.coupon.app_phone, change.coupon.recorded_at) == ("+818011112222", jst(2023, 3, 1, 9))
    assert (change.before["app_phone"], change.before["face_yen"]) == ("+819012345678", 2000)
    assert change.before["recorded_at"] == "2023-03-01T00:00:00+00:00"
    assert (change.run.file_name, change.actor, change.at) == ("file.csv", "tests", jst(2023, 3, 2, 9))


def test_a_column_that_the_file_does_not_have_stays_as_it_is(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row())
    few = {name: coupon_row()[name] for name in ("inquiry_number", "programme", "expires_on")}
    summary = bring_coupons(few | {"face_yen": "3000"})
    coupon = Coupon.objects.get()
    assert (coupon.face_yen, coupon.app_phone, coupon.traveller_name) == (3000, "+819012345678", "髙橋 一郎")
    assert "app_phone" in summary.facts["columns_absent"]


def test_one_number_in_two_programmes_is_two_coupons(bring_coupons: Bring) -> None:
    ProgrammeFactory.create(slug="nara")
    bring_coupons(coupon_row("0001"), coupon_row("0001", programme="nara"))
    numbers = Coupon.objects.order_by("programme__slug").values_list("programme__slug", "inquiry_number")
    assert list(numbers) == [("kumamoto", "0001"), ("nara", "0001")]


def test_japanese_header_widths_and_forms(bring_coupons: Bring, tmp_path: Path) -> None:
    row = coupon_row(
        "ＫＭ－０００１",
        face_yen="２，０００円",
        issued_at="2023年2月23日 15時00分",
        expires_on="２０２３年２月２４日",
        charged_at="2023/2/23 16:00",
        app_phone="０９０ー１２３４ー５６７８",
        via_travel_support="はい",
    )
    path = tmp_path / "sjis.csv"
    spaced = {name: f" {heading}　" for name, heading in COUPON_HEADINGS.items()}
    path.write_bytes(csv_text([row], spaced).encode("cp932"))
    bring_coupons(path=path)
    coupon = Coupon.objects.get()
    assert (coupon.inquiry_number, coupon.face_yen, coupon.expires_on) == ("KM0001", 2000, date(2023, 2, 24))
    assert (coupon.issued_at, coupon.charged_at) == (jst(2023, 2, 23, 15), jst(2023, 2, 23, 16))
    assert (coupon.traveller_name, coupon.app_phone) == ("髙橋 一郎", "+819012345678")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_encodings(bring_coupons: Bring, tmp_path: Path, encoding: str) -> None:
    bring_coupons(path=write_csv(tmp_path, coupon_row(), encoding=encoding))
    assert Coupon.objects.get().traveller_name == "髙橋 一郎"


def test_a_workbook_with_cells_of_their_own_types(bring_coupons: Bring, tmp_path: Path) -> None:
    row = coupon_row(
        "12345",
        face_yen=2000,
        expires_on=date(2023, 2, 24),
        issued_at=jst(2023, 2, 23, 15).replace(tzinfo=None),
        via_travel_support=True,
        traveller_name="=HYPERLINK(1)",
    )
    book = write_xlsx(tmp_path, row | {"inquiry_number": 12345})
    bring_coupons(path=book)
    coupon = Coupon.objects.get()
    assert (coupon.inquiry_number, coupon.face_yen, coupon.expires_on) == ("12345", 2000, date(2023, 2, 24))
    assert (coupon.issued_at, coupon.via_travel_support) == (jst(2023, 2, 23, 15), True)


def test_a_line_break_within_a_cell_is_a_space(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row(issuer="阿蘇旅館\r\n別館\t\n", traveller_name="髙橋\n一郎"))
    coupon = Coupon.objects.get()
    assert (coupon.issuer, coupon.traveller_name) == ("阿蘇旅館 別館", "髙橋 一郎")


def test_what_looks_like_a_formula_is_text(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row(traveller_name="=1+1", issuer="@SUM(A1)"))
    coupon = Coupon.objects.get()
    assert (coupon.traveller_name, coupon.issuer) == ("=1+1", "@SUM(A1)")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2023-02-24T23:59:00+09:00", date(2023, 2, 24)),
        ("2023-02-24T15:00:00Z", date(2023, 2, 25)),
        ("2023/2/24 23:59", date(2023, 2, 24)),
        ("2023/2/4", date(2023, 2, 4)),
    ],
)
def test_the_last_day_may_be_given_as_an_instant(bring_coupons: Bring, cell: str, day: date) -> None:
    bring_coupons(coupon_row(expires_on=cell))
    assert Coupon.objects.get().expires_on == day


def test_a_contact_that_is_none_stays_as_written(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row(app_phone="不明"), coupon_row("KM0002", app_phone="０９６－３８３－１１１１"))
    assert list(Coupon.objects.order_by("inquiry_number").values_list("app_phone", flat=True)) == [
        "不明",
        "+81963831111",
    ]


def test_the_programme_may_be_said_once_for_the_file(bring_coupons: Bring) -> None:
    row = coupon_row()
    del row["programme"]
    bring_coupons(row, programme="kumamoto")
    assert Coupon.objects.get().programme.slug == "kumamoto"


def test_a_dry_run_writes_nothing(bring_coupons: Bring, report: Callable[[], list[tuple[str, ...]]]) -> None:
    summary = bring_coupons(coupon_row("KM0001"), coupon_row("KM0002", face_yen="x"), dry_run=True)
    assert counts(summary.facts) == (2, 1, 0, 0, 1)
    assert (summary.written, Coupon.objects.count(), ImportRun.objects.count()) == (False, 0, 0)
    assert [line[:2] for line in report()] == [("3", "face_yen")]


def test_all_or_nothing(bring_coupons: Bring) -> None:
    bad = [coupon_row("KM0001"), coupon_row("KM0002", face_yen="x")]
    refused = bring_coupons(*bad, all_or_nothing=True)
    assert (refused.written, Coupon.objects.count()) == (False, 0)
    taken = bring_coupons(*bad[:1], all_or_nothing=True)
    assert (taken.written, Coupon.objects.count()) == (True, 1)


def test_the_run_is_on_record(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row())
    run = ImportRun.objects.get()
    assert (run.kind, run.file_name, run.started_by, len(run.sha256)) == ("coupons", "file.csv", "tests", 64)
    assert (run.counts["inserted"], run.finished_at is not None) == (1, True)
    assert list(AuditEvent.objects.values_list("action", "subject_ref")) == [("imported", str(run.pk))]


def test_a_contact_changed_after_the_release_is_listed(
    bring_coupons: Bring, report: Callable[[], list[tuple[str, ...]]]
) -> None:
    bring_coupons(*(coupon_row(number) for number in ("KM0001", "KM0002", "KM0003")))
    sent, planned, _ = Coupon.objects.order_by("inquiry_number")
    payout_for(sent, state="released")
    payout_for(planned, state="planned")
    news = [coupon_row(number, app_email="other@example.jp") for number in ("KM0001", "KM0002", "KM0003")]
    summary = bring_coupons(*news)
    assert (summary.facts["changed"], summary.facts["contact_changed_after_release"], summary.refused) == (3, 1, 0)
    assert [line[:3] for line in report()] == [("2", "app_phone / app_email", "KM0001")]


def test_another_change_after_the_release_is_not_listed(bring_coupons: Bring) -> None:
    bring_coupons(coupon_row())
    payout_for(Coupon.objects.get(), state="released")
    summary = bring_coupons(coupon_row(issuer="別の旅館"))
    assert (summary.facts["changed"], summary.facts["contact_changed_after_release"]) == (1, 0)


def test_an_import_that_was_cut_off_is_finished_by_the_next(
    bring_coupons: Bring, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [coupon_row(f"KM{number:04}") for number in range(7)]
    write, written = CouponMerge.write, []

    def write_twice(merge: CouponMerge, chunk: Chunk, **hooks: Any) -> None:
        written.append(chunk)
        if len(written) > 2:
            raise OperationalError("the server went away")
        write(merge, chunk, **hooks)

    with monkeypatch.context() as patch:
        patch.setattr(CouponMerge, "write", write_twice)
        with pytest.raises(OperationalError):
            bring_coupons(*rows)
    assert (Coupon.objects.count(), ImportRun.objects.get().finished_at) == (4, None)
    assert counts(bring_coupons(*rows).facts) == (7, 3, 0, 4, 0)


def test_a_later_chunk_that_contradicts_is_a_repeat(bring_coupons: Bring, small_chunks: None) -> None:
    bring_coupons(coupon_row("KM0001"))
    others = [coupon_row(f"KM{number:04}") for number in range(2, 6)]
    unchanged = bring_coupons(coupon_row("KM0001"), *others, coupon_row("KM0001", face_yen="3000"))
    assert counts(unchanged.facts) == (6, 4, 0, 1, 1)
    changed = bring_coupons(coupon_row("KM0001", face_yen="4000"), *others, coupon_row("KM0001", face_yen="3000"))
    assert counts(changed.facts) == (6, 0, 1, 4, 1)
    inserted = bring_coupons(coupon_row("KM0009"), *others, coupon_row("KM0009", face_yen="3000"))
    assert counts(inserted.facts) == (6, 1, 0, 4, 1)
    twice = Coupon.objects.filter(inquiry_number__in=["KM0001", "KM0009"]).order_by("inquiry_number")
    assert list(twice.values_list("face_yen", flat=True)) == [4000, 2000]


def test_new_and_known_coupons_in_one_file(bring_coupons: Bring, small_chunks: None) -> None:
    bring_coupons(coupon_row("KM0003"), coupon_row("KM0004"))
    rows = [coupon_row(f"KM{number:04}") for number in range(1, 8)]
    rows[3] |= {"issuer": "別の旅館"}
    assert counts(bring_coupons(*rows).facts) == (7, 5, 1, 1, 0)
    assert counts(bring_coupons(*rows).facts) == (7, 0, 0, 7, 0)


def test_a_charge_that_is_yet_to_come_counts_from_its_instant_on(bring_coupons: Bring) -> None:
    load_bulletins(by=BY)
    to_come = jst(2023, 3, 20, 12)
    with time_machine.travel(to_come - timedelta(days=5), tick=False):
        summary = bring_coupons(coupon_row(charged_at=to_come.isoformat()))
    rules = in_force("kumamoto", to_come).rules
    [held] = held_coupons([Coupon.objects.get().pk])
    before = to_come - timedelta(seconds=1)
    assert (summary.refused, [held.was_charged(rules, at) for at in (before, to_come + timedelta(seconds=1))]) == (
        0, [False, True],
    )  # fmt: skip
