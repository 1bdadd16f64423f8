"""What a claimant for misuse is still asked: items that the form left out, and questions of an examiner."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from claims import answers as claim_answers
from claims.fraud_intake import account_hash
from claims.fraud_items import kept_as, missing_items
from claims.fraud_messages import QUESTION, tell
from claims.models import Claim, FraudClaim, FraudQuestion
from claims.moves import move
from claims.states import ClaimState, WaitingFor
from compensation.policy.fraud.policy import Item
from compensation.programmes import policy_of
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.sealing import open_sealed, seal

_ASKING: Final = frozenset({ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING})


class Asked(NamedTuple):
    """A question, and what was answered; "" where nothing was yet, and once both were erased."""

    key: UUID
    question: str
    answer: str
    row: FraudQuestion


def missing_of(claim: Claim) -> list[Item]:
    """The items of the policy that this claim has not given yet."""
    given = claim_answers.of(claim).given
    return missing_items(given, policy_of(claim.bulletin), is_user=given.get("claimant") == "user")


def questions_of(claim: Claim) -> list[Asked]:
    """Every question of a claim, the first one first."""
    return [_asked(row) for row in FraudQuestion.objects.filter(claim=claim).order_by("asked_at", "pk")]


def is_asked(claim: Claim) -> bool:
    """Whether the claimant of an undecided claim still has something to supply."""
    if claim.state not in _ASKING:
        return False
    return FraudQuestion.objects.filter(claim=claim, answered_at__isnull=True).exists() or bool(missing_of(claim))


def ask(claim: Claim, question: str, answer_by: date, *, by: Actor, key: UUID | None = None) -> FraudQuestion:
    """Put a question to the claimant and tell them of it: the claim then waits for them.

    The same `key` again (a second press) is the same question. Raises ValueError for an empty one.
    """
    if not question.strip():
        raise ValueError("a question has words")
    key = key or uuid4()
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        known = FraudQuestion.objects.filter(claim=locked, key=key).first()
        if known is not None:
            return known
        move([locked.pk], ClaimState.WAITING, detail="a question was asked", by=by, waiting_for=WaitingFor.CLAIMANT)
        tell(locked, QUESTION, by=by)
        return FraudQuestion.objects.create(
            claim=locked,
            key=key,
            answer_by=answer_by,
            question_sealed=seal(question.strip(), bound_to=f"question:{key}"),
            asked_at=clock.now(),
            asked_by=by.ref,
        )


def answer(claim: Claim, items: Mapping[str, str], replies: Mapping[UUID, str], *, by: Actor) -> Claim:
    """Keep what the claimant supplied; with nothing left to ask the claim goes back to the examiners.

    `items` by the item of the policy, `replies` by the key of the question. What was given before is not replaced,
    and the date of receipt stays.
    """
    with transaction.atomic():
        locked = Claim.objects.select_for_update(of=("self",)).select_related("bulletin").get(pk=claim.pk)
        if locked.state not in _ASKING:
            return locked
        supplied = _keep_items(locked, items)
        answered = [key for key, text in replies.items() if text.strip() and _reply(locked, key, text.strip())]
        if not supplied and not answered:
            return locked
        detail = {"items": supplied, "questions": len(answered)}
        audit.record("claim.supplied", by=by, kind="claim", refs=[str(locked.number)], detail=detail)
        return _go_on(locked, by)


def _keep_items(claim: Claim, items: Mapping[str, str]) -> list[str]:
    kept = claim_answers.of(claim)
    wanted = {item.id for item in missing_of(claim)}
    supplied = {item: text.strip() for item, text in items.items() if item in wanted and text.strip()}
    if supplied:
        given = kept.given | {kept_as(item): text for item, text in supplied.items()}
        sealed = claim_answers.sealed(claim.draft_key, kept._replace(given=given))
        Claim.objects.filter(pk=claim.pk).update(answers_sealed=sealed)
        claim.answers_sealed = sealed
    if "customer_id" in supplied:
        known = account_hash(supplied["customer_id"])
        FraudClaim.objects.filter(claim=claim, account_hash__isnull=True).update(account_hash=known)
    return sorted(supplied)


def _reply(claim: Claim, key: UUID, text: str) -> bool:
    waiting = FraudQuestion.objects.filter(claim=claim, key=key, answered_at__isnull=True)
    return bool(waiting.update(answer_sealed=seal(text, bound_to=f"answer:{key}"), answered_at=clock.now()))


def _go_on(claim: Claim, by: Actor) -> Claim:
    open_questions = FraudQuestion.objects.filter(claim=claim, answered_at__isnull=True).exists()
    if claim.state != ClaimState.WAITING or open_questions or missing_of(claim):
        return claim
    return move([claim.pk], ClaimState.EXAMINING, detail="the claimant supplied it", by=by)[0]


def _asked(row: FraudQuestion) -> Asked:
    said = open_sealed(row.answer_sealed, bound_to=f"answer:{row.key}") if row.answer_sealed else ""
    words = open_sealed(row.question_sealed, bound_to=f"question:{row.key}") if row.question_sealed else ""
    return Asked(row.key, words, said, row)
