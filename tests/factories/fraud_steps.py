"""Every step of the misuse line by itself: what must stand before it, the step, and everything that it may write."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from claims import answers as claim_answers
from claims.fraud_closing import close_credited
from claims.fraud_decisions import DecisionError, approve, open_proposal, prepare, reconsider
from claims.fraud_examination import establish, sign
from claims.fraud_forms import FraudForm
from claims.fraud_intake import receive
from claims.fraud_questions import answer, ask
from claims.fraud_withdrawal import withdraw
from claims.intake import save_draft, start_draft
from claims.models import (
    Call,
    Claim,
    ClaimTransition,
    ExaminationFinding,
    FraudAct,
    FraudContact,
    FraudProposal,
    FraudQuestion,
    Reconsideration,
)
from compensation.credits.confirmations import import_confirmations
from compensation.credits.exports import send_ready
from compensation.credits.models import CreditClawBack, CreditFile, CreditInstruction, CreditLine, CreditTransition
from compensation.models import Decision, DecisionLine, Entitlement, Loss, Payee, Programme, Referral
from compensation.programmes import fraud_policy
from foundation.trail.models import AuditEvent
from notifications.models import Message, Transition
from tests.factories.fraud import BOSS, BY, FOURTH, THIRD, arrived, credited, decided, examined, facts, typed
from tests.factories.fraud_calls import called
from tests.factories.steps import Step

KEY: Final = UUID(int=7)
_COUNTED: Final[tuple[type[Model], ...]] = (
    Call, Claim, ClaimTransition, CreditClawBack, CreditFile, CreditLine, CreditTransition, Decision, DecisionLine,
    ExaminationFinding, FraudAct, FraudContact, FraudProposal, FraudQuestion, Loss, Payee, Reconsideration, Referral,
    Transition,
)  # fmt: skip


def effects() -> dict[str, Any]:
    """All that the line has written: how many rows of each table, and the states and sums that count."""
    counts: dict[str, Any] = {model.__name__: model._default_manager.count() for model in _COUNTED}
    counts["claims"] = sorted(Claim.objects.values_list("state", "waiting_for", "closed_as"))
    counts["credits"] = sorted(CreditInstruction.objects.values_list("balance", "yen", "state"))
    counts["owed"] = sorted(Entitlement.objects.values_list("balance", "owed", "committed"))
    counts["approved"] = FraudProposal.objects.filter(approved_at__isnull=False).count()
    counts["messages"] = Counter(Message.objects.values_list("purpose", flat=True))
    counts["audit"] = Counter(AuditEvent.objects.values_list("action", flat=True))
    return counts


def _claim() -> Claim:
    return Claim.objects.select_related("programme", "bulletin").get()


def _draft() -> None:
    claim = start_draft(fraud_policy("twooca").row, language="ja")
    save_draft(claim, FraudForm(typed(police_station=""), check=True).answers(), language="ja")


def _send() -> None:
    claim = _claim()
    receive(claim, shown=claim_answers.of(claim).digest, entrance="homepage", by=BY)


def _asked() -> None:
    ask(arrived(), "端末はどこですか。", date(2031, 4, 24), by=BY, key=KEY)


def _proposed() -> None:
    prepare(examined(arrived()), by=BY)


def _approve() -> None:
    waiting = open_proposal(_claim())
    if waiting is not None:
        approve(waiting, by=BOSS)


def _sent() -> None:
    decided(examined(arrived()))
    send_ready(_programme(), by=BOSS)


def _confirm() -> None:
    row = CreditInstruction.objects.get()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "confirmations.csv"
        path.write_text(f"reference,yen,result\n{row.reference},{row.yen},credited\n", encoding="utf-8")
        import_confirmations(path, by=BOSS)


def _confirmed() -> None:
    _sent()
    _confirm()


def _reconsidered() -> None:
    claim = credited()
    reconsider(claim, "回収金が見つかった。", by=BY)
    prepare(examined(claim, by=THIRD, recovered_yen=3000), by=THIRD)


def _approve_less() -> None:
    waiting = open_proposal(_claim())
    if waiting is not None:
        approve(waiting, by=FOURTH)


def _programme() -> Programme:
    return Programme.objects.get(slug="twooca")


def _refused_once(act: Callable[[], object]) -> Callable[[], object]:
    """A second press that the service refuses in words is no fault."""

    def press() -> None:
        with suppress(DecisionError):
            act()

    return press


STEPS: Final = {
    "send": Step(_draft, _send),
    "call": Step(lambda: None, lambda: called(key=KEY)),
    "establish": Step(arrived, lambda: establish(_claim(), facts(_claim()), by=BY)),
    "sign": Step(arrived, lambda: sign(_claim(), "4.15", "clear", "確かめた。", by=BY)),
    "ask": Step(arrived, lambda: ask(_claim(), "端末はどこですか。", date(2031, 4, 24), by=BY, key=KEY)),
    "answer": Step(_asked, lambda: answer(_claim(), {}, {KEY: "手元にあります。"}, by=BY)),
    "propose": Step(lambda: examined(arrived()), _refused_once(lambda: prepare(_claim(), by=BY))),
    "approve": Step(_proposed, _approve),
    "export": Step(lambda: decided(examined(arrived())), lambda: send_ready(_programme(), by=BOSS)),
    "confirm": Step(_sent, _confirm),
    "close": Step(_confirmed, lambda: close_credited(by=BOSS)),
    "reconsider": Step(
        lambda: decided(examined(arrived(), ("4.9",))), _refused_once(lambda: reconsider(_claim(), "見直し", by=BY))
    ),
    "lower": Step(_reconsidered, _approve_less),
    "withdraw": Step(_proposed, lambda: withdraw(_claim(), "申し出", by=BY)),
}
