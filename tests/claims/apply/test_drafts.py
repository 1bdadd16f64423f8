"""A draft belongs to the browser that began it; elsewhere its code opens it, until its day."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from claims import answers as claim_answers
from claims.apply.resume_views import MISSES_A_DAY
from claims.drafts import give_code, purge_drafts
from claims.models import Claim, ContactCode
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.claims.apply.walking import ask_for_code, begin, ready, send, typed
from tests.factories.claims import received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
RESUME = "/kumamoto/apply/resume/"
BY = Actor.system("tests")


def code_on(page: str) -> str:
    found = re.search(r"[2-9A-Y]{4}-[2-9A-Y]{4}-[2-9A-Y]{4}", page.replace("K7TM-4QXD-92HV", ""))
    assert found is not None
    return found[0]


def begun(client: Client) -> tuple[str, str]:
    """The address of a draft in which something stands, and its code."""
    address = begin(client)
    client.post(address, typed())
    return address, code_on(client.get(address).content.decode())


@pytest.mark.parametrize("step", ["", "reach/", "confirm/", "save/", "done/"])
def test_another_browser_is_asked_for_the_code_on_every_page(client: Client, step: str) -> None:
    address, _ = begun(client)
    page = Client().get(f"{address}{step}").content.decode()
    assert "<h1>申請を途中から続ける</h1>" in page
    assert "山田" not in page


def test_a_key_that_opens_nothing_looks_the_same_as_somebody_elses() -> None:
    address, _ = begun(Client())
    nothing = "/kumamoto/apply/00000000-0000-4000-8000-000000000000/"
    pages = [re.sub(r'name="csrf\w+" value="\w+"', "", Client().get(at).content.decode()) for at in (address, nothing)]
    assert pages[0].replace(address, nothing) == pages[1]


def test_a_done_claim_opens_in_its_own_browser_only(client: Client) -> None:
    address = ready(client)
    send(client, address)
    number = str(Claim.objects.get().number)
    assert number in client.get(f"{address}done/").content.decode()
    assert number not in Client().get(f"{address}done/").content.decode()


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", ""), lambda code: f"　{code} "])
def test_the_code_opens_it_in_another_browser(client: Client, change: Callable[[str], str]) -> None:
    address, code = begun(client)
    elsewhere = Client()
    assert elsewhere.post(RESUME, {"code": change(code)}).headers["Location"] == f"{address}reach/"
    assert 'value="山田　太郎"' in elsewhere.get(address).content.decode()
    assert 'value="山田　太郎"' in client.get(address).content.decode()


def test_the_code_of_another_programme_leads_to_its_own(client: Client) -> None:
    address, code = begun(client)
    assert Client().post("/nara/apply/resume/", {"code": code}).headers["Location"] == f"{address}reach/"


def test_a_wrong_code_and_one_that_has_ended_get_the_same_answer(client: Client) -> None:
    _, code = begun(client)
    give_code(Claim.objects.get())
    pages = [Client().post(RESUME, {"code": text}).content.decode() for text in (code, "AAAA-AAAA-AAAA")]
    texts = [page.split('role="alert"')[1].split("</ul>")[0] for page in pages]
    assert texts[0] == texts[1]


def test_guessing_codes_is_stopped(client: Client) -> None:
    _, code = begun(client)
    for _ in range(MISSES_A_DAY):
        client.post(RESUME, {"code": "AAAA-AAAA-AAAA"})
    assert "本日は受け付けられません" in client.post(RESUME, {"code": code}).content.decode()
    assert Client().post(RESUME, {"code": code}, REMOTE_ADDR="192.0.2.9").status_code == 302


def test_only_a_keyed_hash_of_the_code_is_kept(client: Client) -> None:
    _, code = begun(client)
    kept = bytes(Claim.objects.get().resume_hash or b"")
    assert (len(kept), code.replace("-", "").encode() in kept) == (32, False)


def test_a_forged_cookie_opens_nothing(client: Client) -> None:
    address, code = begun(client)
    stranger = Client()
    stranger.cookies[f"draft-{address.split('/')[-2].replace('-', '')[:12]}"] = f"{code}:forged"
    assert "<h1>申請を途中から続ける</h1>" in stranger.get(address).content.decode()


def test_the_cookie_of_one_draft_does_not_open_another(client: Client) -> None:
    one, _ = begun(client)
    other = begin(Client())
    names = [f"draft-{at.split('/')[-2].replace('-', '')[:12]}" for at in (one, other)]
    client.cookies[names[1]] = client.cookies[names[0]].value
    assert "<h1>申請を途中から続ける</h1>" in client.get(other).content.decode()


def test_what_was_typed_when_the_cookie_was_gone_is_kept_with_the_code(client: Client) -> None:
    address, code = begun(client)
    elsewhere = Client()
    page = elsewhere.post(address, typed(name="山田　花子")).content.decode()
    kept = dict(re.findall(r'name="(kept\.\w+)" value="([^"]*)"', page))
    assert kept["kept.name"] == "山田　花子"
    assert claim_answers.of(Claim.objects.get()).given["name"] == "山田 太郎"
    elsewhere.post(RESUME, {**kept, "code": code})
    assert claim_answers.of(Claim.objects.get()).given["name"] == "山田 花子"


def test_what_was_typed_begins_a_new_draft_without_the_code() -> None:
    address, _ = begun(Client())
    elsewhere = Client()
    page = elsewhere.post(address, typed(name="山田　花子")).content.decode()
    kept = dict(re.findall(r'name="(kept\.\w+)" value="([^"]*)"', page))
    new = str(elsewhere.post(RESUME, {**kept, "anew": "1"}).headers["Location"])
    assert new != address
    assert 'value="山田　花子"' in elsewhere.get(new).content.decode()


def test_without_the_forms_cookie_what_was_typed_stays_on_the_page() -> None:
    client = Client(enforce_csrf_checks=True)
    address, _ = begun(Client())
    answer = client.post(address, typed(name="山田　花子"))
    assert answer.status_code == 403
    assert 'name="kept.name" value="山田　花子"' in answer.content.decode()


def test_saving_for_later_keeps_and_shows_the_code(client: Client) -> None:
    address = begin(client)
    assert client.post(address, typed(email="half", keep="later")).headers["Location"] == f"{address}save/"
    page = client.get(f"{address}save/").content.decode()
    assert Client().post(RESUME, {"code": code_on(page)}).headers["Location"] == address


@pytest.mark.parametrize(
    ("programme", "at", "until"),
    [
        ("kumamoto", "2023-04-10T10:00:00+09:00", "4月30日（日）"),
        ("kumamoto", "2023-03-25T10:00:00+09:00", "4月23日（日）"),
        ("yamanashi", "2023-04-10T10:00:00+09:00", "5月9日（火）"),
    ],
)
def test_the_code_is_of_use_no_longer_than_applications_are_taken(
    client: Client, clock: time_machine.Traveller, programme: str, at: str, until: str
) -> None:
    clock.move_to(at)
    address = begin(client, programme)
    page = client.get(f"{address}save/").content.decode()
    assert f"2023年{until}まで" in page
    assert (f"2023年{until}までです。それまで、次のコードで" in page) == (until == "4月30日（日）")
    client.post(f"{address}save/", {"where": "taro@example.jp"})
    assert f"2023年{until}まで" in open_envelope(Message.objects.get()).body


def test_the_code_is_sent_where_the_holder_says(client: Client) -> None:
    address, code = begun(client)
    client.post(f"{address}save/", {"where": "０９０ー１２３４ー５６７８"})
    message = Message.objects.get()
    assert (message.purpose, open_envelope(message).address) == ("resume_code", "+819012345678")
    assert code in open_envelope(message).body


def test_the_code_is_not_sent_without_end(client: Client) -> None:
    address, _ = begun(client)
    for _ in range(7):
        client.post(f"{address}save/", {"where": "taro@example.jp"})
    assert Message.objects.count() == 5


@pytest.mark.parametrize(("day", "opens"), [("2023-05-09T23:59:59+09:00", True), ("2023-05-10T00:00:00+09:00", False)])
def test_thirty_days(client: Client, clock: time_machine.Traveller, day: str, opens: bool) -> None:
    address = begin(client, "yamanashi")
    code = code_on(client.get(address).content.decode())
    clock.move_to(day)
    assert (Client().post("/yamanashi/apply/resume/", {"code": code}).status_code == 302) is opens
    assert ("申請内容を入力してください" in client.get(address).content.decode()) is opens


def test_drafts_are_erased_on_their_day_and_nothing_else(client: Client, clock: time_machine.Traveller) -> None:
    sent = received()
    old, _ = begun(client)
    ask_for_code(client, old)
    clock.move_to("2023-05-09T23:00:00+09:00")
    begin(client, "yamanashi")
    assert purge_drafts(by=BY) == 0
    clock.move_to("2023-05-10T00:00:00+09:00")
    assert purge_drafts(by=BY, dry_run=True) == 1
    call_command("purge")
    assert list(Claim.objects.order_by("pk").values_list("state", flat=True)) == ["received", "draft"]
    assert Claim.objects.filter(pk=sent.pk).exists()
    assert ContactCode.objects.count() == 0
    assert AuditEvent.objects.filter(action="draft.erased").count() == 1


def test_the_answers_of_a_draft_are_sealed(client: Client) -> None:
    begun(client)
    row = Claim.objects.get()
    assert "山田".encode() not in bytes(row.answers_sealed or b"")


def test_a_draft_that_a_call_began_is_left_to_its_own_class(client: Client, clock: time_machine.Traveller) -> None:
    begun(client)
    Claim.objects.update(channel="call")
    clock.move_to("2023-06-10T00:00:00+09:00")
    assert purge_drafts(by=BY) == 0
