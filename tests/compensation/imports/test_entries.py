"""Ledger entries come in: in any order, once, and only what the coupon's balance bears."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.db import OperationalError

from compensation.imports import entry_merge
from compensation.ledger import balance
from compensation.models import Coupon, CouponChange, ImportRun, LedgerEntry, Programme
from tests.compensation.imports.conftest import Bring
from tests.compensation.imports.files import coupon_row, entry_row, write_xlsx
from tests.factories.compensation import CouponFactory, LedgerEntryFactory, ProgrammeFactory, jst

pytestmark = pytest.mark.django_db
Report = Callable[[], list[tuple[str, ...]]]


@pytest.fixture
def coupon(kumamoto: Programme) -> Coupon:
    return CouponFactory.create(programme=kumamoto, inquiry_number="KM0001", face_yen=2000)


def payment(entry_id: str, yen: str, at: str) -> dict[str, str]:
    return entry_row(entry_id, kind="payment", yen=yen, at=at, store_code="S1", store_name="売店")


def booked() -> list[str]:
    return list(LedgerEntry.objects.order_by("entry_id").values_list("entry_id", flat=True))


def test_an_entry_is_stored_as_its_row_says(bring_ledger: Bring, coupon: Coupon, kumamoto: Programme) -> None:
    bring_ledger(entry_row("E1"), payment("E2", "−５００円", "2023年2月24日 19:30"))
    stored = LedgerEntry.objects.values().get(entry_id="E2")
    del stored["id"], stored["recorded_at"]
    assert stored == {
        "programme_id": kumamoto.pk,
        "coupon_id": coupon.pk,
        "entry_id": "E2",
        "at": jst(2023, 2, 24, 19, 30),
        "kind": "payment",
        "yen": -500,
        "store_code": "S1",
        "store_name": "売店",
        "valid_until": None,
    }


def test_the_same_file_twice_adds_nothing(bring_ledger: Bring, coupon: Coupon) -> None:
    rows = [entry_row("E1"), payment("E2", "-500", "2023-02-24T19:30:00+09:00")]
    bring_ledger(*rows)
    summary = bring_ledger(*rows)
    assert (summary.facts["inserted"], summary.facts["unchanged"], summary.refused) == (0, 2, 0)
    assert booked() == ["E1", "E2"]


def test_an_unsorted_file_is_judged_in_the_order_of_time(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    bring_ledger(
        payment("E4", "-500", "2023-03-03T10:00:00+09:00"),
        payment("E3", "-1000", "2023-03-02T10:00:00+09:00"),
        payment("E2", "-1500", "2023-03-01T10:00:00+09:00"),
        entry_row("E1"),
    )
    assert booked() == ["E1", "E2", "E4"]
    assert [line[:3] for line in report()] == [("3", "yen", "'-1000")]
    assert balance(coupon, jst(2023, 4, 1)) == 0


def test_equal_instants_are_told_apart_by_their_ids(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    at = "2023-03-01T10:00:00+09:00"
    bring_ledger(payment("E3", "-1500", at), payment("E2", "-1500", at), entry_row("E1"))
    assert (booked(), [line[0] for line in report()]) == (["E1", "E2"], ["2"])


def test_what_stands_in_the_table_counts(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    bring_ledger(entry_row("E1"), payment("E3", "-1500", "2023-03-02T10:00:00+09:00"))
    bring_ledger(
        payment("E2", "-600", "2023-03-01T10:00:00+09:00"),
        payment("E4", "-600", "2023-03-03T10:00:00+09:00"),
        payment("E5", "-500", "2023-03-04T10:00:00+09:00"),
    )
    assert booked() == ["E1", "E3", "E5"]
    assert sorted(line[0] for line in report()) == ["2", "3"]


def test_without_an_issue_the_balance_is_not_known_and_refuses_nothing(bring_ledger: Bring, coupon: Coupon) -> None:
    summary = bring_ledger(payment("E1", "-500", "2023-03-01T10:00:00+09:00"))
    assert (summary.refused, balance(coupon, jst(2023, 4, 1))) == (0, None)


def test_a_balance_that_is_negative_from_elsewhere_takes_a_restoration(bring_ledger: Bring, coupon: Coupon) -> None:
    LedgerEntryFactory.create(coupon=coupon)
    LedgerEntryFactory.create(coupon=coupon, kind="payment", yen=-3000, at=jst(2023, 3, 1))
    summary = bring_ledger(entry_row("R1", kind="restoration", yen="200", at="2023-03-05 10:00"))
    assert (summary.refused, balance(coupon, jst(2023, 4, 1))) == (0, -800)


@pytest.mark.parametrize(
    ("cells", "column", "shown"),
    [
        ({"programme": "atlantis"}, "programme", "atlantis"),
        ({"programme": "nara"}, "inquiry_number", "KM0001"),
        ({"inquiry_number": "KM9999"}, "inquiry_number", "KM9999"),
        ({"inquiry_number": ""}, "inquiry_number", ""),
        ({"entry_id": ""}, "entry_id", ""),
        ({"at": "2023-02-29T10:00:00+09:00"}, "at", "2023-02-29T10:00:00+09:00"),
        ({"at": ""}, "at", ""),
        ({"kind": "gift"}, "kind", "gift"),
        ({"kind": "payment", "yen": "500"}, "yen", "500"),
        ({"kind": "payment", "yen": ""}, "yen", ""),
        ({"kind": "payment", "yen": "five"}, "yen", "five"),
        ({"kind": "payment", "yen": "-99999999999"}, "yen", "'-99999999999"),
        ({"kind": "cancellation", "yen": "-1"}, "yen", "'-1"),
        ({"kind": "restoration", "yen": "-1"}, "yen", "'-1"),
        ({"kind": "charge", "yen": "100"}, "yen", "100"),
        ({"kind": "extension", "yen": "100"}, "yen", "100"),
        ({"kind": "issue", "yen": "-2000"}, "yen", "'-2000"),
        ({"kind": "issue", "yen": "2000"}, "yen", "2000"),
        ({"kind": "payment", "yen": "-100", "valid_until": "2023-03-31"}, "valid_until", "2023-03-31"),
        ({"kind": "extension", "yen": "0", "valid_until": "2023-03-32"}, "valid_until", "2023-03-32"),
        ({"kind": "payment", "yen": "-2001"}, "yen", "'-2001"),
    ],
)
def test_a_faulty_row_is_refused_and_the_others_are_in(
    bring_ledger: Bring, coupon: Coupon, report: Report, cells: dict[str, str], column: str, shown: str
) -> None:
    ProgrammeFactory.create(slug="nara")
    faulty = entry_row("E2", at="2023-03-01 10:00", valid_until="") | cells
    summary = bring_ledger(
        entry_row("E1", valid_until=""), faulty, entry_row("E3", kind="charge", yen="0", valid_until="")
    )
    assert [line[:3] for line in report()] == [("3", column, shown)]
    assert (summary.refused, booked()) == (1, ["E1", "E3"])


def test_a_number_of_another_programme_is_not_known(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    ProgrammeFactory.create(slug="nara")
    bring_ledger(entry_row(programme="nara"))
    assert [line[:3] for line in report()] == [("2", "inquiry_number", "KM0001")]


def test_a_repeat_is_passed_over_and_a_contradiction_refused(
    bring_ledger: Bring, coupon: Coupon, report: Report
) -> None:
    summary = bring_ledger(entry_row(), entry_row(), entry_row(store_name="別の店"))
    assert [line[:3] for line in report()] == [("4", "entry_id", "E1")]
    assert (summary.facts["inserted"], summary.facts["unchanged"]) == (1, 1)


def test_an_entry_that_is_booked_is_never_changed(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    CouponFactory.create(programme=coupon.programme, inquiry_number="KM0002")
    bring_ledger(entry_row())
    summary = bring_ledger(entry_row(store_name="別の店"))
    assert ([line[:3] for line in report()], summary.refused) == ([("2", "entry_id", "E1")], 1)
    bring_ledger(entry_row(inquiry_number="KM0002"))
    assert [line[:3] for line in report()] == [("2", "entry_id", "E1")]
    assert LedgerEntry.objects.get().store_name == ""


def test_one_id_in_two_programmes_is_two_entries(bring_ledger: Bring, coupon: Coupon) -> None:
    CouponFactory.create(programme__slug="nara", inquiry_number="N1")
    summary = bring_ledger(entry_row("E1"), entry_row("E1", programme="nara", inquiry_number="N1"))
    assert (summary.facts["inserted"], summary.refused) == (2, 0)


def test_an_extension_carries_its_day(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    bring_ledger(
        entry_row("X1", kind="期限延長", yen="", at="2023/2/24 20:00", 新有効期限="2023年2月26日"),
        entry_row("X2", kind="extension", yen="0", at="2023/3/2 10:00", 新有効期限=""),
        entry_row("X3", kind="extension", yen="0", at="2023/3/2 10:00", 新有効期限="2023/3/31"),
    )
    days = LedgerEntry.objects.order_by("entry_id").values_list("valid_until", flat=True)
    assert list(days) == [date(2023, 2, 26), date(2023, 3, 31)]
    assert [line[:3] for line in report()] == [("3", "valid_until", "")]


def test_an_extension_in_a_file_without_the_column_of_its_day_is_told_all_the_same(
    bring_ledger: Bring, coupon: Coupon
) -> None:
    assert bring_ledger(entry_row("X1", kind="extension", yen="0")).refused == 0
    assert list(LedgerEntry.objects.values_list("kind", "valid_until")) == [("extension", None)]


def test_a_workbook(bring_ledger: Bring, coupon: Coupon, tmp_path: Path) -> None:
    row = entry_row(yen=2000, at=jst(2023, 2, 23, 15).replace(tzinfo=None))
    bring_ledger(path=write_xlsx(tmp_path, row))
    assert LedgerEntry.objects.get().at == jst(2023, 2, 23, 15)


def test_a_charge_turns_paper_into_the_app(bring_ledger: Bring, bring_coupons: Bring, kumamoto: Programme) -> None:
    row = coupon_row(charged_at="")
    bring_coupons(row, coupon_row("KM0002", app_account="", charged_at=""))
    charge = {"kind": "charge", "yen": "0", "at": "2023-03-05T10:00:00+09:00"}
    summary = bring_ledger(entry_row("C1", **charge), entry_row("C2", inquiry_number="KM0002", **charge))
    charged = Coupon.objects.get(inquiry_number="KM0001")
    assert charged.charged_at == jst(2023, 3, 5, 10)
    assert (summary.facts["charged"], summary.facts["charged_without_account"]) == (1, 1)
    assert CouponChange.objects.get().before["charged_at"] is None
    # The file of coupons, which does not know of it yet, leaves it alone.
    assert bring_coupons(row).facts["unchanged"] == 1
    # And it is filled in as soon as the account is known.
    bring_coupons(coupon_row("KM0002", charged_at=""))
    assert Coupon.objects.get(inquiry_number="KM0002").charged_at == jst(2023, 3, 5, 10)


def test_a_dry_run_writes_nothing(bring_ledger: Bring, coupon: Coupon, report: Report) -> None:
    summary = bring_ledger(entry_row("E1"), payment("E2", "-9000", "2023-03-01 10:00"), dry_run=True)
    assert (summary.facts["inserted"], summary.refused, summary.written) == (1, 1, False)
    assert (booked(), ImportRun.objects.count(), len(report())) == ([], 0, 1)


def test_all_or_nothing(bring_ledger: Bring, coupon: Coupon) -> None:
    bring_ledger(entry_row("E1"), payment("E2", "-9000", "2023-03-01 10:00"), all_or_nothing=True)
    assert booked() == []
    bring_ledger(entry_row("E1"), all_or_nothing=True)
    assert booked() == ["E1"]


def test_an_import_that_was_cut_off_is_finished_by_the_next(
    bring_ledger: Bring, coupon: Coupon, small_chunks: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [entry_row("E0"), *(payment(f"E{day}", "-100", f"2023-03-0{day} 10:00") for day in range(1, 6))]
    marked = []

    def mark_once(*_: object) -> None:
        marked.append(1)
        if len(marked) > 1:
            raise OperationalError("the server went away")

    with monkeypatch.context() as patch:
        patch.setattr(entry_merge, "mark_charged", mark_once)
        with pytest.raises(OperationalError):
            bring_ledger(*rows)
    assert booked() == ["E0"]
    assert bring_ledger(*rows).facts["inserted"] == 5
    assert balance(coupon, jst(2023, 4, 1)) == 1500
