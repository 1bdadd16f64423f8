"""A refused claim is looked at again: asked for by its claimant, settled by somebody who had no part in the refusal."""

from __future__ import annotations

from typing import Final
from uuid import uuid4

from django.db import transaction

from claims.models import Claim, ClaimTransition, ReconsiderationRequest
from claims.moves import move
from claims.result_messages import RECONSIDERED, tell
from claims.states import SITE, ClaimState
from compensation.models import Decision, Referral
from compensation.referrals import RECONSIDERATION, refer_claim
from compensation.states import SubjectKind
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.vault.sealing import open_sealed, seal

MOST_WORDS: Final = 1_000


class ReconsiderationError(Exception):
    """The claim cannot be taken up again so; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def may_ask(claim: Claim) -> bool:
    """Whether the claim was refused, and nobody asked yet to look at that decision again."""
    if claim.channel != SITE or claim.programme.kind != "coupon":
        return False
    decision = refusal_of(claim)
    return decision is not None and not ReconsiderationRequest.objects.filter(decision=decision).exists()


def refusal_of(claim: Claim) -> Decision | None:
    """The decision by which nothing is paid; None where something is, or nothing was decided."""
    refused = claim.state == ClaimState.DECIDED or (claim.state == ClaimState.CLOSED and claim.closed_as == "declined")
    standing = standing_decision(claim) if refused else None
    granted = standing is not None and standing.outcome == "eligible" and bool(standing.amount)
    return None if granted and claim.closed_as != "declined" else standing


def standing_decision(claim: Claim) -> Decision | None:
    """The decision that stands on a claim."""
    return Decision.objects.filter(
        subject_kind=SubjectKind.CLAIM, subject_id=claim.pk, superseded_at__isnull=True
    ).first()


def ask(claim: Claim, words: str, *, by: Actor) -> ReconsiderationRequest:
    """Put a refused claim before a person, with the claimant's words.

    Done twice it is done once. Raises ReconsiderationError where the claim was not refused, or was taken up before.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        waiting = ReconsiderationRequest.objects.filter(claim=held, settled_at__isnull=True).first()
        if waiting is not None:
            return waiting
        decision = refusal_of(held)
        if decision is None or not may_ask(held):
            raise ReconsiderationError(
                "この判定の再審査は、お申し出いただけません。お電話でご相談ください。",
                "This decision cannot be taken up again here: please call.",
            )
        asked = _written(held, decision, words)
        move([held.pk], ClaimState.EXAMINING, detail="reconsideration asked for", by=by)
        refer_claim(held.programme_id, held.pk, RECONSIDERATION, "", by=by)
        move([held.pk], ClaimState.REFERRED, detail=RECONSIDERATION, by=by)
        tell(held, RECONSIDERED, by=by)
    return asked


def words_of(asked: ReconsiderationRequest) -> str:
    """What the claimant wrote."""
    return open_sealed(asked.words_sealed, bound_to=_binding(asked))


def requests_of(claim: Claim) -> list[ReconsiderationRequest]:
    """What was asked for a claim, the newest first."""
    return list(ReconsiderationRequest.objects.filter(claim=claim).order_by("-pk"))


def is_asked(claim: Claim) -> bool:
    """Whether the claimant asked for it, and nobody has settled that yet."""
    return ReconsiderationRequest.objects.filter(claim=claim, settled_at__isnull=True).exists()


def may_settle(referral: Referral, who: str) -> bool:
    """Whether somebody of this reference may settle a referral: any but those who decided first."""
    waiting = _waiting(referral)
    return waiting is None or who not in waiting.decided_by


def settle(referral: Referral, settled_as: str, *, by: Actor) -> None:
    """Note who settled a wish, in the transaction that does it.

    Raises ReconsiderationError for somebody who had a part in the first decision.
    """
    waiting = _waiting(referral)
    if waiting is None:
        return
    if by.ref in waiting.decided_by:
        raise ReconsiderationError(
            "再審査は、前の判定に関わっていない人が行います。", "Somebody else than those who decided reconsiders it."
        )
    ReconsiderationRequest.objects.filter(pk=waiting.pk).update(
        settled_at=clock.now(), settled_by=by.ref, settled_as=settled_as
    )


def is_decided_anew(claim: Claim) -> bool:
    """Whether a person sent the standing decision back: another is made then, also on the same facts."""
    standing = standing_decision(claim)
    sent_back = ReconsiderationRequest.objects.filter(claim=claim, settled_as="again", decision=standing)
    return standing is not None and sent_back.exists()


def _waiting(referral: Referral) -> ReconsiderationRequest | None:
    if referral.reason != RECONSIDERATION or referral.about_claim is None:
        return None
    return ReconsiderationRequest.objects.filter(claim_id=referral.about_claim, settled_at__isnull=True).first()


def _written(claim: Claim, decision: Decision, words: str) -> ReconsiderationRequest:
    asked = ReconsiderationRequest(
        claim=claim, decision=decision, key=uuid4(), asked_at=clock.now(), decided_by=_deciders(claim)
    )
    asked.words_sealed = seal(words, bound_to=_binding(asked))
    asked.save(force_insert=True)
    return asked


def _deciders(claim: Claim) -> list[str]:
    """Who closed a referral of the claim, sent it on to be decided, or closed it."""
    about = {"decision__subject_kind": SubjectKind.CLAIM, "decision__subject_id": claim.pk}
    closed = Referral.objects.filter(closed_at__isnull=False).filter(about_claim=claim.pk)
    closed |= Referral.objects.filter(closed_at__isnull=False, **about)
    moved = ClaimTransition.objects.filter(
        claim=claim, to_state__in=[ClaimState.DECIDED, ClaimState.CLOSED, ClaimState.EXAMINING]
    )
    return sorted({*closed.values_list("closed_by", flat=True), *moved.values_list("actor", flat=True)})


def _binding(asked: ReconsiderationRequest) -> str:
    return f"reconsideration.words:{asked.key}"
