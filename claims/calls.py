"""The call log's one door: a call is written down, moves the case it is about, and says who must act next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q, QuerySet

from claims import fraud_withdrawal, withdrawal
from claims.call_states import EFFECTS, Effect, NextBy, Outcome
from claims.models import Call, Claim
from claims.moves import move
from claims.states import CLAIM_MOVES, ClaimState
from compensation.awards.reasons import ESCALATED
from compensation.models import Coupon, Programme
from compensation.programmes import in_force
from compensation.referrals import refer_claim, refer_coupons
from foundation.trail import clock
from foundation.trail.actor import Actor

_NOT_OVER: Final = Q(followed_by__isnull=True, corrected_by__isnull=True)


class AnsweredError(Exception):
    """Somebody has answered, or corrected, the same call already."""


class CallSaid(NamedTuple):
    """What was said: the codes of `call_states`, the texts, and by when what comes next must be done."""

    at: datetime
    channel: str
    direction: str
    speaker: str
    checked: Sequence[str]
    category: str
    content: str
    answer: str
    outcome: str
    next_action: str = ""
    due_on: date | None = None


class CallAbout(NamedTuple):
    """The case: a claim, a coupon, both, or neither; and the earlier call that this one answers or corrects.

    `press` is of the form that was filled in: pressed twice, it is one call.
    """

    programme: Programme
    claim: Claim | None = None
    coupon: Coupon | None = None
    follows: Call | None = None
    corrects: Call | None = None
    press: UUID | None = None


def log_call(about: CallAbout, said: CallSaid, *, by: Actor) -> Call:
    """Write a call down, with what it does to its claim, in one transaction.

    A correction changes the record alone, never the case; a second press is the first one's call. Raises AnsweredError
    where the earlier call has a successor, MoveRefusedError where somebody moved the claim at the same moment, and
    WithdrawalError where a claim cannot be taken back; then nothing was written.
    """
    effect = EFFECTS[said.outcome]
    with transaction.atomic():
        for earlier in filter(None, (about.follows, about.corrects)):
            _still_open(earlier, about.press)
        written = about._asdict() | said._asdict() | {"checked": list(said.checked), "next_by": effect.next_by}
        written |= {"press": about.press or uuid4(), "recorded_at": clock.now(), "operator": by.ref}
        call, is_new = Call.objects.get_or_create(press=written.pop("press"), defaults=written)
        if is_new and about.corrects is None:
            _carry_out(about, said, effect, by)
    return call


def open_calls(programmes: Iterable[Programme]) -> QuerySet[Call]:
    """Calls after which somebody still has to act, the most urgent first."""
    waiting = Call.objects.filter(_NOT_OVER, programme__in=programmes).exclude(next_by="")
    return waiting.select_related("programme", "claim", "coupon", "fraud_contact").order_by("due_on", "pk")


def due_calls(programmes: Iterable[Programme], today: date, *, leader: bool) -> QuerySet[Call]:
    """Open calls that need the desk today: its own are due, or what others were to do has run out of time."""
    mine = [NextBy.DESK, NextBy.SUPERVISOR] if leader else [NextBy.DESK]
    overdue = Q(next_by__in=[NextBy.STORE, NextBy.CLAIMANT], due_on__lt=today)
    return open_calls(programmes).filter(Q(next_by__in=mine, due_on__lte=today) | overdue)


def calls_about(*, claim: Claim | None = None, coupon: Coupon | None = None) -> list[Call]:
    """The calls on a case, the newest first, corrected ones among them."""
    of_case = Q(claim=claim) if claim is not None else Q(coupon=coupon)
    found = Call.objects.filter(of_case).select_related("corrects", "follows", "programme")
    return list(found.order_by("-at", "-pk"))


def _still_open(earlier: Call, press: UUID | None) -> None:
    """Hold the earlier call; what this very press wrote before is no successor of somebody else."""
    locked = Call.objects.select_for_update().get(pk=earlier.pk)
    later = Call.objects.filter(Q(follows=locked) | Q(corrects=locked))
    if later.exclude(press=press).exists():
        raise AnsweredError(str(earlier.pk))


def _carry_out(about: CallAbout, said: CallSaid, effect: Effect, by: Actor) -> None:
    if said.outcome == Outcome.ESCALATED:
        _escalate(about, by)
    if about.claim is None:
        return
    is_fraud = about.programme.kind == "fraud"
    if said.outcome == Outcome.WITHDRAWN and is_fraud:
        fraud_withdrawal.withdraw(about.claim, said.content, by=by)
    elif said.outcome == Outcome.WITHDRAWN:
        withdrawal.withdraw(about.claim, by=by)
    elif effect.state is not None and not is_fraud:  # a claim for misuse is moved by its examination alone
        _move(about.claim, effect.state, effect.waiting_for, f"call: {said.outcome}", by)


def _move(claim: Claim, state: ClaimState, waiting_for: str, detail: str, by: Actor) -> None:
    standing = Claim.objects.get(pk=claim.pk).state
    if state in CLAIM_MOVES[standing]:  # what was decided or ended is not opened again by a call
        move([claim.pk], state, detail=detail, by=by, waiting_for=waiting_for)


def _escalate(about: CallAbout, by: Actor) -> None:
    # A claim for misuse has no notice that names a desk: it is referred without a clause.
    is_coupon = about.programme.kind == "coupon"
    clause = next(iter(in_force(about.programme.slug, clock.now()).rules.contact.clauses), "") if is_coupon else ""
    if about.claim is not None:
        refer_claim(about.claim.programme_id, about.claim.pk, ESCALATED, clause, by=by)
    elif about.coupon is not None:
        refer_coupons([about.coupon.pk], ESCALATED, clause, by=by)
