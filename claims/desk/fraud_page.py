"""Everything the desk shows of a claim for misuse, and who must act next."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from django.db.models import QuerySet

from claims import answers as claim_answers
from claims import state_words
from claims.call_words import CallShown, call_shown
from claims.calls import calls_about
from claims.desk.claim_page import Given
from claims.desk.decision_words import OUTCOMES, Told, with_history
from claims.desk.parts import (
    MessageShown,
    Moved,
    ReferralShown,
    dialled_phone,
    masked_phone,
    messages_about,
    moved,
    referrals_shown,
)
from claims.fraud_decisions import open_proposal
from claims.fraud_examination import Sheet, sheet_of
from claims.fraud_questions import Asked, questions_of
from claims.fraud_turns import UNDECIDED, Turn, turn_of
from claims.fraud_words import ACT_KINDS, BALANCES, CAUSES, CLAIMANTS, MISUSERS
from claims.models import Claim, ClaimTransition, FraudAct, FraudClaim, FraudProposal
from claims.withdrawal import WITHDRAWN_AS
from compensation.models import Decision
from compensation.programmes import policy_of
from compensation.referrals import referrals_of_claim
from compensation.states import SubjectKind
from foundation.japan.bilingual import Both, day
from foundation.japan.dates import day_in_japan
from foundation.vault import masking

_GIVEN: Final = {
    "name": Both("お名前", "Name"),
    "address": Both("ご住所", "Address"),
    "contact": Both("電話番号", "Telephone"),
    "customer_id": Both("お客様 ID", "Customer ID"),
    "email": Both("メールアドレス", "E-mail"),
    "circumstances": Both("経緯", "How it came about"),
    "police_station": Both("警察署", "Police station"),
    "police_date": Both("申告日", "Reported on"),
    "police_receipt_number": Both("受理番号", "Receipt number"),
}
_MASKED: Final = {"email": masking.email, "contact": masked_phone, "customer_id": masking.number}
LACKS: Final = {
    "facts": Both("事実の確定", "the facts to be established"),
    "account": Both("対象アカウントの確認", "the account to be found"),
    "acts": Both("取引の記録番号", "the acts’ numbers in the records"),
}

_TO_SPREAD: Final = Both("残高への割り振りは案で決めます", "To be spread over balances in the proposal")
_SIGN: Final = Both(
    "審査の担当者が、残っている項目を確認して署名します。", "An examiner signs the items that are left."
)
_PREPARE: Final = Both("審査の担当者が、判定の案を作成します。", "An examiner prepares the decision.")


class ActShown(NamedTuple):
    """One act with its words, and what of it is made good (None before it can be said)."""

    row: FraudAct
    kind: Both
    balance: Both
    stands: bool
    yen: int | None


class FraudPage(NamedTuple):
    """One claim for misuse as the desk shows it."""

    claim: Claim
    fraud: FraudClaim
    state: Both
    entrance: Both
    claimant: Both
    cause: Both
    misused_by: Both
    given: list[Given]
    revealed: bool
    acts: list[ActShown]
    by_balance: list[tuple[Both, int]]
    sheet: Sheet
    lacks: list[Both]
    questions: list[Asked]
    proposal: FraudProposal | None
    proposed: Both | None
    proposals: list[FraudProposal]
    decisions: list[Told]
    steps: list[Moved]
    following: Both
    turn: Turn | None
    first_two: frozenset[str]
    referrals: list[ReferralShown]
    calls: list[CallShown]
    messages: list[MessageShown]
    last_days: tuple[date, date]


def fraud_page(claim: Claim, *, revealed: bool = False) -> FraudPage:
    """What is known of a claim; `revealed` shows personal data, which the caller writes down."""
    fraud, sheet = FraudClaim.objects.get(claim=claim), sheet_of(claim)
    turn, decisions = turn_of(claim), with_history(_standing(claim).first())
    proposal = open_proposal(claim)
    return FraudPage(
        claim,
        fraud,
        state_words.CLAIM[claim.state],
        _entrance(claim),
        CLAIMANTS[fraud.claimant],
        CAUSES[fraud.cause],
        MISUSERS[fraud.misused_by],
        _given(claim, revealed=revealed),
        revealed,
        _acts(claim, sheet),
        _by_balance(sheet),
        sheet,
        [LACKS.get(lack, Both(lack, lack)) for lack in sheet.lacks if lack in LACKS],
        questions_of(claim),
        proposal,
        OUTCOMES[proposal.outcome][0] if proposal else None,
        list(FraudProposal.objects.filter(claim=claim).order_by("-pk")),
        decisions,
        _steps(claim),
        following(claim, sheet, turn),
        turn,
        _first_two(claim),
        referrals_shown(referrals_of_claim(claim.pk).order_by("-pk")),
        [call_shown(call) for call in calls_about(claim=claim)],
        _messages(claim, decisions, revealed=revealed),
        _last_days(claim, sheet),
    )


def following(claim: Claim, sheet: Sheet, turn: Turn | None) -> Both:
    """What comes next. The policy names no day by which a claim is decided; the centre has its own."""
    if claim.closed_as == WITHDRAWN_AS:
        return Both("取り下げられました。補償は行いません。", "Withdrawn: nothing is paid.")
    if turn is None:
        return Both("することはありません。", "Nothing is left to be done.")
    if turn.kind == "examine":
        return _SIGN if sheet.lacks else _PREPARE
    return turn.what


def _entrance(claim: Claim) -> Both:
    known = {entrance.id: Both(*entrance.name) for entrance in policy_of(claim.bulletin).application.entrances}
    return known.get(claim.channel, Both(claim.channel, claim.channel))


def _messages(claim: Claim, decisions: list[Told], *, revealed: bool) -> list[MessageShown]:
    decided = [str(told.row.pk) for told in decisions]
    found = [
        *messages_about("claim", [str(claim.number)], revealed=revealed),
        *messages_about("decision", decided, revealed=revealed),
    ]
    return sorted(found, key=lambda shown: shown.row.recorded_at, reverse=True)


def _first_two(claim: Claim) -> frozenset[str]:
    """Who decided before, while the claim is reconsidered: they have no part in the new decision."""
    last = FraudProposal.objects.filter(claim=claim, approved_at__isnull=False).order_by("-pk").first()
    return frozenset({last.prepared_by, last.approved_by}) if last and claim.state in UNDECIDED else frozenset()


def _given(claim: Claim, *, revealed: bool) -> list[Given]:
    given: dict[str, Any] = claim_answers.of(claim).given
    return [Given(name, _shown(item, str(given.get(item) or ""), revealed=revealed)) for item, name in _GIVEN.items()]


def _shown(item: str, value: str, *, revealed: bool) -> str:
    if not value:
        return "－"
    if item == "police_date":
        return day(date.fromisoformat(value))
    if revealed or item.startswith("police"):
        return dialled_phone(value) if item == "contact" else value
    return _MASKED.get(item, masking.name)(value)


def _acts(claim: Claim, sheet: Sheet) -> list[ActShown]:
    rows = FraudAct.objects.filter(claim=claim).order_by("position")
    yen = {line.subject: line.yen for line in sheet.decision.lines}
    return [
        ActShown(row, ACT_KINDS[row.kind], BALANCES[row.balance], stands, yen.get(row.position))
        for row, stands in zip(rows, sheet.stands, strict=True)
    ]


def _by_balance(sheet: Sheet) -> list[tuple[Both, int]]:
    """What each balance would get; what no balance is named for stands under a name of its own."""
    yen: dict[str, int] = {}
    for line in sheet.decision.lines:
        yen[line.balance or ""] = yen.get(line.balance or "", 0) + (line.yen or 0)
    return [(BALANCES.get(balance, _TO_SPREAD), sum_) for balance, sum_ in yen.items() if sum_]


def _steps(claim: Claim) -> list[Moved]:
    steps = ClaimTransition.objects.filter(claim=claim).order_by("-at", "-pk")
    return [moved(step.at, state_words.CLAIM[step.to_state], step.detail, step.actor) for step in steps]


def _standing(claim: Claim) -> QuerySet[Decision]:
    standing = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk, superseded_at__isnull=True)
    return standing.select_related("bulletin__programme")


def _last_days(claim: Claim, sheet: Sheet) -> tuple[date, date]:
    """The last days of the two periods, by the facts: from the recognition, and from the first act."""
    periods = policy_of(claim.bulletin).periods
    first = min(act.at for act in sheet.facts.acts)
    recognised = day_in_japan(sheet.facts.recognised_at)
    return (
        recognised + timedelta(days=periods.claim_days),
        day_in_japan(first) + timedelta(days=periods.damage_days),
    )
