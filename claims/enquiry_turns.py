"""Whose turn it is with an enquiry about a payment of the evening, to do what, and by which day."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Final, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet

from claims.calls import open_calls
from claims.models import Claim
from claims.states import CALL, ClaimState, WaitingFor
from compensation.models import Decision, Programme, TriedPayment
from compensation.programmes import in_force
from compensation.remedies import last_day_to_restore
from compensation.states import SubjectKind
from foundation.japan.bilingual import Both
from foundation.trail import clock

WAITS_FOR: Final = {
    WaitingFor.CLAIMANT.value: Both("申請者", "The caller"),
    WaitingFor.STORE.value: Both("利用店舗", "The shop"),
    WaitingFor.ISSUER.value: Both("発行店", "The issuer"),
    WaitingFor.DATE.value: Both("対応の公表・残額の確定", "The programme’s word, or the final balance"),
}
TELL: Final = "payments"
REFERRED: Final = "referred"
RESTORE: Final = "restore"
NOTHING: Final = "nothing"
_NEXT: Final = {
    TELL: Both(
        "コールセンター担当：お支払いの内容を記録してください。", "Operator: take down the payments of the evening."
    ),
    WaitingFor.CLAIMANT.value: Both(
        "申請者の連絡待ち：コールセンター担当が、足りない項目をうかがって記録してください。",
        "The caller’s turn. Operator: ask for what is missing, and write it down.",
    ),
    WaitingFor.STORE.value: Both(
        "利用店舗の回答待ち：コールセンター担当が、店舗へ照会して回答を記録してください。",
        "The shop’s turn. Operator: ask it, and write its answer down.",
    ),
    WaitingFor.DATE.value: Both(
        "時期待ち：対応が公表されるか残額が確定すると、自動で判定し直します。",
        "Time: decided anew by itself once the programme says what is done, or the balance is final.",
    ),
    WaitingFor.ISSUER.value: Both(
        "発行店の確認待ち：コールセンター担当が、発行店へ照会してください。", "The issuer’s turn. Operator: ask it."
    ),
    REFERRED: Both("責任者：要対応の理由を確認し、判断してください。", "Supervisor: see why below, and decide."),
    RESTORE: Both("責任者：残高を戻してください。", "Supervisor: put the balance back."),
    NOTHING: Both("対応は終わっています。", "Nobody: it is done."),
}
_BY_CALL: Final = frozenset({TELL, WaitingFor.CLAIMANT.value, WaitingFor.STORE.value, WaitingFor.ISSUER.value})
_URGENT: Final = frozenset({REFERRED, RESTORE})


class Turn(NamedTuple):
    """What is next, and by which day; None where no day is set: `set_a_day` says that somebody ought to set one."""

    what: Both
    due_on: date | None
    set_a_day: bool = False
    is_over: bool = False


def to_restore() -> QuerySet[Claim]:
    """Claims whose balance is to be put back, and was not yet."""
    restoring = Decision.objects.filter(
        subject_kind=SubjectKind.CLAIM, subject_id=OuterRef("pk"), superseded_at__isnull=True, remedy="restore"
    )
    return Claim.objects.filter(Exists(restoring), channel=CALL, state=ClaimState.DECIDED)


def turns_of(claims: Collection[Claim]) -> dict[int, Turn]:
    """By the id of the claim, whatever the number of claims in so many statements."""
    ids, programmes = [claim.pk for claim in claims], {claim.programme for claim in claims}
    called = {call.claim_id: call.due_on for call in open_calls(programmes).filter(claim__in=ids).order_by("-due_on")}
    told = TriedPayment.objects.filter(enquiry__reference__in=[claim.number for claim in claims], voided_at=None)
    references = set(told.values_list("enquiry__reference", flat=True))
    restorable = set(to_restore().filter(pk__in=ids).values_list("pk", flat=True))
    last_days = {programme.pk: restoring_ends(programme) for programme in programmes}
    turns = dict[int, Turn]()
    for claim in claims:
        kind = _kind(claim, is_told=claim.number in references, can_restore=claim.pk in restorable)
        by_call = kind in _BY_CALL
        due_on = called.get(claim.pk) if by_call else last_days[claim.programme_id] if kind in _URGENT else None
        turns[claim.pk] = Turn(_NEXT[kind], due_on, by_call and due_on is None, kind == NOTHING)
    return turns


def turn_of(claim: Claim) -> Turn:
    """The same of one claim."""
    return turns_of([claim])[claim.pk]


def restoring_ends(programme: Programme) -> date | None:
    """The last day on which a balance of the programme is put back; None where none is, or the day has passed."""
    last = last_day_to_restore(in_force(programme.slug, clock.now()).rules)
    return last if last is not None and last >= clock.today() else None


def _kind(claim: Claim, *, is_told: bool, can_restore: bool) -> str:
    if claim.state == ClaimState.WAITING:
        return claim.waiting_for
    if claim.state == ClaimState.REFERRED:
        return REFERRED
    if can_restore:
        return RESTORE
    if claim.state in {ClaimState.DECIDED, ClaimState.CLOSED}:
        return NOTHING
    return WaitingFor.DATE.value if is_told else TELL
