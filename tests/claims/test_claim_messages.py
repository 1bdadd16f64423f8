"""What messages about a claim say: its number and where to look or call, nothing of the person and of the outcome."""

from __future__ import annotations

import pytest

from claims.acknowledgement import TEXT
from claims.claim_messages import ClaimText, message_of
from claims.contacts import Contacts
from claims.models import Claim
from claims.result_messages import CORRECTION, DECISION, NUMBER_NOT_FOUND
from notifications.segments import sms_parts
from tests.factories.claims import received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY_EMAIL = Contacts("+819012345678", "taro@example.jp", "email")
BY_SMS = Contacts("+819012345678", "", "sms")
TEXTS = [TEXT, DECISION, NUMBER_NOT_FOUND, CORRECTION]


def claim(language: str = "ja") -> Claim:
    made = received()
    made.language = language
    return made


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_an_email_has_number_address_and_telephone(text: ClaimText, language: str) -> None:
    made = claim(language)
    message = message_of(made, text, BY_EMAIL)
    counted = [message.body.count(part) for part in (str(made.number), "/status/", "0120-479-249")]
    assert (counted, message.address) == ([1, 1, 1], "taro@example.jp")
    assert [word for word in ("山田", "円", "yen", "12345678") if word in message.body + message.title] == []


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.purpose)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_short_message_is_three_parts_at_most(text: ClaimText, language: str) -> None:
    message = message_of(claim(language), text, BY_SMS)
    assert (message.title, message.address, sms_parts(message.body) <= 3) == ("", "+819012345678", True)


def test_each_text_has_its_own_purpose_and_version() -> None:
    assert [(text.purpose, text.version) for text in TEXTS] == [
        ("acknowledgement", "acknowledgement-2"),
        ("decision", "decision-1"),
        ("number_not_found", "number_not_found-1"),
        ("correction", "correction-1"),
    ]
