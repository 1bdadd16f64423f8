"""A call that begins a claim for misuse: it is the first contact, and leaves a draft that somebody completes."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from django.db import transaction

from claims import answers as claim_answers
from claims.answers import Answers, Typed
from claims.call_entries import CHECK_FORM, FORM_ASKED, FORM_CAME, FORM_TAKEN, written
from claims.call_states import CallChannel, Category, Direction, NextBy, Outcome, Speaker
from claims.calls import CallAbout, CallSaid, log_call, open_calls
from claims.contacts import Contacts
from claims.fraud_messages import tell_caller
from claims.models import Claim, FraudContact
from claims.numbers import new_number
from claims.states import CALL, ClaimState
from compensation.programmes import PolicyInForce
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class Told(NamedTuple):
    """What was told on the phone: answers as the form of the claim takes them, and how to reach the caller.

    `content` is the call log's, without personal data; `ask_by` is the day to call back by where no form has come.
    """

    typed: Typed
    reach: Contacts
    checked: list[str]
    content: str
    at: datetime
    ask_by: date


def begin_by_call(force: PolicyInForce, key: UUID, told: Told, *, by: Actor) -> FraudContact:
    """Write the call down as first contact, with a draft under a number of its own, and tell the caller.

    The same `key` again (a second press) is the same call.
    """
    with transaction.atomic():
        claim, is_new = Claim.objects.get_or_create(draft_key=key, defaults=_draft(force, key, told))
        return _begun(claim, told, by) if is_new else FraudContact.objects.get(claim=claim)


def contact_of(claim: Claim) -> FraudContact | None:
    """The call that the claim began with, if it began with one."""
    return FraudContact.objects.filter(claim=claim).select_related("claim__programme").first()


def draft_by_number(number: str, asked: bytes) -> Claim | None:
    """The draft that a caller was given this number for, if the contact of this hash was given with it."""
    found = FraudContact.objects.filter(number=number, claim__state=ClaimState.DRAFT).select_related("claim").first()
    if found is None or asked not in {found.claim.phone_hash, found.claim.email_hash} - {None}:
        return None
    return found.claim


def save_told(claim: Claim, typed: Typed, *, by: Actor) -> None:
    """Keep what an operator added to the draft. What the claimant does with it, and when it is sent, stays theirs."""
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        if held.state != ClaimState.DRAFT:
            return
        sealed = claim_answers.sealed(held.draft_key, Answers(typed, {}))
        Claim.objects.filter(pk=held.pk).update(answers_sealed=sealed)
        refs, scope = [FraudContact.objects.get(claim=held).number], held.programme.slug
        audit.record("claim.draft_saved", by=by, kind="claim", refs=refs, scope=scope)


def form_arrived(claim: Claim, *, by: Actor) -> None:
    """The form that a call waited for has come: the call log says so, and nobody is chased for it any more."""
    waiting = open_calls([claim.programme]).filter(claim=claim, next_by=NextBy.CLAIMANT)
    for call in waiting:
        said = CallSaid(
            clock.now(), CallChannel.FORM, Direction.IN, Speaker.HOLDER, [], Category.MISUSE,
            written(FORM_CAME), written(FORM_TAKEN, str(claim.number)), Outcome.DONE,
        )  # fmt: skip
        log_call(CallAbout(claim.programme, claim, follows=call), said, by=by)


def _draft(force: PolicyInForce, key: UUID, told: Told) -> dict[str, object]:
    return {
        "programme": force.row.programme,
        "bulletin": force.row,
        "channel": CALL,
        "answers_sealed": claim_answers.sealed(key, Answers(told.typed, {})),
        "phone_hash": told.reach.phone_hash,
        "email_hash": told.reach.email_hash,
        "started_at": clock.now(),
    }


def _begun(claim: Claim, told: Told, by: Actor) -> FraudContact:
    number = new_number(clock.today())
    said = CallSaid(
        told.at, CallChannel.PHONE, Direction.IN, Speaker.HOLDER, told.checked, Category.MISUSE, told.content,
        written(FORM_ASKED, number), Outcome.ASK_CLAIMANT, written(CHECK_FORM), told.ask_by,
    )  # fmt: skip
    call = log_call(CallAbout(claim.programme, claim), said, by=by)
    contact = FraudContact.objects.create(claim=claim, number=number, at=told.at, call=call)
    scope, detail = claim.programme.slug, {"at": told.at.isoformat()}
    audit.record("claim.begun_by_call", by=by, kind="claim", refs=[number], scope=scope, detail=detail)
    tell_caller(claim, number, told.reach, by=by)
    return contact
