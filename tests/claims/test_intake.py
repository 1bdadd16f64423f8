"""A draft becomes a claim once, with everything that belongs to it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from claims import answers as claim_answers
from claims import consent, intake
from claims.answers import Answers
from claims.models import Claim, ClaimCoupon, ClaimTransition
from claims.moves import MoveRefusedError, move
from claims.states import ClaimState
from compensation.programmes import in_force
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.factories.claims import APPLIED_AT, confirm, draft, received

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def test_a_draft_has_no_number_and_no_message() -> None:
    claim = draft()
    assert (claim.state, claim.number, claim.received_at) == ("draft", None, None)
    assert Message.objects.count() == 0


def test_answers_are_sealed_in_the_row() -> None:
    row = Claim.objects.get(pk=draft().pk)
    assert row.answers_sealed is not None
    assert b"taro@example.jp" not in bytes(row.answers_sealed)
    assert claim_answers.of(row).given["email"] == "taro@example.jp"


def test_receiving_makes_number_coupons_transition_audit_and_acknowledgement() -> None:
    claim = received(coupon_number=["12345678", "ABCD"])
    row = Claim.objects.get(pk=claim.pk)
    assert (row.state, row.received_at, row.consent_version) == ("received", APPLIED_AT, consent.VERSION)
    assert row.number == claim.number
    named = row.coupons.order_by("position").values_list("position", "inquiry_number")
    assert list(named) == [(1, "12345678"), (2, "ABCD")]
    moved = ClaimTransition.objects.get(claim=row)
    assert (moved.from_state, moved.to_state, moved.actor) == ("draft", "received", f"claim:{row.pk}")
    event = AuditEvent.objects.get(action="claim.received")
    assert (event.subject_ref, event.scope) == (claim.number, "kumamoto")


def test_the_acknowledgement_is_ready_at_once_and_names_no_person() -> None:
    claim = received()
    message = Message.objects.get()
    assert (message.state, message.channel, message.purpose, message.mailing_id) == (
        "ready",
        "email",
        "acknowledgement",
        None,
    )
    assert (message.subject_kind, message.subject_ref) == ("claim", claim.number)


def test_a_second_press_changes_nothing() -> None:
    first = received()
    again = confirm(first)
    assert again.number == first.number
    assert (ClaimCoupon.objects.count(), ClaimTransition.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_what_was_not_shown_is_not_received() -> None:
    claim = draft()
    shown = claim_answers.of(claim).digest
    intake.save_draft(claim, Answers({}, {"coupon_number": ["9999"]}), language="ja")
    with pytest.raises(intake.ChangedSinceShownError):
        intake.receive(claim, shown=shown, consent=consent.VERSION, is_traveller=True, by=Actor.person("claim:x"))
    assert Claim.objects.get(pk=claim.pk).state == "draft"


def test_what_cannot_be_read_yet_is_not_received() -> None:
    claim = intake.start_draft(in_force("kumamoto", clock.now()).row, language="ja")
    with pytest.raises(intake.IncompleteError):
        confirm(claim)


def test_a_received_claim_is_not_saved_over() -> None:
    claim = received()
    intake.save_draft(claim, Answers({}, {"coupon_number": ["9999"]}), language="en")
    row = Claim.objects.get(pk=claim.pk)
    assert (row.language, claim_answers.of(row).given["coupon_number"]) == ("ja", ["12345678"])


def test_a_key_opens_no_draft_of_another_programme() -> None:
    claim = draft("kumamoto")
    assert intake.find_draft("nara", claim.draft_key) is None


def test_a_number_that_is_taken_is_drawn_again(monkeypatch: pytest.MonkeyPatch) -> None:
    taken = received().number
    drawn = iter([taken, "23-0000-0001-C"])
    monkeypatch.setattr(intake, "new_number", lambda _: next(drawn))
    assert received().number == "23-0000-0001-C"


def test_a_claim_goes_no_way_that_the_table_does_not_name() -> None:
    claim = received()
    move([claim.pk], ClaimState.CLOSED, detail="test", by=Actor.system("tests"), closed_as="withdrawn")
    with pytest.raises(MoveRefusedError):
        move([claim.pk], ClaimState.WAITING, detail="test", by=Actor.system("tests"), waiting_for="date")
    assert Claim.objects.get(pk=claim.pk).state == "closed"


def test_moving_to_where_it_stands_writes_nothing() -> None:
    claim = received()
    by = Actor.system("tests")
    move([claim.pk], ClaimState.WAITING, detail="test", by=by, waiting_for="date")
    move([claim.pk], ClaimState.WAITING, detail="test", by=by, waiting_for="date")
    assert ClaimTransition.objects.filter(claim=claim).count() == 2


@pytest.mark.parametrize("change", [{"state": "received"}, {"number": "X"}, {"state": "lost"}])
def test_the_database_refuses_a_half_received_claim(change: dict[str, str]) -> None:
    claim = draft()
    with pytest.raises(IntegrityError), transaction.atomic():
        Claim.objects.filter(pk=claim.pk).update(**change)
