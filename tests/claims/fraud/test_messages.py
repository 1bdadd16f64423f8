"""What the messages about misuse say and when they go: a number, where to look, whom to call; never what is asked."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import transaction
from django.test import Client

from claims.claim_messages import ClaimText, message_of
from claims.contacts import Contacts
from claims.fraud_forms import FraudForm
from claims.fraud_intake import Arrival, take_in
from claims.fraud_messages import BEGUN, MISSING, QUESTION, WITHDRAWN
from claims.fraud_questions import ask, questions_of
from claims.models import Claim
from compensation.programmes import fraud_policy
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.segments import sms_parts
from tests.factories.fraud import ARRIVED, BY, NO_POLICE, arrived, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
TEXTS = [BEGUN, QUESTION, MISSING, WITHDRAWN]
DAY = date(2023, 4, 24)


def claim(language: str) -> Claim:
    made = arrived()
    made.language = language
    return made


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_email_has_number_address_and_telephone(text: ClaimText, language: str) -> None:
    made = claim(language)
    message = message_of(made, text, Contacts("+819012345678", "taro@example.jp", "email"))
    counted = [message.body.count(part) for part in (str(made.number), "/status/", "0570-022-722")]
    assert (counted, message.purpose) == ([1, 1, 1], text.purpose)
    assert [word for word in ("山田", "円", "yen", "12345678", "taro@") if word in message.body + message.title] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_short_message_is_three_parts_at_most(text: ClaimText, language: str) -> None:
    made = claim(language)
    message = message_of(made, text, Contacts("+819012345678", "", "sms"))
    assert (message.title, str(made.number) in message.body, sms_parts(message.body) <= 3) == ("", True, True)


def test_a_question_is_announced_without_its_words() -> None:
    made = arrived()
    ask(made, "暗証番号を変えたのはいつですか。", DAY, by=BY)
    message = Message.objects.get(purpose="misuse_question")
    assert (message.subject_ref, message.state) == (made.number, "ready")
    assert "暗証番号" not in open_envelope(message).body


def test_each_question_has_its_message() -> None:
    made = arrived()
    for words in ("いつですか。", "どこですか。"):
        ask(made, words, DAY, by=BY)
    assert list(Message.objects.filter(purpose="misuse_question").values_list("generation", flat=True)) == [1, 2]


def test_question_and_message_stand_or_fall_together() -> None:
    made = arrived()
    with transaction.atomic():
        ask(made, "いつですか。", DAY, by=BY)
        transaction.set_rollback(True)
    assert (questions_of(made), Message.objects.filter(purpose="misuse_question").count()) == ([], 0)


def test_missing_items_are_announced_and_answered_on_the_status_page(client: Client) -> None:
    made = arrived(NO_POLICE)
    assert Message.objects.filter(purpose="misuse_missing", subject_ref=made.number).count() == 1
    client.post("/status/", {"number": made.number, "contact": "taro@example.jp"})
    assert 'name="police_station"' in client.get("/status/shown/").content.decode()
    given = {"police_station": "丸の内警察署", "police_date": "2023-04-03", "police_receipt_number": "第3号"}
    client.post("/status/shown/", given)
    now = Claim.objects.get()
    assert (now.state, now.received_at) == ("examining", made.received_at)


def test_whoever_left_only_a_landline_is_not_written_to() -> None:
    answers = FraudForm(typed(NO_POLICE, email="", contact="03-1234-5678"), check=True, later=True).answers()
    take_in(fraud_policy("twooca").row, answers, Arrival("phone_app", ARRIVED), by=BY)
    assert (Claim.objects.get().waiting_for, Message.objects.count()) == ("claimant", 0)
