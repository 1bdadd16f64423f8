"""A draft of a claim for misuse belongs to the browser that began it; elsewhere its code opens it, until its day."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims import answers as claim_answers
from claims.drafts import purge_drafts
from claims.models import Claim, FraudClaim
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.claims.fraud.test_site import begin, send
from tests.factories.fraud import BY, typed
from tests.factories.fraud_calls import called

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
RESUME = "/twooca/claim/resume/"
ASKED = "<h1>申請を途中から続ける</h1>"


def code_on(page: str) -> str:
    found = re.search(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}", page.replace("K7TM-4QXD-92HV", ""))
    assert found is not None
    return found[0]


def begun(client: Client, **other: str) -> tuple[str, str]:
    """The address of a draft in which something stands, and its code."""
    address = begin(client)
    client.post(address, typed(**other))
    return address, code_on(client.get(address).content.decode())


@pytest.mark.parametrize("step", ["", "confirm/", "save/", "done/"])
def test_another_browser_is_asked_for_the_code_on_every_page(client: Client, step: str) -> None:
    address, _ = begun(client)
    page = Client().get(f"{address}{step}").content.decode()
    assert (ASKED in page, "山田" in page) == (True, False)


def test_a_stranger_sends_nothing(client: Client) -> None:
    address, _ = begun(client)
    stranger = Client()
    stranger.post(f"{address}confirm/", {"shown": claim_answers.of(Claim.objects.get()).digest, "agreed": "on"})
    stranger.post(address, typed(name="ほかの人"))
    claim = Claim.objects.get()
    assert (claim.state, claim_answers.of(claim).given["name"]) == ("draft", "山田　太郎")


def test_a_sent_claim_opens_in_its_own_browser_only(client: Client) -> None:
    address, _ = begun(client)
    send(client, address)
    number = str(Claim.objects.get().number)
    assert number in client.get(f"{address}done/").content.decode()
    assert number not in Client().get(f"{address}done/").content.decode()


def test_the_code_opens_it_in_a_second_browser_and_in_the_first(client: Client) -> None:
    address, code = begun(client)
    second = Client()
    assert second.post(RESUME, {"code": code.lower()}).headers["Location"] == f"{address}confirm/"
    for browser in (second, client):
        assert 'value="山田　太郎"' in browser.get(address).content.decode()


def test_what_cannot_be_read_yet_is_taken_up_at_the_form(client: Client) -> None:
    address, code = begun(client, recognised_at="きのう")
    second = Client()
    assert second.post(RESUME, {"code": code}).headers["Location"] == address
    assert 'value="きのう"' in second.get(address).content.decode()


@pytest.mark.parametrize("at", ["/kumamoto/apply/resume/", RESUME])
def test_the_code_leads_to_its_own_programme_wherever_it_is_entered(client: Client, at: str) -> None:
    address, code = begun(client)
    assert Client().post(at, {"code": code}).headers["Location"] == f"{address}confirm/"
    coupons = client.post("/kumamoto/apply/").headers["Location"]
    coupon_code = code_on(client.get(coupons).content.decode())
    assert Client().post(at, {"code": coupon_code}).headers["Location"] == coupons


def test_the_entrance_survives_the_way_through_another_browser(client: Client) -> None:
    address = begin(client, entrance="phone_app")
    client.post(address, typed())
    code = code_on(client.get(address).content.decode())
    second = Client()
    second.post(RESUME, {"code": code})
    second.post(address, typed(entrance="homepage"))
    send(second, address)
    assert FraudClaim.objects.get().entrance == "phone_app"


def test_saving_for_later_shows_and_sends_the_code(client: Client) -> None:
    address = begin(client)
    assert client.post(address, typed(email="half", keep="later")).headers["Location"] == f"{address}save/"
    page = client.get(f"{address}save/").content.decode()
    assert ("2023年5月9日（火）まで" in page, "気づいた日から30日以内" in page) == (True, True)
    client.post(f"{address}save/", {"where": "taro@example.jp"})
    body = open_envelope(Message.objects.get()).body
    assert (code_on(page) in body, f"{RESUME}\n" in body) == (True, True)


@pytest.mark.parametrize(("day", "opens"), [("2023-05-09T23:59:59+09:00", True), ("2023-05-10T00:00:00+09:00", False)])
def test_thirty_days(client: Client, clock: time_machine.Traveller, day: str, opens: bool) -> None:
    address, code = begun(client)
    clock.move_to(day)
    assert (Client().post(RESUME, {"code": code}).status_code == 302) is opens
    assert (ASKED not in client.get(address).content.decode()) is opens
    assert purge_drafts(by=BY, dry_run=True) == (0 if opens else 1)


def test_what_was_typed_when_the_cookie_was_gone_is_kept_with_the_code(client: Client) -> None:
    address, code = begun(client)
    elsewhere = Client()
    kept = carried(elsewhere.post(address, typed(name="山田　花子")).content.decode())
    elsewhere.post(RESUME, {**kept, "code": code})
    assert claim_answers.of(Claim.objects.get()).given["name"] == "山田　花子"


def test_what_was_typed_begins_a_new_draft_without_the_code(client: Client) -> None:
    address, _ = begun(client)
    elsewhere = Client()
    kept = carried(elsewhere.post(address, typed(name="山田　花子")).content.decode())
    new = str(elsewhere.post(RESUME, {**kept, "anew": "1"}).headers["Location"])
    assert new != address
    assert 'value="山田　花子"' in elsewhere.get(new).content.decode()


def test_without_the_forms_cookie_what_was_typed_stays_on_the_page() -> None:
    address, _ = begun(Client())
    answer = Client(enforce_csrf_checks=True).post(address, typed(name="山田　花子"))
    assert (answer.status_code, carried(answer.content.decode())["kept.name"]) == (403, "山田　花子")


def carried(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(kept\.\w+)" value="([^"]*)"', page))


def test_a_caller_opens_the_draft_from_the_status_page_in_two_browsers() -> None:
    contact = called()
    browsers = [Client(), Client()]
    addresses = [through_status(browser, contact.number) for browser in browsers]
    assert addresses[0] == addresses[1]
    codes = {code_on(browser.get(addresses[0]).content.decode()) for browser in browsers}
    assert len(codes) == 1
    assert ASKED in Client().get(addresses[0]).content.decode()
    assert Client().post(RESUME, {"code": codes.pop()}).headers["Location"] == addresses[0]


def test_a_callers_draft_lasts_as_long_as_what_they_told(clock: time_machine.Traveller) -> None:
    contact, browser = called(), Client()
    address = through_status(browser, contact.number)
    clock.move_to("2023-06-10T12:00:00+09:00")
    assert 'value="山田　太郎"' in browser.get(address).content.decode()


def through_status(browser: Client, number: str) -> str:
    browser.post("/status/", {"number": number, "contact": "taro@example.jp"})
    return str(browser.post("/status/shown/").headers["Location"])
