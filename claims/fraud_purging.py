"""Erases what a claim for misuse told, on the day its retention class says; what was decided and paid stays."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery

from claims.fraud_retention import CLAIM, DRAFT
from claims.models import Claim, ClaimTransition, FraudClaim, FraudQuestion
from claims.states import CALL, ClaimState
from compensation.credits.models import CreditInstruction
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.retention import RetentionClass

_AT_ONCE: Final = 200


def purge_claims(*, by: Actor, dry_run: bool = False) -> int:
    """Erase the sealed fields of claims that were closed long enough ago; how many claims. Run again, it finds none."""
    last = ClaimTransition.objects.filter(claim=OuterRef("pk")).order_by("-at", "-pk").values("at")
    closed = Claim.objects.filter(programme__kind="fraud", state=ClaimState.CLOSED, answers_sealed__isnull=False)
    over = closed.annotate(closed_at=Subquery(last[:1])).filter(closed_at__date__lte=CLAIM.started_by(clock.today()))
    return over.count() if dry_run else _in_batches(over, CLAIM, by)


def purge_drafts_of_calls(*, by: Actor, dry_run: bool = False) -> int:
    """Erase what callers told in drafts whose form never came; how many. The log of the call stays, without a name."""
    told = Claim.objects.filter(state=ClaimState.DRAFT, channel=CALL, answers_sealed__isnull=False)
    over = told.filter(programme__kind="fraud", started_at__date__lte=DRAFT.started_by(clock.today()))
    return over.count() if dry_run else _in_batches(over, DRAFT, by)


def _in_batches(over: QuerySet[Claim], kept: RetentionClass, by: Actor) -> int:
    erased = 0
    while ids := list(over.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        erased += _erase(ids, kept, by)
    return erased


def _erase(ids: Iterable[int], kept: RetentionClass, by: Actor) -> int:
    with transaction.atomic():
        rows = list(Claim.objects.select_for_update(of=("self",)).select_related("programme").filter(pk__in=ids))
        numbers = [row.number for row in rows if row.number]
        Claim.objects.filter(pk__in=ids).update(answers_sealed=None, phone_hash=None, email_hash=None)
        FraudClaim.objects.filter(claim__in=rows).update(account_hash=None)
        FraudQuestion.objects.filter(claim__in=rows).update(question_sealed=b"")
        FraudQuestion.objects.filter(claim__in=rows, answered_at__isnull=False).update(answer_sealed=b"")
        CreditInstruction.objects.filter(claim_number__in=numbers).update(account_sealed=b"")
        for scope in sorted({row.programme.slug for row in rows}):
            refs = [str(row.number or row.pk) for row in rows if row.programme.slug == scope]
            audit.record("claim.erased", by=by, kind="claim", refs=refs, scope=scope, detail={"class": kept.name})
    return len(rows)
