"""Every step of a bank transfer by itself: what must stand before it, the step, and everything that it may write."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from django.db.models import Model

from claims import transfer_claims
from claims.coupons_named import link_found
from claims.enquiry_ending import decline
from claims.examination import examine
from claims.fraud_decisions import Agreed
from claims.models import Claim, ClaimTransition
from claims.withdrawal import withdraw as withdraw_claim
from compensation.bulletin_loading import load_bulletins
from compensation.credits.models import Arrangement
from compensation.models import (
    Decision,
    DecisionLine,
    Entitlement,
    Loss,
    Payee,
    Payout,
    PayoutLine,
    PayoutLink,
    PayoutTransition,
    Referral,
)
from compensation.transfers import checking, drafts, retention
from compensation.transfers.models import TransferDraft, TransferRequest, TransferTransition
from compensation.transfers.requests import ask_for_payout
from compensation.transfers.states import AskedAt
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.models import Message, Transition
from tests.factories import fraud
from tests.factories.cases import paid_case
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger, jst
from tests.factories.decided import examine_all, examined
from tests.factories.enquiries import ON_PAPER, answered, called, docked, hours_set, told_in_claim
from tests.factories.enquiry_steps import second_bulletin
from tests.factories.steps import Step
from tests.factories.transfers import (
    CHECKER,
    CLERK,
    HOLDER,
    LEADER,
    TYPED,
    agreed_wanted,
    banks,
    checked,
    given,
    requested,
    wanted,
)

DAY: Final = jst(2023, 4, 20, 12)
"""While the special site takes applications, and under the second bulletin of Yamanashi where one is loaded."""
CLAIMANT: Final = Actor.person("claim:1")
_BY: Final = Actor.system("tests")
_QUESTION: Final = "施設名をお知らせください。"
_WISH: Final = "ポイントで受け取りたい"
_SUBJECT: Final = drafts.Subject("payout", "P1")
_COUNTED: Final[tuple[type[Model], ...]] = (
    Arrangement, ClaimTransition, Decision, DecisionLine, Loss, Payee, PayoutLine, PayoutTransition, Referral,
    TransferDraft, TransferTransition, Transition,
)  # fmt: skip


def effects() -> dict[str, Any]:
    """All that a transfer has written: how many rows of each table, and the states and sums that count."""
    counts: dict[str, Any] = {model.__name__: model._default_manager.count() for model in _COUNTED}
    asked = TransferRequest.objects.values_list("state", "payout__state", "payout__yen", "lacking", "question")
    counts["requests"] = sorted(map(str, asked))
    counts["sealed"] = TransferRequest.objects.filter(details_sealed__isnull=False).count()
    counts["claims"] = sorted(Claim.objects.values_list("state", "waiting_for", "closed_as"))
    counts["payouts"] = sorted(Payout.objects.values_list("state", "method", "yen"))
    counts["owed"] = sorted(Entitlement.objects.values_list("balance", "owed", "committed"))
    counts["links"] = PayoutLink.objects.filter(ended_at__isnull=True).count()
    counts["messages"] = Counter(Message.objects.values_list("purpose", "state"))
    counts["audit"] = Counter(AuditEvent.objects.values_list("action", flat=True))
    return counts


def _opened(state: str = "opened") -> Payout:
    """A payout of an app account, as its holder or the desk finds it."""
    banks()
    return paid_case(state=state).payout


def _applied(*spent: int) -> Claim:
    """An application for a paper coupon that nobody examined yet, of which these sums were spent in March."""
    banks()
    coupon_with_ledger(*spent, traveller_name="山田 太郎", **ON_PAPER)
    claim = received()
    link_found()
    return claim


def _decided() -> Claim:
    banks()
    return examined()


def _asked_in_claim() -> TransferRequest:
    return _ask_in_claim(_applied())


def _decided_with_transfer() -> TransferRequest:
    _asked_in_claim()
    examine_all()
    return _request()


def _ask_in_claim(claim: Claim) -> TransferRequest:
    return transfer_claims.ask(claim, given(), AskedAt.SITE, by=CLAIMANT)


def _agreed() -> None:
    banks()
    claim = fraud.examined(fraud.arrived(fraud.CARDHOLDER), account="TW-1")
    fraud.decided(claim, agreed=Agreed(10_330, "本人の口座へ振り込む。"))


def _ask_as_agreed() -> None:
    transfer_claims.ask(_claim(), agreed_wanted().details.items, AskedAt.SITE, by=CLAIMANT)


def _of_yamanashi() -> None:
    """Decided under the first bulletin, which pays the balance, with a call about a deduction that the second pays."""
    banks()
    hours_set("yamanashi")
    coupon = docked("yamanashi", **ON_PAPER)
    call = called(coupon, name=coupon.traveller_name)
    answered(told_in_claim(call))
    examine_all()
    claim = received("yamanashi", contact="+819099990001", name=coupon.traveller_name)
    transfer_claims.ask(claim, given(), AskedAt.SITE, by=CLAIMANT)
    examine_all()
    with TemporaryDirectory() as folder:
        load_bulletins(second_bulletin(Path(folder)), by=_BY)


def _examine() -> None:
    """One claim of the site alone: whoever examines takes each in a transaction of its own."""
    examine([_claim().pk], DAY, by=_BY)


def _spent() -> None:
    """Nothing is left on the coupon of an application that asks for a transfer."""
    _ask_in_claim(_applied(2000))


def _asked_back() -> TransferRequest:
    return checking.ask_back(requested(_opened()), ["lodging"], _QUESTION, by=CHECKER)


def _answer() -> None:
    details = {"lodging": given()["lodging"]}
    checking.supply(_request(), details, by=HOLDER)


def _late() -> TransferRequest:
    """Asked for in time; the last day to collect is over by now."""
    request = requested(_opened())
    Payout.objects.update(collect_by=date(2023, 4, 19))
    return request


def _ended_long_ago() -> None:
    checking.refuse(requested(_opened()), "名義が違う", by=LEADER)
    TransferRequest.objects.update(ended_at=DAY - timedelta(days=100))


def _refuse() -> None:
    transfer_claims.refuse(_request(), "名義が違う", by=LEADER)


def _withdraw() -> None:
    transfer_claims.withdraw(_request(), _WISH, by=CLAIMANT)


def _claim() -> Claim:
    return Claim.objects.select_related("programme", "bulletin").exclude(channel="call").get()


def _request() -> TransferRequest:
    return TransferRequest.objects.latest("pk")


STEPS: Final = {
    "keep_draft": Step(_opened, lambda: drafts.save(_SUBJECT, TYPED)),
    "ask_on_payout_page": Step(_opened, lambda: ask_for_payout(Payout.objects.get(), wanted(), by=HOLDER)),
    "ask_after_applying": Step(_applied, lambda: _ask_in_claim(_claim())),
    "ask_on_status_page": Step(_decided, lambda: _ask_in_claim(_claim())),
    "ask_at_desk": Step(
        lambda: _opened("released"), lambda: ask_for_payout(Payout.objects.get(), wanted(AskedAt.DESK), by=CLERK)
    ),
    "ask_as_agreed": Step(_agreed, _ask_as_agreed),
    "decide": Step(_asked_in_claim, _examine),
    "decide_more": Step(_of_yamanashi, _examine),
    "decide_nothing": Step(_spent, _examine),
    "check": Step(lambda: requested(_opened()), lambda: checking.check(_request(), by=CHECKER)),
    "ask_back": Step(
        lambda: requested(_opened()), lambda: checking.ask_back(_request(), ["lodging"], _QUESTION, by=CHECKER)
    ),
    "answer": Step(_asked_back, _answer),
    "list": Step(lambda: checked(_opened()), lambda: checking.list_for_payment(_request(), by=LEADER)),
    "refuse": Step(lambda: checked(_opened()), _refuse),
    "refuse_undecided": Step(_asked_in_claim, _refuse),
    "refuse_without_link": Step(_decided_with_transfer, _refuse),
    "refuse_late": Step(_late, _refuse),
    "withdraw_on_payout_page": Step(
        lambda: requested(_opened()), lambda: checking.withdraw(_request(), _WISH, by=HOLDER)
    ),
    "withdraw_undecided": Step(_asked_in_claim, _withdraw),
    "withdraw_on_status_page": Step(_decided_with_transfer, _withdraw),
    "withdraw_claim": Step(_decided_with_transfer, lambda: withdraw_claim(_claim(), by=CLAIMANT)),
    "decline_claim": Step(_decided_with_transfer, lambda: decline(_claim(), "名義が違う", by=LEADER)),
    "erase": Step(_ended_long_ago, lambda: retention.erase_over(clock.today(), by=_BY)),
}
