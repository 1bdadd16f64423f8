"""What became of messages about claims: proven failure goes to the other contact, else to a person.

A code for a draft opens no referral: whoever asked for it sits before the page, which says what to do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet

from claims.claim_messages import SUBJECT
from claims.models import Claim
from claims.other_channel import DECISION, other_message
from compensation import referrals
from compensation.deliveries import ARRIVED_AFTER_ALL, ENDED, FAILED
from compensation.models import Decision
from compensation.states import SubjectKind
from compensation.transfers.news import SUBJECT as TRANSFER
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.models import Message
from notifications.news import News
from notifications.states import MessageState

_TOLD: Final = FAILED | {MessageState.HELD, MessageState.DELIVERED}
_KINDS: Final = frozenset({SUBJECT, DECISION, TRANSFER})
_REASONS: Final = (referrals.CLAIM_UNDELIVERED, referrals.CLAIM_MESSAGE_HELD)


class _About(NamedTuple):
    """One text about one subject; by which channel, is the message's own matter."""

    kind: str
    ref: str
    purpose: str
    generation: int


def follow_claims(news: Sequence[News], by: Actor) -> Counter[str]:
    """Do what follows from these news for claims, in the caller's transaction; how many of which kind."""
    done = Counter[str]()
    for about in _abouts(news):
        # The claim's row is the lock: the claimant may correct or withdraw it at the same moment.
        claim = Claim.objects.select_for_update(of=("self",)).filter(_named(about)).first()
        if claim is not None and (what := _answer(claim, about, by)):
            done[what] += 1
    return done


def _abouts(news: Iterable[News]) -> list[_About]:
    told = (each for each in news if each.subject_kind in _KINDS and each.state in _TOLD)
    return list(
        dict.fromkeys(_About(each.subject_kind, each.subject_ref, each.purpose, each.generation) for each in told)
    )


def _named(about: _About) -> Q:
    """The claim that a message is about: by its number, by that of the call that began it, or by its decision."""
    if about.kind == DECISION:
        decided = Decision.objects.filter(pk=about.ref, subject_kind=SubjectKind.CLAIM)
        return Q(pk__in=decided.values("subject_id"))
    return Q(number=about.ref) | Q(pk__in=Claim.objects.filter(fraud_contact__number=about.ref).values("pk"))


def _answer(claim: Claim, about: _About, by: Actor) -> str:
    said = list(_messages(about))
    if any(message.state == MessageState.DELIVERED for message in said):
        return _arrived(claim, by)
    if any(message.state == MessageState.HELD for message in said):
        return _refer(claim, referrals.CLAIM_MESSAGE_HELD, by)
    if not all(message.state in ENDED for message in said):
        return ""
    again = other_message(claim, said[-1], {message.channel for message in said})
    if again is None:
        return _refer(claim, referrals.CLAIM_UNDELIVERED, by)
    outbox.plan([again], by=by)
    return "claim_other_channel"


def _messages(about: _About) -> QuerySet[Message]:
    of_subject = Message.objects.filter(subject_kind=about.kind, subject_ref=about.ref)
    return of_subject.filter(purpose=about.purpose, generation=about.generation).order_by("pk")


def _refer(claim: Claim, reason: str, by: Actor) -> str:
    referrals.refer_claim(claim.programme_id, claim.pk, reason, "", by=by)
    return "claim_referred"


def _arrived(claim: Claim, by: Actor) -> str:
    """A late report says that it arrived: whoever was to tell the claimant need not, unless another text is missing."""
    waiting = referrals.referrals_of_claim(claim.pk).filter(reason__in=_REASONS, closed_at=None)
    if not waiting or _something_is_missing(claim):
        return ""
    referrals.close(waiting.values_list("pk", flat=True), because=ARRIVED_AFTER_ALL, by=by)
    return "claim_arrived_after_all"


def _something_is_missing(claim: Claim) -> bool:
    """Whether a text about it reached its claimant by no channel."""
    decisions = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk).values_list(
        "pk", flat=True
    )
    called = Claim.objects.filter(pk=claim.pk, fraud_contact__isnull=False).values_list(
        "fraud_contact__number", flat=True
    )
    numbers = [number for number in (claim.number, *called) if number]
    by_number = Q(subject_kind__in=[SUBJECT, TRANSFER], subject_ref__in=numbers)
    by_decision = Q(subject_kind=DECISION, subject_ref__in=[str(pk) for pk in decisions])
    stand = dict[_About, set[str]]()
    for row in Message.objects.filter(by_number | by_decision):
        about = _About(row.subject_kind, row.subject_ref, row.purpose, row.generation)
        stand.setdefault(about, set()).add(row.state)
    return any(states & {MessageState.HELD} or (states & FAILED and states <= ENDED) for states in stand.values())
