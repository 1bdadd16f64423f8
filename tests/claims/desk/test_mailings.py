"""Mailings at the desk: one supervisor prepares, another releases."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from claims.desk import mailing_steps
from claims.desk.mailing_views import without_links
from compensation.models import Payout
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from foundation.trail.actor import Actor
from notifications.canary import Heard, advance
from notifications.models import Mailing, Message, SendingStop
from notifications.transitions import move
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import Case, paid_case
from tests.factories.compensation import jst
from tests.factories.notifications import planned

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
    assert (page.context["count"], page.context["yen"], page.context["samples"][0].address[-4:]) == (
        1,
        2000,
        case.coupon.app_phone[-4:],
    )
    assert "/r/abc" not in page.content.decode()


def test_links_are_cut_out_of_a_sample() -> None:
    assert without_links("前\nhttps://example.jp/r/secret 後\n終") == "前\nhttps://example.jp/r/…\n終"


def test_the_preview_shows_what_it_costs(signed_in: SignedIn, settings: Settings) -> None:
    settings.PART_PRICES = {"file": Decimal("9.5")}
    waiting()
    page = signed_in().get(f"/console/mailings/{Mailing.objects.get().pk}/").context
    assert (page["sms"], page["emails"], page["parts"], page["most_parts"], page["cost"]) == (1, 0, 2, 2, 19)


def test_without_a_price_no_cost_is_made_up(signed_in: SignedIn) -> None:
    waiting()
    assert signed_in().get(f"/console/mailings/{Mailing.objects.get().pk}/").context["cost"] is None


def test_the_preview_says_in_which_stages_it_goes(signed_in: SignedIn, settings: Settings) -> None:
    settings.CANARY_SIZE = 100
    assert mailing_steps.stage_plan(100) is None
    plan = mailing_steps.stage_plan(101)
    assert plan is not None
    assert plan.en.startswith("First 100 go. Once 90 % of them arrived it goes on with 200 a minute")


def in_canary(settings: Settings) -> Mailing:
    """Two messages, of which one was let go."""
    settings.CANARY_SIZE = 1
    case = waiting()
    planned(
        scope="kumamoto", subject_kind="payout", subject_ref="000-000-0000", purpose="payout_link",
        mailing_id=case.message.mailing_id,
    )  # fmt: skip
    found = Mailing.objects.get()
    prepare_payout_mailing(found, by=Actor("staff", "first", "first"))
    release_payout_mailing(found, by=Actor("staff", "second", "second"))
    return found


def test_the_page_shows_the_stage_and_what_the_first_few_say(signed_in: SignedIn, settings: Settings) -> None:
    found = in_canary(settings)
    page = signed_in("operator").get(f"/console/mailings/{found.pk}/").context
    assert (page["stage"].en, page["heard"], page["gone"].total, page["gone"].back) == (
        "The first few",
        Heard(0, 0, 1),
        2,
        1,
    )
    assert [(act.to.en, str(act.actor.en)) for act in page["acts"]] == [("Released", "second"), ("Frozen", "first")]


def test_going_on_takes_a_reason_that_is_kept(signed_in: SignedIn, settings: Settings) -> None:
    found = in_canary(settings)
    browser = signed_in(username="first")
    refused = browser.post(f"/console/mailings/{found.pk}/proceed/", {"because": ""})
    assert (refused.status_code, Mailing.objects.get().stage) == (422, "canary")
    browser.post(f"/console/mailings/{found.pk}/proceed/", {"because": "届いたと電話で確認"})
    assert Mailing.objects.get().stage == "ramp"
    page = browser.get(f"/console/mailings/{found.pk}/").context
    assert (page["acts"][0].to.en, page["acts"][0].cause.ja) == ("Gone on to the next stage", "届いたと電話で確認")


def test_a_mailing_that_stopped_by_itself_says_what_to_do(signed_in: SignedIn, settings: Settings) -> None:
    found = in_canary(settings)
    move([Message.objects.earliest("pk").pk], "expired", cause="not sent in time", by=Actor.system("sweep"))
    advance(by=Actor.system("sweep"))
    page = signed_in().get(f"/console/mailings/{found.pk}/").context
    assert (Mailing.objects.get().state, page["halted"].en) == ("paused", "Too few of the first messages arrived")
    assert page["next"].en.startswith("It stopped by itself.")
    assert [name for name, _ in page["steps"]] == ["resume", "proceed"]


def test_a_pause_keeps_its_reason_and_needs_none(signed_in: SignedIn, settings: Settings) -> None:
    found = in_canary(settings)
    browser = signed_in()
    browser.post(f"/console/mailings/{found.pk}/pause/", {"because": "文面を確認"})
    assert Mailing.objects.get().halted_because == "文面を確認"
    browser.post(f"/console/mailings/{found.pk}/resume/")
    browser.post(f"/console/mailings/{found.pk}/pause/")
    assert (Mailing.objects.get().state, Mailing.objects.get().halted_because) == ("paused", "")


def test_a_supervisor_stops_the_own_programme_and_lets_it_go_on(signed_in: SignedIn) -> None:
    waiting()
    browser = signed_in(username="first")
    assert browser.post("/console/mailings/stop/kumamoto/", {"because": ""}).status_code == 422
    browser.post("/console/mailings/stop/kumamoto/", {"because": "番号の誤り"})
    assert list(SendingStop.objects.values_list("scope", "by", "because")) == [("kumamoto", "first", "番号の誤り")]
    assert [stop.because for stop in browser.get("/console/mailings/").context["stops"]] == ["番号の誤り"]
    browser.post("/console/mailings/stop/kumamoto/lift/")
    assert not SendingStop.objects.filter(lifted_at=None).exists()


@pytest.mark.parametrize(
    ("role", "name", "status"),
    [
        ("supervisor", "everything", 404),
        ("supervisor", "nara", 404),
        ("operator", "kumamoto", 403),
        ("administrator", "everything", 302),
    ],
)
def test_who_may_stop_what(signed_in: SignedIn, role: str, name: str, status: int) -> None:
    waiting()
    answer = signed_in(role).post(f"/console/mailings/stop/{name}/", {"because": "試験"})
    assert (answer.status_code, SendingStop.objects.exists()) == (status, status == 302)


@pytest.mark.parametrize("name", ["prepare", "release", "pause", "resume", "proceed"])
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


def test_home_says_that_a_mailing_stands_still(signed_in: SignedIn, settings: Settings) -> None:
    found = in_canary(settings)
    browser = signed_in()
    before = browser.get("/console/").context["stopped"]
    browser.post(f"/console/mailings/{found.pk}/pause/")
    assert (before, browser.get("/console/").context["stopped"]) == (0, 1)


def test_a_mailing_that_is_over_says_so_and_what_failed(signed_in: SignedIn) -> None:
    case = paid_case(mailing=True)
    Mailing.objects.update(
        state="released", prepared_at=jst(2023, 4, 1), prepared_by="first", list_hash="x", released_at=jst(2023, 4, 2),
        released_by="second",
    )  # fmt: skip
    browser, address = signed_in("operator"), f"/console/mailings/{Mailing.objects.get().pk}/"
    assert browser.get(address).context["next"].en.startswith("Released: it is going out")
    for state in ("accepted", "undelivered"):
        move([case.message.pk], state, cause="reported", by=Actor.system("tests"))
    page = browser.get(address)
    assert page.context["next"].en == "All of it went out. Only what failed needs a look, see below."
    assert [(words.ja, number) for words, number in page.context["failures"]] == [("不達", 1)]
    assert "/console/referrals/?programme=kumamoto&amp;reason=undelivered" in page.content.decode()
