"""Mailings at the desk: one supervisor prepares, another releases."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from claims.desk.mailing_views import without_links
from compensation.models import Payout
from notifications.models import Mailing, Message
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, paid_case
from tests.factories.compensation import jst

pytestmark = pytest.mark.django_db


def waiting() -> Case:
    return paid_case(state="planned", mailing=True)


def step(browser: Client, name: str) -> str:
    """What the page says after this step."""
    address = f"/console/mailings/{Mailing.objects.get().pk}/"
    response = browser.post(f"{address}{name}/", follow=True)
    return " ".join(str(message) for message in response.context["messages"]) if response.context else ""


def states() -> tuple[str, str, str]:
    return Mailing.objects.get().state, Message.objects.get().state, Payout.objects.get().state


def test_two_supervisors_let_it_go(signed_in: SignedIn) -> None:
    waiting()
    step(signed_in(username="first"), "prepare")
    assert states() == ("prepared", "planned", "planned")
    step(signed_in(username="second"), "release")
    assert states() == ("released", "ready", "released")
    mailing = Mailing.objects.get()
    assert (mailing.prepared_by, mailing.released_by) == ("first", "second")


def test_the_one_who_prepared_it_does_not_release_it(signed_in: SignedIn) -> None:
    waiting()
    browser = signed_in(username="first")
    step(browser, "prepare")
    page = browser.get(f"/console/mailings/{Mailing.objects.get().pk}/").context
    assert (page["waits_for_another"], [name for name, _ in page["steps"]]) == (True, ["prepare"])
    assert step(browser, "release") == "準備した本人は承認できません。"
    assert states() == ("prepared", "planned", "planned")


def test_it_stops_and_goes_on(signed_in: SignedIn) -> None:
    waiting()
    first, second = signed_in(username="first"), signed_in(username="second")
    step(first, "prepare")
    step(second, "release")
    step(first, "pause")
    assert Mailing.objects.get().state == "paused"
    step(second, "resume")
    assert Mailing.objects.get().state == "released"


def test_a_step_out_of_order_is_refused_in_words(signed_in: SignedIn) -> None:
    waiting()
    assert step(signed_in(), "release") == "内容がまだ確定されていません。先に内容を確定してください。"
    assert states() == ("open", "planned", "planned")


def test_pressing_again_says_that_it_is_done(signed_in: SignedIn) -> None:
    waiting()
    second = signed_in(username="second")
    step(signed_in(username="first"), "prepare")
    step(second, "release")
    assert step(second, "release") == "すでに承認されています。もう一度押す必要はありません。"


def test_what_was_released_for_a_later_day_waits_for_it(signed_in: SignedIn) -> None:
    waiting()
    Mailing.objects.update(planned_on=date(2023, 4, 21))
    step(signed_in(username="first"), "prepare")
    browser = signed_in(username="second")
    address = f"/console/mailings/{Mailing.objects.get().pk}/"
    before = browser.get(address).context
    step(browser, "release")
    after = browser.get(address).context
    assert (before["due_from"], after["due_from"]) == (jst(2023, 4, 21), None)
    assert after["next"].ja.startswith("承認済みです。2023年4月21日（金）に送信が始まります。")


def test_only_another_s_step_stands_out(signed_in: SignedIn) -> None:
    waiting()
    first, second = signed_in(username="first"), signed_in(username="second")
    step(first, "prepare")
    address = f"/console/mailings/{Mailing.objects.get().pk}/"
    pages = [browser.get(address).content.decode() for browser in (first, second)]
    assert [page.count("button-primary") for page in pages] == [0, 1]


def test_the_preview_shows_count_sum_and_a_sample_that_opens_nothing(signed_in: SignedIn) -> None:
    case = waiting()
    page = signed_in().get(f"/console/mailings/{Mailing.objects.get().pk}/")
    assert (page.context["count"], page.context["yen"], page.context["sample"].address[-4:]) == (
        1,
        2000,
        case.coupon.app_phone[-4:],
    )
    assert "/r/abc" not in page.content.decode()


def test_links_are_cut_out_of_a_sample() -> None:
    assert without_links("前\nhttps://example.jp/r/secret 後\n終") == "前\nhttps://example.jp/r/…\n終"


@pytest.mark.parametrize("name", ["prepare", "release", "pause", "resume"])
@pytest.mark.parametrize(("role", "office", "status"), [("operator", "kumamoto", 403), ("supervisor", "nara", 404)])
def test_neither_an_operator_nor_a_stranger_takes_a_step(
    signed_in: SignedIn, name: str, role: str, office: str, status: int
) -> None:
    waiting()
    address = f"/console/mailings/{Mailing.objects.get().pk}/{name}/"
    assert signed_in(role, offices=(office,)).post(address).status_code == status
    assert states() == ("open", "planned", "planned")


def test_asking_changes_nothing(signed_in: SignedIn) -> None:
    waiting()
    assert signed_in().get(f"/console/mailings/{Mailing.objects.get().pk}/prepare/").status_code == 200
    assert states() == ("open", "planned", "planned")


def test_the_list_is_of_my_programmes(signed_in: SignedIn) -> None:
    waiting()
    pages = [signed_in(offices=(office,)).get("/console/mailings/") for office in ("kumamoto", "nara")]
    assert [len(page.context["rows"]) for page in pages] == [1, 0]


def test_home_says_what_needs_whom(signed_in: SignedIn) -> None:
    waiting()
    first, second = signed_in(username="first"), signed_in(username="second")
    open_one = first.get("/console/").context
    step(first, "prepare")
    contexts = [browser.get("/console/").context for browser in (first, second)]
    assert (open_one["to_prepare"], [c["to_release"] for c in contexts]) == (1, [0, 1])
