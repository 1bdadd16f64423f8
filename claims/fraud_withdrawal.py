"""A claim for misuse is taken back, by the claimant or by the desk on their word: nothing is paid on it then."""

from __future__ import annotations

from django.db import transaction

from claims.fraud_messages import WITHDRAWN, tell
from claims.models import Claim, FraudContact, FraudProposal
from claims.moves import move
from claims.states import ClaimState
from claims.withdrawal import WITHDRAWN_AS, WithdrawalError
from compensation.models import Entitlement
from compensation.referrals import close, referrals_of_claim
from compensation.states import SubjectKind
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

_UNDECIDED = frozenset({ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED})


def may_withdraw(claim: Claim) -> bool:
    """Whether the claim is undecided, and nothing was ever granted on it."""
    return claim.state in _UNDECIDED and not _granted(claim)


def withdraw(claim: Claim, because: str, *, by: Actor) -> Claim:
    """Close a claim as withdrawn, with what was proposed and referred of it, and tell the claimant.

    Done twice it is done once. Raises WithdrawalError for a claim that is decided, or that money was granted on before.
    """
    if not because.strip():
        raise WithdrawalError("理由を入力してください。", "Enter the reason.")
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        if held.closed_as == WITHDRAWN_AS:
            return held
        if not may_withdraw(held):
            raise WithdrawalError(
                "判定済みの申請や、補償が決まったことのある申請は取り下げられません。"
                "お電話でお申し出があれば、担当者が再審査を始めます。",
                "A claim that is decided, or was granted before, cannot be withdrawn. "
                "It is reconsidered on the claimant’s word by telephone.",
            )
        _end_what_is_open(held, because.strip(), by)
        [done] = move([held.pk], ClaimState.CLOSED, detail="withdrawn", by=by, closed_as=WITHDRAWN_AS)
        tell(held, WITHDRAWN, by=by)
    return done


def end_draft(contact: FraudContact, because: str, *, by: Actor) -> bool:
    """Whoever called does not claim after all; False where that was known, or the claim has come."""
    with transaction.atomic():
        waiting = FraudContact.objects.filter(pk=contact.pk, ended_at__isnull=True, claim__state=ClaimState.DRAFT)
        ended = waiting.update(ended_at=clock.now(), ended_by=by.ref, ended_because=because.strip())
        if ended:
            scope = contact.claim.programme.slug
            audit.record("claim.draft_ended", by=by, kind="claim", refs=[contact.number], scope=scope)
    return bool(ended)


def _granted(claim: Claim) -> bool:
    of_claim = {"line__decision__subject_kind": SubjectKind.CLAIM, "line__decision__subject_id": claim.pk}
    return Entitlement.objects.filter(**of_claim, owed__gt=0).exists()


def _end_what_is_open(claim: Claim, because: str, by: Actor) -> None:
    """A proposal is nobody's to approve any more; whoever withdraws ends it, never by an approval."""
    waiting = FraudProposal.objects.filter(claim=claim, approved_at__isnull=True, returned_at__isnull=True)
    waiting.update(returned_at=clock.now(), returned_by=by.ref, returned_because=f"申請の取り下げ：{because}")
    open_ones = referrals_of_claim(claim.pk).filter(closed_at__isnull=True)
    close(list(open_ones.values_list("pk", flat=True)), because=f"申請の取り下げ：{because}", by=by)
