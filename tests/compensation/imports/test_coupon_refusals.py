"""What a file of coupons is refused for, row by row, and that the good rows are in."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from compensation.models import Coupon
from foundation.tables.rejects import FileError
from tests.compensation.imports.conftest import Bring
from tests.compensation.imports.files import coupon_row
from tests.factories.compensation import ProgrammeFactory

pytestmark = pytest.mark.django_db
Report = Callable[[], list[tuple[str, ...]]]


@pytest.mark.parametrize(
    ("cells", "column", "shown"),
    [
        ({"programme": "atlantis"}, "programme", "atlantis"),
        ({"programme": ""}, "programme", ""),
        ({"inquiry_number": ""}, "inquiry_number", ""),
        ({"inquiry_number": "9" * 41}, "inquiry_number", "9" * 41),
        ({"face_yen": "0"}, "face_yen", "0"),
        ({"face_yen": "-500"}, "face_yen", "'-500"),
        ({"face_yen": "1,00"}, "face_yen", "1,00"),
        ({"face_yen": "2000.5"}, "face_yen", "2000.5"),
        ({"face_yen": ""}, "face_yen", ""),
        ({"face_yen": "2147483648"}, "face_yen", "2147483648"),
        ({"face_yen": "9" * 5000}, "face_yen", "9" * 60),
        ({"expires_on": "2023-02-30"}, "expires_on", "2023-02-30"),
        ({"expires_on": "2023年13月1日"}, "expires_on", "2023年13月1日"),
        ({"expires_on": "0023-02-24"}, "expires_on", "0023-02-24"),
        ({"expires_on": "02/24/2023"}, "expires_on", "02/24/2023"),
        ({"expires_on": ""}, "expires_on", ""),
        ({"issued_at": "2023-02-23 25:00"}, "issued_at", "2023-02-23 25:00"),
        ({"charged_at": "yesterday"}, "charged_at", "yesterday"),
        ({"app_withdrawn_at": "9999-01-01"}, "app_withdrawn_at", "9999-01-01"),
        ({"via_travel_support": "maybe"}, "via_travel_support", "maybe"),
        ({"app_account": ""}, "app_account", ""),
        ({"replaced_by": "KM0002"}, "replaced_by", "KM0002"),
        ({"issuer": "阿蘇\x07旅館"}, "issuer", "阿蘇\x07旅館"),
        ({"issuer": "旅館\u202e1"}, "issuer", "旅館\u202e1"),
        ({"issuer": "宿" * 201}, "issuer", "宿" * 60),
        ({"traveller_name": "山田 " + "花" * 200}, "traveller_name", "山＊ 花" + "＊" * 56),
        ({"app_phone": "0901234567890123456789"}, "app_phone", "＊" * 18 + "6789"),
        ({"app_email": "a" * 250 + "@example.jp"}, "app_email", "a＊＊＊@example.jp"),
        ({"charge_code": "C" * 41}, "charge_code", "＊" * 37 + "CCCC"),
    ],
)
def test_a_faulty_row_is_refused_and_the_others_are_in(
    bring_coupons: Bring, report: Report, cells: dict[str, str], column: str, shown: str
) -> None:
    summary = bring_coupons(coupon_row("KM0001"), coupon_row("KM0002") | cells, coupon_row("KM0003"))
    assert [line[:3] for line in report()] == [("3", column, shown)]
    assert (summary.refused, summary.written) == (1, True)
    assert list(Coupon.objects.order_by("pk").values_list("inquiry_number", flat=True)) == ["KM0001", "KM0003"]


def test_a_reason_stands_in_both_languages(bring_coupons: Bring, report: Report) -> None:
    bring_coupons(coupon_row(expires_on="2023-02-30"))
    assert report()[0][3:] == (
        "実在する日付が必要です（例：2031-02-24、2031/2/24、2031年2月24日）。",
        "This is no possible date (e.g. 2031-02-24, 2031/2/24).",
    )


def test_several_faults_of_a_row_are_one_refusal(bring_coupons: Bring, report: Report) -> None:
    summary = bring_coupons(coupon_row(face_yen="x", expires_on="x"))
    assert (summary.refused, len(report())) == (1, 1)


def test_a_repeat_is_passed_over_and_a_contradiction_refused(bring_coupons: Bring, report: Report) -> None:
    summary = bring_coupons(coupon_row(), coupon_row(), coupon_row(face_yen="3000"))
    assert [line[:3] for line in report()] == [("4", "inquiry_number", "KM0001")]
    assert (summary.facts["inserted"], summary.facts["unchanged"]) == (1, 1)
    assert Coupon.objects.get().face_yen == 2000


def test_numbers_that_differ_in_width_and_case_only_are_one(bring_coupons: Bring, report: Report) -> None:
    bring_coupons(coupon_row("KM0001"), coupon_row("ｋｍ-0001"))
    assert [line[:2] for line in report()] == [("3", "inquiry_number")]


def test_with_a_programme_given_no_other_is_taken(bring_coupons: Bring, report: Report) -> None:
    bring_coupons(coupon_row("KM0001", programme=""), coupon_row("KM0002", programme="nara"), programme="kumamoto")
    assert [line[:3] for line in report()] == [("3", "programme", "nara")]
    assert Coupon.objects.get().inquiry_number == "KM0001"


def test_an_unknown_programme_given_refuses_the_file(bring_coupons: Bring) -> None:
    with pytest.raises(FileError):
        bring_coupons(coupon_row(), programme="atlantis")


def test_a_programme_of_another_kind_is_not_known(bring_coupons: Bring, report: Report) -> None:
    ProgrammeFactory.create(slug="twooca", kind="fraud", incident=None)
    bring_coupons(coupon_row(programme="twooca"))
    assert [line[1] for line in report()] == ["programme"]


def test_no_personal_data_in_the_report(bring_coupons: Bring, report: Report) -> None:
    bring_coupons(coupon_row(app_phone="090-1234-5678-9012-3456-7890", traveller_name="髙橋" * 150))
    assert [line[2] for line in report()] == ["髙" + "＊" * 59]
