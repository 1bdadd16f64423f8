"""A call begins a claim: it is the first contact, leaves a draft, and the form that follows makes the claim."""

from __future__ import annotations

import re
from datetime import date, datetime
from uuid import uuid4

import pytest
from django.db.utils import IntegrityError
from django.test import Client

from claims import answers as claim_answers
from claims.calls import due_calls
from claims.fraud_calls import save_told
from claims.fraud_forms import FraudForm
from claims.fraud_intake import Arrival, take_in
from claims.fraud_withdrawal import end_draft
from claims.models import Call, Claim, FraudClaim, FraudContact
from compensation.models import Programme
from compensation.programmes import fraud_policy
from foundation.trail.clock import JST
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import ARRIVED, BY, NO_POLICE, typed
from tests.factories.fraud_calls import CALLED_AT, REACH, TYPED, called

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
TOLD = {
    "at": "2023-04-03 10:15",
    "checked": ["name"],
    "claimant": "user",
    "contact": "090-1234-5678",
    "email": "taro@example.jp",
    "name": "山田　太郎",
    "content": "残高が知らないうちに使われた。",
    "ask_by": "2023-04-17",
}


def completed(contact: FraudContact, *changes: dict[str, list[str]], at: datetime = ARRIVED) -> Claim:
    answers = FraudForm(typed(*changes), check=True, later=True).answers()
    arrival = Arrival("homepage", at)
    return take_in(fraud_policy("twooca").row, answers, arrival, by=BY, draft=contact.claim)


def shown(client: Client, number: str, contact: str) -> str:
    client.post("/status/", {"number": number, "contact": contact})
    return client.get("/status/shown/").content.decode()


def test_a_call_leaves_a_draft_and_no_claim() -> None:
    contact = called()
    claim, call = contact.claim, Call.objects.get()
    assert (claim.state, claim.number, claim.received_at, claim.channel) == ("draft", None, None, "call")
    assert (call.category, call.next_by, call.due_on, call.claim) == ("misuse", "claimant", date(2023, 4, 17), claim)
    assert (contact.at, call.at) == (CALLED_AT, CALLED_AT)
    assert AuditEvent.objects.get(action="claim.begun_by_call").subject_ref == contact.number


def test_the_caller_is_told_the_number_and_nothing_else() -> None:
    contact = called()
    message = Message.objects.get()
    opened = open_envelope(message)
    assert (message.purpose, message.subject_ref, opened.address) == ("misuse_begun", contact.number, "taro@example.jp")
    assert contact.number in opened.body
    assert [secret for secret in ("山田", "090", "使われた", "taro@") if secret in opened.body + opened.title] == []


def test_a_second_press_is_the_same_call() -> None:
    key = uuid4()
    assert called(key=key).pk == called(key=key).pk
    assert (Claim.objects.count(), Call.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_first_contact_and_claim_stay_apart() -> None:
    contact = called()
    claim = completed(contact)
    fraud = FraudClaim.objects.get()
    assert (claim.number, claim.state, claim.received_at, claim.channel) == (
        contact.number, "received", ARRIVED, "homepage",
    )  # fmt: skip
    # The form says 9:30 on that day, which is earlier than the call: the earliest contact counts.
    assert fraud.first_contact_at == datetime(2023, 4, 3, 9, 30, tzinfo=JST)


def test_the_call_counts_where_the_form_names_no_contact() -> None:
    completed(called(), {"first_contact_at": [""]})
    assert FraudClaim.objects.get().first_contact_at == CALLED_AT


def test_the_form_ends_the_waiting() -> None:
    programme = Programme.objects.get(slug="twooca")
    contact = called()
    assert due_calls([programme], date(2023, 4, 18), leader=False).count() == 1
    claim = completed(contact)
    assert due_calls([programme], date(2023, 4, 18), leader=False).count() == 0
    answer = Call.objects.get(follows__isnull=False)
    assert (answer.claim, answer.channel, answer.outcome, answer.follows) == (claim, "form", "done", contact.call)


def test_what_is_missing_is_asked_for_and_the_date_stays() -> None:
    claim = completed(called(), NO_POLICE, {"address": [""]})
    assert (claim.state, claim.waiting_for, claim.received_at) == ("waiting", "claimant", ARRIVED)
    sent = Message.objects.filter(subject_ref=claim.number).order_by("pk").values_list("purpose", flat=True)
    assert list(sent) == ["misuse_begun", "acknowledgement", "misuse_missing"]


def test_the_claimant_goes_on_from_the_status_page(client: Client) -> None:
    contact = called()
    assert "申請はまだ済んでいません" in shown(client, contact.number, "taro@example.jp")
    address = str(client.post("/status/shown/").headers["Location"])
    page = client.get(address).content.decode()
    assert ('value="山田　太郎"' in page, 'value="2023-04-03 10:15"' in page) == (True, True)
    client.post(address, typed(first_contact_at="2023-04-03 10:15"))
    confirm = client.get(f"{address}confirm/").content.decode()
    digest = re.search(r'name="shown" value="(\w+)"', confirm)
    assert digest is not None
    client.post(f"{address}confirm/", {"shown": digest[1], "agreed": "on"})
    claim = Claim.objects.get()
    assert (claim.number, claim.state, FraudClaim.objects.get().first_contact_at) == (
        contact.number, "received", CALLED_AT,
    )  # fmt: skip


@pytest.mark.parametrize("contact", ["other@example.jp", "080-0000-0000", ""])
def test_a_stranger_sees_no_draft(client: Client, contact: str) -> None:
    assert shown(client, called().number, contact) == ""


def test_the_telephone_shows_it_too(client: Client) -> None:
    assert "申請はまだ済んでいません" in shown(client, called().number, "０９０ー１２３４ー５６７８")


def test_the_desk_takes_the_call_down(signed_in: SignedIn) -> None:
    browser = signed_in("clerk", "operator")
    key = re.search(r'name="key" value="([\w-]+)"', browser.get("/console/misuse/calls/new/").content.decode())
    assert key is not None
    for _ in range(2):
        answer = browser.post("/console/misuse/calls/new/", {**TOLD, "key": key[1]})
    contact = FraudContact.objects.get()
    assert answer.headers["Location"] == f"/console/misuse/drafts/{contact.number}/"
    page = browser.get(answer.headers["Location"]).content.decode()
    assert (contact.number in page, "山田" in page, "2023年4月17日" in page) == (True, False, True)
    assert contact.number in browser.get("/console/misuse/").content.decode()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"contact": ""}, "contact"),
        ({"at": "2023-04-11 9:00"}, "at"),
        ({"checked": []}, "checked"),
        ({"content": ""}, "content"),
    ],
)
def test_what_a_call_cannot_be_without(signed_in: SignedIn, change: dict[str, object], field: str) -> None:
    page = signed_in("clerk", "operator").post("/console/misuse/calls/new/", {**TOLD, "key": str(uuid4()), **change})
    assert (page.status_code, list(page.context["form"].errors), Claim.objects.count()) == (422, [field], 0)


def test_the_operator_completes_the_draft(signed_in: SignedIn) -> None:
    contact, browser = called(), signed_in("clerk", "operator")
    address = f"/console/misuse/drafts/{contact.number}/form/"
    assert 'value="山田　太郎"' in browser.post(address).content.decode()
    assert AuditEvent.objects.get(action="viewed").subject_ref == contact.number
    browser.post(address, {**TYPED, "circumstances": "偽のメール", "keep": "1"})
    assert claim_answers.of(Claim.objects.get()).typed["circumstances"] == ["偽のメール"]
    given = typed(entrance="phone_app", received_at="2023-04-06 08:15", phrase="on", take="1")
    answer = browser.post(address, given)
    assert answer.headers["Location"] == f"/console/misuse/{contact.number}/"
    claim = Claim.objects.get()
    assert (claim.number, claim.state, claim.channel) == (contact.number, "received", "phone_app")
    assert browser.get(f"/console/misuse/drafts/{contact.number}/").status_code == 302


@pytest.mark.parametrize("path", ["", "form/", "end/"])
def test_another_office_sees_no_draft(signed_in: SignedIn, path: str) -> None:
    number = called().number
    stranger = signed_in("other", offices=("nara",))
    address = f"/console/misuse/drafts/{number}/{path}"
    assert (stranger.post(address) if path == "form/" else stranger.get(address)).status_code == 404


def test_whoever_does_not_claim_is_not_waited_for(signed_in: SignedIn) -> None:
    contact, browser = called(), signed_in("clerk", "operator")
    for _ in range(2):
        browser.post(f"/console/misuse/drafts/{contact.number}/end/", {"because": "申請しないとのこと。"})
    contact.refresh_from_db()
    assert (contact.ended_by, contact.ended_because) == ("clerk", "申請しないとのこと。")
    assert contact.number not in browser.get("/console/misuse/").content.decode()
    assert AuditEvent.objects.filter(action="claim.draft_ended").count() == 1


def test_nothing_is_changed_of_a_claim_that_has_come() -> None:
    contact = called()
    claim = completed(contact)
    kept = claim_answers.of(claim)
    save_told(claim, TYPED, by=BY)
    assert (end_draft(contact, "終了", by=BY), claim_answers.of(Claim.objects.get())) == (False, kept)


@pytest.mark.parametrize("by", ["number", "taro@example.jp", "090-1234-5678"])
def test_the_draft_is_found_by_its_number_and_contact(signed_in: SignedIn, by: str) -> None:
    contact, browser = called(), signed_in("clerk", "operator")
    text = contact.number if by == "number" else by
    answer = browser.post("/console/search/", {"text": text})
    assert answer.headers["Location"] == f"/console/misuse/drafts/{contact.number}/"
    called(reach=REACH)
    assert contact.number in browser.post("/console/search/", {"text": "taro@example.jp"}).content.decode()


def test_two_calls_do_not_share_a_number() -> None:
    first, second = called(), called(reach=REACH._replace(phone="+819000000000"))
    with pytest.raises(IntegrityError):
        FraudContact.objects.filter(pk=second.pk).update(number=first.number)
