"""Whose turn it is with a claim for misuse, to do what, and by which day: for its page, the queue and the counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from django.db.models import Exists, Min, OuterRef, QuerySet, Subquery

from claims.fraud_terms import ANSWER, APPROVE, CREDIT, EXAMINE, due
from claims.models import Claim, ClaimTransition, FraudProposal, FraudQuestion
from claims.states import ClaimState, WaitingFor
from compensation.credits.models import Arrangement, CreditClawBack, CreditInstruction
from compensation.credits.states import ArrangementKind, CreditState
from compensation.models import Programme
from compensation.transfers.models import LIVE, TransferRequest
from foundation.japan.bilingual import Both

UNDECIDED: Final = (ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED)
EXAMINER: Final = Both("審査の担当者", "Examiner")
THIRD: Final = Both("前の判定に関わっていない担当者", "Somebody who did not decide before")
APPROVER: Final = Both("案を作成していない責任者", "A supervisor who did not prepare it")
CLAIMANT: Final = Both("申請者", "Claimant")
KEEPER: Final = Both("残高を管理する部署", "Whoever keeps the balances")
SUPERVISOR: Final = Both("責任者", "Supervisor")
TRANSFERS: Final = Both("振込の担当者", "Whoever checks transfers")
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


def money_turns(programmes: Iterable[Programme]) -> list[Turn]:
    """What is granted and not yet done in these programmes, the earliest day first."""
    mine = [programme for programme in programmes if programme.kind == "fraud"]
    return sorted(_of_money(mine), key=lambda turn: turn.due_on)


def turn_of(claim: Claim) -> Turn | None:
    """Whose turn it is with one claim; None where nothing of it is open."""
    return turns_by_claim([claim]).get(claim.pk)


def turns_by_claim(claims: Sequence[Claim]) -> dict[int, Turn]:
    """The same of many, by the id of the claim; where several things are open, the first that has to be done."""
    by_number = {str(claim.number): claim for claim in claims}
    found = {turn.claim.pk: turn for turn in _of_claims(_among(claims)) if turn.claim is not None}
    for open_ in _money({claim.programme for claim in claims}):
        rows = open_.rows.filter(claim_number__in=by_number).values("claim_number").annotate(first=Min(open_.since))
        for row in rows.order_by("claim_number"):
            claim = by_number[row["claim_number"]]
            found.setdefault(claim.pk, _turn(open_, claim.programme, row["first"]))
    return found


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


_ACCOUNT: Final = Both(
    "合意した金額の振込先を待っています。目安日を過ぎたら、電話で口座をうかがいます。",
    "The claimant is to give an account for what was agreed; once the day has passed, ask for it on the phone.",
)
_TRANSFER: Final = Both(
    "振込の画面で、申請を確認して振込予定に載せます。まだ支払われていません。",
    "On the page of transfers: check the request and list it for payment. It is not paid yet.",
)


_UNCONFIRMED: Final = (CreditState.READY, CreditState.SENT, CreditState.REFUSED)


class _Open(NamedTuple):
    """One kind of what is granted and not yet done: its rows, the field since when, and whose turn it is.

    `elsewhere`: the queue has it from another page already.
    """

    kind: str
    rows: QuerySet[Any, Any]
    since: str
    what: Both
    who: Both
    leaders: bool = False
    waits: bool = False
    elsewhere: bool = False


def _money(programmes: Collection[Programme]) -> list[_Open]:
    """What is granted and not yet done, kind by kind, in the order in which it is to be done."""
    credits_ = CreditInstruction.objects.filter(programme__in=programmes)
    arranged = Arrangement.objects.filter(programme__in=programmes)
    issuer = arranged.filter(kind=ArrangementKind.ISSUER, noted_at__isnull=True)
    agreed = arranged.filter(kind=ArrangementKind.CONSULTATION, noted_at__isnull=False)
    asked = Exists(TransferRequest.objects.filter(LIVE, arrangement=OuterRef("pk")))
    back = CreditClawBack.objects.filter(programme__in=programmes, ended_as="")
    ready, sent, refused = (credits_.filter(state=state) for state in _UNCONFIRMED)
    return [
        _Open("ready", ready, "made_at", _READY, SUPERVISOR, leaders=True),
        _Open("sent", sent, "file__made_at", _SENT, KEEPER, leaders=True, waits=True),
        _Open("refused", refused, "made_at", _REFUSED, SUPERVISOR, leaders=True),
        _Open("issuer", issuer, "made_at", _ISSUER, EXAMINER),
        _Open("agreed", agreed.exclude(asked), "noted_at", _ACCOUNT, CLAIMANT, waits=True),
        _Open("transfer", agreed.filter(asked), "noted_at", _TRANSFER, TRANSFERS, elsewhere=True),
        _Open("claw_back", back, "made_at", _TAKE_BACK, SUPERVISOR, leaders=True),
    ]


def _of_money(programmes: list[Programme]) -> Iterator[Turn]:
    """One turn a programme and kind: what is open is dealt with together, on one page."""
    by_key = {programme.pk: programme for programme in programmes}
    for open_ in _money(programmes):
        rows = open_.rows.values("programme").annotate(first=Min(open_.since)).order_by("programme")
        for row in () if open_.elsewhere else rows:
            yield _turn(open_, by_key[row["programme"]], row["first"])


def _turn(open_: _Open, programme: Programme, since: datetime) -> Turn:
    day = due(CREDIT, since)
    return Turn(programme, open_.kind, open_.what, open_.who, day, leaders=open_.leaders, waits=open_.waits)


def _among(claims: Sequence[Claim]) -> QuerySet[Claim]:
    return Claim.objects.filter(pk__in=[claim.pk for claim in claims])
