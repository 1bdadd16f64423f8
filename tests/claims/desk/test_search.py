"""Whatever somebody reads out finds the case, and only in one's own programmes."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.desk import search as desk_search
from claims.desk.search import find
from compensation.models import Coupon, Programme
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import paid_case, paper_coupon, received
from tests.factories.compensation import CouponFactory

pytestmark = pytest.mark.django_db


def search(text: str, slug: str = "kumamoto") -> list[str]:
    hits = find(text, Programme.objects.filter(slug=slug))
    return [str(found) for found in [*hits.coupons, *hits.claims, *hits.payouts]]


def a_coupon() -> Coupon:
    return paper_coupon(
        inquiry_number="12345678",
        charge_code="AB12CD34",
    )


@pytest.mark.parametrize(
    "typed",
    ["12345678", "１２３４ー５６７８", "1234-5678", " 1234 5678 ", "1234", "AB12CD34", "ab12-cd34", "ＡＢ１２ＣＤ３４"],
)
def test_a_coupon_by_its_numbers_as_people_type_them(typed: str) -> None:
    a_coupon()
    paper_coupon(inquiry_number="99999999")
    assert search(typed) == ["12345678"]


@pytest.mark.parametrize(
    "typed",
    [
        "member-x",
        "090-1234-5678",
        "０９０（１２３４）５６７８",
        "+81 90 1234 5678",
        "Hanako@example.jp",
        "hanako@example.jp",
    ],
)
def test_a_coupon_by_its_account_and_contacts(typed: str) -> None:
    coupon = CouponFactory.create(
        programme=a_coupon().programme, app_account="member-x", app_phone="+819012345678", app_email="hanako@example.jp"
    )
    assert search(typed) == [coupon.inquiry_number]


@pytest.mark.parametrize("typed", ["123", "5678", "12345679", "", "%", "nobody@example.jp", "090-9999-9999"])
def test_what_is_not_there_is_not_found(typed: str) -> None:
    a_coupon()
    assert search(typed) == []


def test_a_claim_by_its_number_in_any_width() -> None:
    received(a_coupon(), number="23-0412-7358-P")
    assert search("２３ー０４１２ー７３５８ーｐ") == search("230412 7358p")


def test_a_payout_by_its_number() -> None:
    case = paid_case()
    assert search(case.payout.number) == [case.payout.number]


@pytest.mark.parametrize("kept", ["12345678", "\u200f12345678\u200e", "1234\u200b5678", "\u202d1234-5678\u202c"])
def test_marks_that_nobody_sees_are_passed_over(kept: str) -> None:
    a_coupon()
    assert search(kept) == ["12345678"]


@pytest.mark.parametrize("typed", ["MEMBER-X", "member-x", "ＭＥＭＢＥＲ－Ｘ"])
@pytest.mark.parametrize("kept", ["member-x", "Member-X", "MEMBER-X"])
def test_an_account_in_another_case(kept: str, typed: str) -> None:
    coupon = CouponFactory.create(programme=a_coupon().programme, app_account=kept)
    assert search(typed) == [coupon.inquiry_number]


@pytest.mark.parametrize("typed", ["hanako@example.jp", "HANAKO@EXAMPLE.JP", "Ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ"])
def test_an_address_in_another_case(typed: str) -> None:
    coupon = CouponFactory.create(programme=a_coupon().programme, app_email="Hanako@Example.jp")
    assert search(typed) == [coupon.inquiry_number]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="its planner is asked")
@pytest.mark.parametrize(("typed", "index"), [("m-1", "account"), ("a@example.jp", "email")])
def test_the_look_up_goes_by_an_index(typed: str, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan TO off")
    assert f"coupon_by_{index}_any_case" in desk_search._coupons(typed).explain()


@pytest.mark.parametrize(
    ("typed", "found"),
    [("2304", 1), ("23-0412", 1), ("230412735", 1), ("２３ー０４１２ー７３５８", 1), ("230", 0), ("2305", 0)],
)
def test_a_claim_by_the_beginning_of_its_number(typed: str, found: int) -> None:
    received(a_coupon(), number="23-0412-7358-P")
    assert len(search(typed)) == found


def test_a_payout_by_the_beginning_of_its_number() -> None:
    case = paid_case()
    bare = case.payout.number.replace("-", "")
    Coupon.objects.update(inquiry_number="AAAA0000")
    assert [search(bare[:length]) for length in (3, 4, 6, 9)] == [[], *[[case.payout.number]] * 3]


def test_what_is_too_long_is_told_in_our_words(signed_in: SignedIn) -> None:
    form = signed_in("operator").post("/console/search/", {"text": "x" * 255}).context["form"]
    assert form.errors["text"] == ["254文字までで入力してください。"]


def test_another_programme_finds_nothing() -> None:
    a_coupon()
    assert search("12345678", "nara") == []


def test_nothing_is_counted() -> None:
    a_coupon()
    with CaptureQueriesContext(
        connection,
    ) as asked:
        find("12345678", Programme.objects.filter(slug="kumamoto"))
    assert [query["sql"] for query in asked if "COUNT(" in query["sql"].upper()] == []


def test_one_hit_leads_to_its_page(signed_in: SignedIn) -> None:
    coupon = a_coupon()
    response = signed_in("operator").post("/console/search/", {"text": "１２３４－５６７８"})
    assert response.headers["Location"] == f"/console/coupons/{coupon.pk}/"


def test_several_hits_are_listed(signed_in: SignedIn) -> None:
    for number in ("12345678", "12345679"):
        paper_coupon(inquiry_number=number)
    page = signed_in("operator").post("/console/search/", {"text": "1234"}).content.decode()
    assert (page.count("/console/coupons/"), "見つかったもの" in page) == (2, True)


def test_nothing_found_says_what_to_try(signed_in: SignedIn) -> None:
    page = signed_in("operator").post("/console/search/", {"text": "12345678"}).content.decode()
    assert "もう一度入力してください" in page


def test_nothing_typed_is_asked_again(signed_in: SignedIn) -> None:
    assert signed_in("operator").post("/console/search/", {"text": " "}).status_code == 422


def test_a_stranger_s_coupon_is_not_found(signed_in: SignedIn) -> None:
    a_coupon()
    response = signed_in("operator", offices=("nara",)).post("/console/search/", {"text": "12345678"})
    assert (response.status_code, "見つかりませんでした" in response.content.decode()) == (200, True)
