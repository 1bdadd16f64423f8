"""A campaign nobody has seen and its second bulletin, written by the guide alone: command line and site."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import orjson
import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from claims.examination import claims_to_examine, examine
from claims.models import Claim
from compensation import links
from compensation.awards import ClaimToAward, award_claim, paper_facts
from compensation.contacts import Contact
from compensation.decide_lines import run
from compensation.models import Coupon, Decision, Payout
from compensation.payouts import release
from compensation.policy.coupons.facts import SiteApplication, Wants
from compensation.settlement import settle
from compensation.tasks import close_collection
from compensation.travellers import Applicant
from foundation.staff.models import User
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.transitions import move
from tests.claims.apply.walking import ask_for_code, code_in, prove
from tests.compensation.bulletins.example import TEXT
from tests.compensation.imports.files import coupon_row, entry_row
from tests.factories.compensation import jst
from tests.factories.gifts import GiftProductFactory
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

CAMPAIGNS = Path(__file__).parent / "campaigns"
BY = Actor.system("tests")
FIRST, SECOND = jst(2024, 8, 10, 10), jst(2024, 8, 21, 10)
ISSUED = "2024-06-13T15:00:00+09:00"
PAPER = {"app_account": "", "charged_at": "", "app_phone": "", "app_email": ""}
ON_APP = {"app_account": "m-1", "charged_at": "2024-06-13T16:00:00+09:00", "app_email": "hana@example.jp"}
TYPED = {
    "name": "檜 花子",
    "email": "hana@example.jp",
    "coupon_number": ["ＨＫ－０２"],
    "bath_ticket": "湯 0815",
    "points": "yupoint",
}


@pytest.fixture
def hinoki(tmp_path: Path) -> None:
    """Both bulletins loaded; a coupon on the app valid to the 15th, and two on paper, to the 14th and the 16th."""
    call_command("load_bulletins", str(CAMPAIGNS), stdout=io.StringIO())
    GiftProductFactory.create(slug="yupoint")
    own = {"programme": "hinoki", "issued_at": ISSUED, "traveller_name": "檜 花子"}
    coupons = [
        coupon_row("HK-01", **own, **ON_APP, expires_on="2024-06-15"),
        coupon_row("HK-02", **own, **PAPER, expires_on="2024-06-14"),
        coupon_row("HK-03", **own, **PAPER, expires_on="2024-06-16"),
    ]
    entries = [
        entry_row(f"E{row['inquiry_number']}", programme="hinoki", inquiry_number=row["inquiry_number"], at=ISSUED)
        for row in coupons
    ]
    for command, rows in (("import_coupons", coupons), ("import_ledger", entries)):
        path = tmp_path / f"{command}.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        with at(FIRST):
            call_command(command, str(path), stdout=io.StringIO())


def at(moment: datetime) -> time_machine.travel:
    return time_machine.travel(moment, tick=False)


def line(decided_at: str, *, expires: str = "2024-06-16", payments: list[Any] | None = None, **facts: Any) -> bytes:
    """A case of one coupon on the app with 700 yen left."""
    balances = [{"at": f"2024-{day}T00:00:00+09:00", "yen": 700} for day in ("06-17", "08-01")]
    coupon = {
        "prefecture": "oita", "via_national_travel_support": True, "received_via_regionpay": True,
        "expires_at": f"{expires}T23:59:00+09:00", "number_known": True, "lost": False, "balances": balances,
        "payments": payments or [],
    }  # fmt: skip
    given = {
        "claimant_is_named_traveller": True, "coupons": [coupon],
        "app": {"charged": True, "withdrawn": False, "phone": True, "email": True},
        "wants": {"payout": "points", "points": None}, "outage": None, "site_application": None, "enquiry": None,
        "restored_at": None, "payout_link": None, **facts,
    }  # fmt: skip
    return orjson.dumps({"id": "H", "programme": "hinoki", "decided_at": f"{decided_at}+09:00", "facts": given})


def decided(*lines: bytes) -> list[tuple[Any, ...]]:
    """bulletin, case, outcome, amount and route of each line."""
    out = io.BytesIO()
    assert run(CAMPAIGNS, io.BytesIO(b"\n".join(lines)), out) == 0
    answers = [orjson.loads(answer) for answer in out.getvalue().splitlines()]
    names = ("bulletin", "case", "outcome", "amount", "route")
    return [tuple(answer[name] for name in names) for answer in answers]


def test_the_command_line_decides_each_stage_by_its_own_text() -> None:
    tried = {
        "at": "2024-06-14T20:29:59+09:00", "refused_at_till": False, "paid_otherwise_yen": 0,
        "deducted_at": "2024-06-14T20:29:59+09:00", "presses": 2, "intended": 1, "unit_yen": 300, "deductions": 2,
    }  # fmt: skip
    called = {"made_at": "2024-08-01T12:00:00+09:00", "items": ["coupon_number"], "shop_confirmed": True}
    docked: dict[str, Any] = {"expires": "2024-06-20", "payments": [tried], "enquiry": called}
    assert decided(
        line("2024-08-19T23:59:59"), line("2024-08-20T00:00:00"), line("2024-07-31T23:59:59", expires="2024-06-14"),
        line("2024-08-19T12:00:00", **docked), line("2024-08-20T12:00:00", **docked),
    ) == [
        ("hinoki-1", "none", "ineligible", None, None),
        ("hinoki-2", "A", "eligible", 700, "automatic"),
        ("hinoki-1", "A", "pending", None, "automatic"),
        ("hinoki-1", "B", "pending", None, None),
        ("hinoki-2", "B", "eligible", 300, "call_centre"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("received", "outcome"), [("2024-10-31T11:59:59", "eligible"), ("2024-10-31T12:00:00", "ineligible")]
)
def test_a_deadline_at_noon(received: str, outcome: str) -> None:
    items = ["name", "email", "coupon_number", "bath_ticket"]
    case = line(
        "2024-11-01T00:00:00", app={"charged": False, "withdrawn": False, "phone": False, "email": False},
        site_application={"received_at": f"{received}+09:00", "items": items},
        wants={"payout": "points", "points": "yupoint"},
    )  # fmt: skip
    assert [answer[2] for answer in decided(case)] == [outcome]


def test_a_settlement_pays_by_the_address_that_the_bulletin_uses(hinoki: None) -> None:
    with at(FIRST):
        settle("hinoki", FIRST, by=BY)
    with at(SECOND):
        settle("hinoki", SECOND, by=BY)
    payout, message = Payout.objects.get(), Message.objects.get()
    assert (payout.yen, payout.bulletin.key, payout.collect_by) == (2000, "hinoki-1", None)
    assert (message.channel, Decision.objects.count()) == ("email", 1)


def test_a_period_from_the_sending_is_told_counted_and_over(client: Client, hinoki: None) -> None:
    with at(SECOND):
        settle("hinoki", FIRST, by=BY)
        payout, message = Payout.objects.get(), Message.objects.get()
        release([payout.pk], by=BY)
        move([message.pk], "ready", cause="test", by=BY)
        told, body = pages_of(client, at_the_desk()), open_envelope(message).body
        move([message.pk], "accepted", cause="test", by=BY)
        close_collection()
        counted = pages_of(client, at_the_desk())
    period = "リンクが送られた日の翌日から45日以内"
    assert (payout.collect_days, payout.collect_by, Payout.objects.get().collect_by) == (45, None, date(2024, 10, 5))
    assert (f"受取期限は{period}です。" in body, "within 45 days after the day on which the link is sent" in body) == (
        True, True,
    )  # fmt: skip
    assert [(period in page, "2024年10月5日（土）" in page) for page in told] == [(True, False)] * 2
    assert [(period in page, "2024年10月5日（土）" in page) for page in counted] == [(False, True)] * 2
    with at(jst(2024, 10, 6)):
        assert "受取期限（2024年10月5日（土））は過ぎました" in pages_of(client, at_the_desk())[0]


def at_the_desk() -> Client:
    """A browser in which a supervisor of the campaign's office is signed in."""
    desk, number = Client(), User.objects.count()
    desk.force_login(UserFactory.create(username=f"leader-{number}", role="supervisor", offices=["hinoki"]))
    return desk


def pages_of(client: Client, desk: Client) -> list[str]:
    """The page of the one payout as its holder sees it, and as the desk does."""
    payout = Payout.objects.get()
    link = links.url_of(payout.links.get())
    held = client.get(f"/r/{link.rpartition('/')[2]}", follow=True)
    return [held.content.decode(), desk.get(f"/console/payouts/{payout.number}/").content.decode()]


def test_the_notice_is_rendered_from_the_bulletin_in_force(client: Client, hinoki: None) -> None:
    with at(FIRST):
        first = client.get("/hinoki/").content.decode()
    with at(SECOND):
        second = client.get("/hinoki/").content.decode()
    told = {
        "ひのき湯めぐり割": (True, True),
        "湯ポイント": (True, True),
        "入湯券の番号": (True, True),
        "リンクが送られた日の翌日から45日以内": (True, True),
        "お知らせに申請期限の記載はありません": (True, False),
        "対応は調整中とされています": (True, False),
        "2024年10月31日（木）12:00より前": (False, True),
        "申請した日の翌日から60日以内": (False, True),
        "銀行振込の記載はありません": (True, True),
    }  # fmt: skip
    assert {words: (words in first, words in second) for words in told} == told


def test_an_application_by_its_own_items_is_decided_and_paid(client: Client, hinoki: None) -> None:
    with at(FIRST):
        address = str(client.post("/hinoki/apply/").headers["Location"])
        form = client.get(address).content.decode()
        assert re.findall(r'<(?:input|textarea)[^>]* name="(name|email|bath_ticket)"', form) == [
            "name",
            "bath_ticket",
            "email",
        ]
        assert client.post(address, TYPED).headers["Location"] == f"{address}reach/"
        assert prove(client, address, code_in(ask_for_code(client, address))) == f"{address}confirm/"
        page = client.get(f"{address}confirm/").content.decode()
        shown = re.search(r'name="shown" value="(\w+)"', page)
        assert (shown is not None, "湯 0815" in page, "湯ポイント" in page) == (True, True, True)
        client.post(f"{address}confirm/", {"shown": shown[1] if shown else "", "agreed": "on", "traveller": "yes"})
        examine(claims_to_examine(), portal_clock.now(), by=BY)
    claim, decision = Claim.objects.get(), Decision.objects.get()
    assert (claim.state, decision.outcome, decision.amount, decision.bulletin.key) == (
        "decided", "eligible", 2000, "hinoki-1",
    )  # fmt: skip
    assert Payout.objects.get().route == "special_site"


def test_a_list_without_number_and_contact_is_asked_for_both(client: Client, tmp_path: Path) -> None:
    (tmp_path / "awashima-1.toml").write_text(TEXT, encoding="utf-8")
    call_command("load_bulletins", str(tmp_path), stdout=io.StringIO())
    with at(jst(2023, 12, 1, 10)):
        address = str(client.post("/awashima/apply/").headers["Location"])
        answers = {"name": "淡島 花子", "ferry_ticket": "F-1", "coupon_number": ["AW-01"]}
        client.post(address, {**answers, "delivery_destination": "hana@example.jp"})
        prove(client, address, code_in(ask_for_code(client, address)))
        page = client.get(f"{address}confirm/").content.decode()
        shown = re.search(r'name="shown" value="(\w+)"', page)
        client.post(f"{address}confirm/", {"shown": shown[1] if shown else "", "agreed": "on", "traveller": "yes"})
    claim = Claim.objects.get()
    assert (claim.state, [row.inquiry_number for row in claim.coupons.all()]) == ("received", ["AW01"])
    assert (client.get("/awashima/").status_code, client.get("/").status_code) == (200, 200)


def test_a_period_from_the_application_ends_the_receipt(hinoki: None) -> None:
    [coupon] = Coupon.objects.filter(inquiry_number="HK03")
    received = SiteApplication(jst(2024, 8, 20, 23, 59), frozenset({"name", "email", "coupon_number", "bath_ticket"}))
    facts = paper_facts("hinoki", [coupon.pk], SECOND, Applicant("", True))
    facts = facts._replace(site_application=received, wants=Wants("points", "yupoint"))
    claim = ClaimToAward(1, "C-1", [coupon.pk], facts, Contact("", "hana@example.jp"), "email")
    award_claim("hinoki", claim, SECOND, by=BY)
    assert Payout.objects.get().collect_by == date(2024, 10, 19)


def test_replay_and_simulation_know_the_campaign(hinoki: None) -> None:
    with at(FIRST):
        settle("hinoki", FIRST, by=BY)
    out = io.StringIO()
    call_command("replay_decisions", "--programme", "hinoki", stdout=out)
    assert json.loads(out.getvalue())["holds"] is True
    out = io.StringIO()
    arguments = ("--programme", "hinoki", "--bulletin", str(CAMPAIGNS / "hinoki-2.toml"))
    call_command("simulate", *arguments, "--as-of", "2024-08-10 10:00", stdout=out)
    assert json.loads(out.getvalue())["people"] == 0


@pytest.mark.usefixtures("hinoki")
def test_the_check_asks_what_this_campaign_calls_for(client: Client) -> None:
    """Several days are covered, so the day itself is asked; the answer is decided by the same bulletin."""
    with time_machine.travel(FIRST, tick=False):
        assert 'name="expiry"' not in client.get("/hinoki/check/").content.decode()
        told = {"owner": "own", "expiry_day": ["2024", "6", "15"], "holding": "app", "reach": "both"}
        page = client.post("/hinoki/check/", told | {"evening": "nothing", "left_1": "900"}).content.decode()
        other = client.post("/hinoki/check/", told | {"evening": "nothing", "expiry_day": ["2024", "5", "1"]})
    assert re.findall(r'data-outcome="(\w+)"', page + other.content.decode()) == ["pending", "ineligible"]
