"""The report site as an officer, a colleague of another prefecture and an operator meet it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine
from django.test import Client

from claims.models import ReportSnapshot
from foundation.trail.models import AuditEvent
from tests.factories.cases import decided, paid_case
from tests.factories.compensation import DecisionFactory, jst
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

DOES_NOT_TIE = "この基準日時では内訳と全数が一致しないため、ファイルは作成していません。管理者に連絡してください。"
ASKED = {"as_of": "２０２３/4/3 10:00", "format": "csv"}


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(jst(2023, 4, 3, 12, 0), tick=False):
        yield


@pytest.fixture
def officer() -> Callable[..., Client]:
    def sign_in(*offices: str, role: str = "prefecture_officer") -> Client:
        browser = Client()
        browser.force_login(UserFactory.create(role=role, offices=list(offices)))
        return browser

    return sign_in


def test_an_officer_of_one_programme_is_led_to_it(officer: Callable[..., Client]) -> None:
    paid_case()
    assert officer("kumamoto").get("/reports/").headers["Location"] == "/reports/kumamoto/"


def test_the_page_shows_figures_that_tie(officer: Callable[..., Client]) -> None:
    paid_case()
    tables = officer("kumamoto").get("/reports/kumamoto/").context["tables"]
    assert [(table.total.unit, table.total.units, table.total.yen) for table in tables] == [
        ("coupon", 1, 2000),
        ("claim", 0, 0),
        ("payout", 1, 2000),
    ]


def test_a_file_is_made_once_and_given_again(officer: Callable[..., Client]) -> None:
    paid_case()
    browser = officer("kumamoto")
    first = browser.post("/reports/kumamoto/make/", ASKED)
    kept = ReportSnapshot.objects.get(format="csv")
    again = browser.post(f"/reports/kumamoto/files/{kept.pk}/")
    assert first.content == again.content == bytes(kept.content)
    assert first.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert AuditEvent.objects.filter(action="exported").count() == 2


@pytest.mark.parametrize("as_of", ["2023/4/3 12:01", "someday", "", "1900/1/1 0:00", "0001-01-01 00:00"])
def test_an_instant_that_is_none_is_asked_again(officer: Callable[..., Client], as_of: str) -> None:
    paid_case()
    response = officer("kumamoto").post("/reports/kumamoto/make/", {"as_of": as_of, "format": "csv"})
    assert (response.status_code, ReportSnapshot.objects.count()) == (422, 0)


def test_another_prefecture_s_officer_finds_nothing(officer: Callable[..., Client]) -> None:
    paid_case()
    officer("kumamoto").post("/reports/kumamoto/make/", ASKED)
    kept, stranger = ReportSnapshot.objects.get(format="csv"), officer("nara")
    asked = [
        stranger.get("/reports/kumamoto/"),
        stranger.post("/reports/kumamoto/make/", ASKED),
        stranger.post(f"/reports/kumamoto/files/{kept.pk}/"),
        stranger.get("/reports/nowhere/"),
    ]
    assert [response.status_code for response in asked] == [404, 404, 404, 404]
    assert AuditEvent.objects.filter(action="exported").count() == 1


def test_a_file_belongs_to_its_programme(officer: Callable[..., Client]) -> None:
    paid_case()
    paid_case("nara-3")
    officer("kumamoto").post("/reports/kumamoto/make/", ASKED)
    kept = ReportSnapshot.objects.get(format="csv")
    assert officer("nara").post(f"/reports/nara/files/{kept.pk}/").status_code == 404


def test_a_download_is_a_post(officer: Callable[..., Client]) -> None:
    paid_case()
    browser = officer("kumamoto")
    assert browser.get("/reports/kumamoto/make/").headers["Location"] == "/reports/kumamoto/"


def test_an_operator_reads_no_reports(officer: Callable[..., Client]) -> None:
    paid_case()
    assert officer("kumamoto", role="operator").get("/reports/kumamoto/").status_code == 403


def test_an_instant_that_does_not_tie_is_named_beside_figures_of_now_that_do(officer: Callable[..., Client]) -> None:
    coupon, decision = decided()
    at = jst(2023, 4, 3, 11)
    DecisionFactory.create(
        coupon=coupon,
        bulletin=decision.bulletin,
        subject_id=coupon.pk + 1_000_000,
        recorded_at=jst(2023, 4, 3, 9),
        superseded_at=at,
    )
    refused = officer("kumamoto").post("/reports/kumamoto/make/", ASKED)
    assert (refused.status_code, refused.context["tables"] is None) == (500, False)
    assert refused.content.decode().count(DOES_NOT_TIE) == 2


def test_figures_that_do_not_tie_are_not_shown(officer: Callable[..., Client]) -> None:
    coupon, decision = decided()
    DecisionFactory.create(coupon=coupon, bulletin=decision.bulletin, subject_id=coupon.pk + 1_000_000)
    browser = officer("kumamoto")
    assert browser.get("/reports/kumamoto/").context["tables"] is None
    refused = browser.post("/reports/kumamoto/make/", ASKED)
    assert (refused.status_code, refused.context["form"].errors["as_of"]) == (500, [DOES_NOT_TIE])
    assert ReportSnapshot.objects.count() == 0
