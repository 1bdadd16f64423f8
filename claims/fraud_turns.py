"""Whose turn it is with a claim for misuse, to do what, and by which day: for its page, the queue and the counts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, NamedTuple

from django.db.models import Min, OuterRef, QuerySet, Subquery

from claims.fraud_terms import ANSWER, APPROVE, CREDIT, EXAMINE, due
from claims.models import Claim, ClaimTransition, FraudProposal, FraudQuestion
from claims.states import ClaimState, WaitingFor
from compensation.credits.models import Arrangement, CreditClawBack, CreditInstruction
from compensation.credits.states import ArrangementKind, CreditState
from compensation.models import Programme
from foundation.japan.bilingual import Both

UNDECIDED: Final = (ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED)
EXAMINER: Final = Both("審査の担当者", "Examiner")
THIRD: Final = Both("前の判定に関わっていない担当者", "Somebody who did not decide before")
APPROVER: Final = Both("案を作成していない責任者", "A supervisor who did not prepare it")
CLAIMANT: Final = Both("申請者", "Claimant")
KEEPER: Final = Both("残高を管理する部署", "Whoever keeps the balances")
SUPERVISOR: Final = Both("責任者", "Supervisor")
NOBODY: Final[frozenset[str]] = frozenset()


class Turn(NamedTuple):
    """One thing to do: of which kind, what, by whom, and the centre's own day for it.

    `claim` is None where it is about several. `leaders`: only supervisors may. `barred`: who may not, by reference.
    `waits`: somebody outside acts until the day has passed, and the desk from then on.
    """

    programme: Programme
    kind: str
    what: Both
    who: Both
    due_on: date
    claim: Claim | None = None
    leaders: bool = False
    barred: frozenset[str] = NOBODY
    waits: bool = False

    def needs(self, me: str, today: date, *, leader: bool) -> bool:
        """Whether it waits for whoever goes by the reference `me`, today."""
        return (leader or not self.leaders) and me not in self.barred and not (self.waits and self.due_on >= today)


def turns_of(programmes: Iterable[Programme]) -> list[Turn]:
    """Everything that is open in these programmes, the earliest day first."""
    mine = [programme for programme in programmes if programme.kind == "fraud"]
    found = [*_of_claims(Claim.objects.filter(programme__in=mine)), *_of_money(mine)] if mine else []
    return sorted(found, key=lambda turn: (turn.due_on, turn.claim.pk if turn.claim else 0))


def turn_of(claim: Claim) -> Turn | None:
    """Whose turn it is with one claim; None where nothing of it is open."""
    found = list(_of_claims(Claim.objects.filter(pk=claim.pk)))
    return found[0] if found else next(_of_money([claim.programme], str(claim.number)), None)


def _of_claims(claims: QuerySet[Claim]) -> Iterator[Turn]:
    moved = ClaimTransition.objects.filter(claim=OuterRef("pk")).order_by("-at", "-pk").values("at")
    asked = FraudQuestion.objects.filter(claim=OuterRef("pk"), answered_at__isnull=True).order_by("answer_by")
    rows = claims.filter(programme__kind="fraud", state__in=UNDECIDED).annotate(
        since=Subquery(moved[:1]), answer_by=Subquery(asked.values("answer_by")[:1])
    )
    keys = list(rows.values_list("pk", flat=True))
    waiting = FraudProposal.objects.filter(claim__in=keys, approved_at__isnull=True, returned_at__isnull=True)
    approved = FraudProposal.objects.filter(claim__in=keys, approved_at__isnull=False).order_by("pk")
    proposals, last = {one.claim_id: one for one in waiting}, {one.claim_id: one for one in approved}
    for claim in rows.select_related("programme").order_by("received_at", "pk"):
        yield _of_claim(claim, proposals.get(claim.pk), last.get(claim.pk))


def _of_claim(claim: Any, proposal: FraudProposal | None, last: FraudProposal | None) -> Turn:
    """`claim` says also since when it stands so, and the day of the first question that is open."""
    if proposal is not None:
        return _to_approve(claim, proposal)
    if claim.state == ClaimState.WAITING and claim.waiting_for == WaitingFor.CLAIMANT:
        what = Both(
            "申請者の回答を待っています。目安日を過ぎたら電話で確かめます。",
            "The claimant is to answer; once the day has passed, call them.",
        )
        day = claim.answer_by or due(ANSWER, claim.since)
        return Turn(claim.programme, "answer", what, CLAIMANT, day, claim, waits=True)
    if last is not None:
        what = Both("再審査をして、新しい判定の案を作ります。", "Reconsider it, and prepare the new decision.")
        barred = frozenset({last.prepared_by, last.approved_by})
        return Turn(claim.programme, "reconsider", what, THIRD, due(EXAMINE, claim.since), claim, barred=barred)
    what = Both("審査を進め、判定の案を作ります。", "Examine it, and prepare the decision.")
    return Turn(claim.programme, "examine", what, EXAMINER, due(EXAMINE, claim.since or claim.received_at), claim)


def _to_approve(claim: Claim, proposal: FraudProposal) -> Turn:
    what = Both(
        f"{proposal.prepared_by} が作成した案を確かめ、承認するか差し戻します。",
        f"Check what {proposal.prepared_by} prepared, and approve or return it.",
    )
    people = {proposal.prepared_by, proposal.first_prepared_by, proposal.first_approved_by}
    who = THIRD if proposal.reconsiders_id else APPROVER
    day = due(APPROVE, proposal.prepared_at)
    return Turn(claim.programme, "approve", what, who, day, claim, leaders=True, barred=frozenset(people))


_READY: Final = Both("送付前の加算をファイルにして渡します。", "Hand over the credits that are ready, as a file.")
_SENT: Final = Both(
    "加算の結果を待っています。目安日を過ぎたら問い合わせます（別の番号では送りません）。",
    "The result of the credits is awaited; then ask for it, and send nothing under another number.",
)
_REFUSED: Final = Both(
    "加算できなかった理由を確かめ、同じ番号で送り直します。", "Find out why it was refused, and send it again as it is."
)
_ISSUER: Final = Both("カード発行元の対応を記録します。", "Note what the card issuer does.")
_TAKE_BACK: Final = Both(
    "加算しすぎた分を返していただくかどうかを決め、結果を記録します。",
    "Settle what was credited too much, and note how.",
)


def _of_money(programmes: list[Programme], number: str = "") -> Iterator[Turn]:
    """What is granted and not yet done, one a kind; `number` for the money of one claim."""
    of_claim = {"claim_number": number} if number else {}
    by_key = {programme.pk: programme for programme in programmes}
    credits_ = CreditInstruction.objects.filter(programme__in=programmes, **of_claim)
    issuer = Arrangement.objects.filter(programme__in=programmes, kind=ArrangementKind.ISSUER, noted_at__isnull=True)
    back = CreditClawBack.objects.filter(programme__in=programmes, ended_as="", **of_claim)
    ready, sent = credits_.filter(state=CreditState.READY), credits_.filter(state=CreditState.SENT)
    refused = credits_.filter(state=CreditState.REFUSED)
    for kind, rows, since, what, who, leaders in (
        ("ready", ready, "made_at", _READY, SUPERVISOR, True),
        ("sent", sent, "file__made_at", _SENT, KEEPER, True),
        ("refused", refused, "made_at", _REFUSED, SUPERVISOR, True),
        ("issuer", issuer.filter(**of_claim), "made_at", _ISSUER, EXAMINER, False),
        ("claw_back", back, "made_at", _TAKE_BACK, SUPERVISOR, True),
    ):
        first: QuerySet[Any, Any] = rows.values("programme").annotate(first=Min(since)).order_by("programme")
        for row in first:
            day = due(CREDIT, row["first"])
            yield Turn(by_key[row["programme"]], kind, what, who, day, leaders=leaders, waits=kind == "sent")
