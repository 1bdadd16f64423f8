"""The notice of a decision, and the word to somebody who called, follow the other contact or a person as well."""

from __future__ import annotations

import pytest

from claims.tasks import follow_deliveries
from compensation.models import Referral
from notifications.models import Message
from notifications.transitions import move
from tests.factories.fraud import arrived, decided, examined
from tests.factories.fraud_calls import called
from tests.factories.notifications import PLANNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def failed(message: Message) -> None:
    for state in ("accepted", "undelivered"):
        move([message.pk], state, cause="reported", by=PLANNER)
    follow_deliveries()


def fail_all(purpose: str) -> list[str]:
    """Let every channel fail that it is sent by; which they were."""
    while waiting := Message.objects.filter(purpose=purpose, state="ready").first():
        failed(waiting)
    return sorted(Message.objects.filter(purpose=purpose).values_list("channel", flat=True))


def test_the_notice_of_a_decision_goes_by_both_channels_then_to_a_person() -> None:
    claim = decided(examined(arrived()))
    assert Message.objects.get(purpose="decision").subject_kind == "decision"
    assert fail_all("decision") == ["email", "sms"]
    assert list(Referral.objects.filter(about_claim=claim.pk).values_list("reason", flat=True)) == ["claim_undelivered"]


def test_the_word_to_a_caller_finds_the_draft_by_its_number() -> None:
    contact = called()
    channels = fail_all("misuse_begun")
    assert set(channels) <= {"email", "sms"}
    assert list(Referral.objects.values_list("about_claim", "reason")) == [(contact.claim_id, "claim_undelivered")]
