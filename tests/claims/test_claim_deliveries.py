"""What a claimant was told and did not get goes to the other contact, else to a person."""

from __future__ import annotations

from typing import Any

import pytest

from claims.models import Claim
from claims.other_channel import _TEXTS
from claims.result_messages import CORRECTION, tell
from claims.tasks import follow_deliveries
from claims.withdrawal import withdraw
from compensation.deliveries import ARRIVED_AFTER_ALL
from compensation.models import Referral
from compensation.referrals import reason_words
from foundation.trail.actor import Actor
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.transitions import move
from tests.factories.claims import received
from tests.factories.notifications import PLANNER

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

BY = Actor.system("tests")
LEASE: dict[str, Any] = {"lease_token": "01900000-0000-7000-8000-000000000001", "leased_until": "2031-01-01T00:00:00Z"}


def became(message: Message, *states: str) -> None:
    for state in states:
        held = LEASE if state in ("leased", "sending") else {}
        move([message.pk], state, cause="reported", by=PLANNER, **held)
    follow_deliveries()


def acknowledged(**given: str) -> tuple[Claim, Message]:
    claim = received(**given)
    return claim, Message.objects.get(subject_ref=claim.number)


def sent() -> list[tuple[str, str, str]]:
    return list(Message.objects.order_by("pk").values_list("purpose", "channel", "state"))


def waiting() -> list[tuple[int | None, str]]:
    return list(Referral.objects.filter(closed_at=None).values_list("about_claim", "reason"))


@pytest.mark.parametrize("states", [("accepted", "undelivered"), ("accepted", "expired"), ("expired",)])
def test_what_did_not_arrive_goes_to_the_other_contact(states: tuple[str, ...]) -> None:
    claim, first = acknowledged()
    became(first, *states)
    assert sent() == [("acknowledgement", "email", states[-1]), ("acknowledgement", "sms", "ready")]
    second = Message.objects.get(channel="sms")
    told = open_envelope(second)
    assert (told.address, second.generation, second.asked) == ("+819012345678", 1, False)
    assert (str(claim.number) in told.body, waiting()) == (True, [])


def test_news_is_followed_once() -> None:
    _, first = acknowledged()
    became(first, "accepted", "undelivered")
    follow_deliveries()
    assert len(sent()) == 2


def test_where_both_fail_a_person_tells_the_claimant() -> None:
    claim, first = acknowledged()
    became(first, "accepted", "undelivered")
    became(Message.objects.get(channel="sms"), "accepted", "undelivered")
    assert waiting() == [(claim.pk, "claim_undelivered")]
    words = reason_words("claim_undelivered")
    assert words.ja.startswith("申請についてのお知らせが届かず")
    assert words.en.startswith("A message about the claim did not arrive")


def test_with_one_contact_alone_a_person_tells_the_claimant() -> None:
    claim, first = acknowledged(contact="", email="taro@example.jp")
    became(first, "accepted", "undelivered")
    assert (len(sent()), waiting()) == (1, [(claim.pk, "claim_undelivered")])


def test_a_late_report_of_arrival_ends_the_matter_once_nothing_else_is_missing() -> None:
    claim, first = acknowledged(contact="", email="taro@example.jp")
    tell(claim, CORRECTION, by=BY)
    became(first, "accepted", "undelivered")
    correction = Message.objects.get(purpose="correction")
    became(correction, "accepted", "undelivered")
    became(first, "delivered")
    assert waiting() == [(claim.pk, "claim_undelivered")]
    became(correction, "delivered")
    assert (waiting(), Referral.objects.get().closed_because) == ([], ARRIVED_AFTER_ALL)


def test_a_matter_that_a_person_closed_is_not_opened_by_other_news() -> None:
    claim, first = acknowledged(contact="", email="taro@example.jp")
    became(first, "accepted", "undelivered")
    Referral.objects.update(closed_at=claim.received_at, closed_by="hanako", closed_because="電話で伝えた")
    tell(claim, CORRECTION, by=BY)
    became(Message.objects.get(purpose="correction"), "accepted", "delivered")
    assert waiting() == []


def test_what_nobody_can_be_asked_about_goes_to_a_person() -> None:
    claim, first = acknowledged()
    became(first, "leased", "sending", "unknown", "held")
    assert (len(sent()), waiting()) == (1, [(claim.pk, "claim_message_held")])


def test_what_arrived_is_left_alone() -> None:
    _, first = acknowledged()
    became(first, "accepted", "delivered")
    assert (sent(), waiting()) == ([("acknowledgement", "email", "delivered")], [])


def test_every_text_about_a_claim_can_go_by_the_other_channel() -> None:
    assert sorted(_TEXTS) == sorted(
        [
            *("acknowledgement", "decision", "number_not_found", "correction", "withdrawn", "reconsideration"),
            *("misuse_begun", "misuse_question", "misuse_missing", "misuse_withdrawn"),
        ]
    )


def test_the_word_of_a_withdrawal_goes_to_the_other_contact() -> None:
    claim, _ = acknowledged()
    withdraw(claim, by=BY)
    word = Message.objects.get(purpose="withdrawn")
    became(word, "accepted", "undelivered")
    assert sent()[-1] == ("withdrawn", "sms", "ready")
