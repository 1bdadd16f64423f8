"""Whole cases as the desk meets them: a coupon decided under its bulletin, its payout, link and message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from claims import answers
from claims.models import Claim, ClaimCoupon, ClaimTransition
from compensation import links
from compensation.models import Bulletin, Coupon, Decision, Payout, PayoutLink, PayoutTransition, Referral
from compensation.numbers import payout_number
from compensation.policy.decision import Step
from compensation.policy.trace_json import trace_as_json
from compensation.states import PayoutState
from notifications.mailings import open_mailing
from notifications.models import Mailing, Message
from tests.factories.collection import bulletin_row
from tests.factories.compensation import (
    RECORDED_AT,
    CouponFactory,
    DecisionFactory,
    DecisionLineFactory,
    EntitlementFactory,
    LossFactory,
    PayoutFactory,
    PayoutLineFactory,
    coupon_with_ledger,
    jst,
)
from tests.factories.notifications import planned

TRACE = trace_as_json([Step("kumamoto.1.A", "a.expiry_inside", (1, *[date(2023, 2, 24)] * 3), "holds")])
SETTLED_AT = jst(2023, 4, 2, 9)
TEXT = "くまもと再発見の旅事務局から補償のご案内です。\nhttp://localhost/r/abcdefghjkmnpqrstvwxyz0123\nお早めにどうぞ。"


@dataclass(frozen=True)
class Case:
    """A coupon, and the payout that pays it."""

    coupon: Coupon
    payout: Payout
    message: Message
    mailing: Mailing | None

    @property
    def link(self) -> PayoutLink:
        return PayoutLink.objects.get(payout=self.payout, ended_at__isnull=True)


def decided(key: str = "kumamoto-3", **fields: Any) -> tuple[Coupon, Decision]:
    """A charged coupon with a ledger of two payments, and its decision."""
    bulletin = bulletin_row(key)
    fields = {"programme": bulletin.programme, "traveller_name": "山田 花子"} | fields
    coupon = coupon_with_ledger(300, 200, **fields)
    decision = DecisionFactory.create(
        coupon=coupon, bulletin=bulletin, amount=1500, recorded_at=SETTLED_AT, trace=TRACE
    )
    return coupon, decision


def paid_case(
    key: str = "kumamoto-3", *, state: str = PayoutState.RELEASED, mailing: bool = False, method: str = ""
) -> Case:
    """A coupon with a payout in a state, a live link, and the message that carried it to a mobile phone."""
    bulletin = bulletin_row(key)
    coupon = coupon_with_ledger(programme=bulletin.programme, traveller_name="山田 花子")
    payout = _payout(coupon, bulletin, state=state, method=method)
    new = links.new_link()
    PayoutLink.objects.create(payout=payout, token_hash=new.hash, token_sealed=new.sealed, issued_at=RECORDED_AT)
    batch = _mailing(bulletin.programme.slug) if mailing else None
    [message] = planned(
        scope=bulletin.programme.slug,
        subject_kind="payout",
        subject_ref=payout.number,
        purpose="payout_link",
        address=coupon.app_phone,
        body=TEXT,
        yen=payout.yen,
        mailing_id=batch.pk if batch else None,
    )
    return Case(coupon, payout, message, batch)


def _payout(coupon: Coupon, bulletin: Bulletin, **fields: Any) -> Payout:
    """Decision, line, entitlement wholly committed, and the payout of it."""
    decision = DecisionFactory.create(coupon=coupon, bulletin=bulletin, trace=TRACE)
    line = DecisionLineFactory.create(loss=LossFactory.create(coupon=coupon), decision=decision)
    entitlement = EntitlementFactory.create(line=line, committed=coupon.face_yen)
    number = payout_number(coupon.pk)
    payout = PayoutFactory.create(
        number=number, payee=entitlement.payee, bulletin=bulletin, yen=coupon.face_yen, **fields
    )
    PayoutLineFactory.create(payout=payout, entitlement=entitlement)
    return payout


def moved(payout: Payout, *steps: tuple[str, datetime]) -> None:
    """Let a payout have gone through these states at these instants."""
    before = PayoutState.PLANNED.value
    for state, at in steps:
        PayoutTransition.objects.create(
            payout=payout, from_state=before, to_state=state, at=at, cause="test", actor="tests"
        )
        before = state
    Payout.objects.filter(pk=payout.pk).update(state=before, method="amazon")


def paper_coupon(key: str = "kumamoto-3", **fields: Any) -> Coupon:
    """A coupon on paper, issued and never charged."""
    return CouponFactory.create(programme=bulletin_row(key).programme, paper=True, **fields)


def received(coupon: Coupon, *, number: str = "23-0412-7358-A", at: datetime = SETTLED_AT) -> Claim:
    """A claim that names a coupon, received on the site."""
    bulletin, draft = bulletin_row("kumamoto-3"), uuid4()
    given = {"name": "鈴木 一郎", "contact": "+819011112222", "coupon_number": [coupon.inquiry_number]}
    claim = Claim.objects.create(
        draft_key=draft,
        number=number,
        programme=coupon.programme,
        bulletin=bulletin,
        state="received",
        answers_sealed=answers.sealed(draft, answers.Answers({}, given)),
        consent_version="1",
        started_at=at,
        received_at=at,
    )
    ClaimCoupon.objects.create(
        claim=claim, position=1, inquiry_number=coupon.inquiry_number, coupon=coupon, linked_at=at
    )
    ClaimTransition.objects.create(claim=claim, from_state="draft", to_state="received", at=at, actor="tests")
    return claim


def referred(coupon: Coupon, decision: Decision | None = None, **fields: Any) -> Referral:
    """A matter about a coupon that waits for a person."""
    fields = {"reason": "no_contact", "clause": "kumamoto.1.A", "opened_at": SETTLED_AT} | fields
    return Referral.objects.create(programme=coupon.programme, coupon=coupon, decision=decision, **fields)


def _mailing(scope: str) -> Mailing:
    return open_mailing(scope, "automatic", "payout_link", None, "4月上旬", RECORDED_AT)
