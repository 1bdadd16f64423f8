"""What the desk shows of an enquiry: each payment with how the rules read it, the shop's word, and whose turn it is."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.call_words import ANSWER
from claims.coupons_named import coupons_of
from claims.enquiry_turns import Turn, to_restore, turn_of
from claims.models import Claim
from claims.states import CALL, ClaimState
from compensation.enquiries import as_fact, latest_answer, payments_of
from compensation.models import Coupon, Enquiry, OutageHours, StoreConfirmation, TriedPayment
from compensation.outages import hours_in_force, outage_of
from compensation.policy.coupons.payments import hours_of, judge
from compensation.programmes import in_force
from foundation.japan.bilingual import Both
from foundation.trail import clock

KINDS: Final = {
    "paid_otherwise": Both(
        "B①：使えずに現金などで払い、同時に引かれた。引かれた全額を戻す対象",
        "B1: refused, paid otherwise, docked at once. All that was docked is to be restored",
    ),
    "pressed_repeatedly": Both(
        "B②：何度も押して重ねて引かれた。つもりを超える分を戻す対象",
        "B2: docked again by pressing repeatedly. What exceeds the intention is to be restored",
    ),
    "other": Both(
        "その他の事象：①にも②にも当たらない。担当者が判断する",
        "Another event, neither of the two: for a person",
    ),
    "ordinary": Both("通常の支払い：戻すものはない", "An ordinary payment: nothing to restore"),
    "outside": Both("障害の時間帯の外：戻すものはない", "Outside the hours of the outage: nothing to restore"),
    "unset": Both(
        "判定できない：障害の時間帯が未設定。担当者が判断する", "Not judgeable: the hours are not set. For a person"
    ),
    "contradicted": Both(
        "判定できない：時間帯の設定がお知らせと食い違う", "Not judgeable: the hours set differ from the notice"
    ),
}


class Payment(NamedTuple):
    """A payment, how the rules read it, and the yen that it gives back; the shop's latest word, and all it said."""

    row: TriedPayment
    view: Both
    yen: int
    answer: Both
    said: list[tuple[StoreConfirmation, Both]]


class EnquiryPanel(NamedTuple):
    """Everything about one enquiry. `hours` is None while nobody has released any."""

    coupon: Coupon | None
    payments: list[Payment]
    hours: OutageHours | None
    turn: Turn
    can_tell: bool
    can_restore: bool
    is_over: bool


def enquiry_panel(claim: Claim) -> EnquiryPanel | None:
    """The panel of a claim that a call became; None for an application."""
    if claim.channel != CALL:
        return None
    named = next(iter(coupons_of(claim)), None)
    coupon = Coupon.objects.select_related("programme").filter(pk=named).first() if named else None
    payments = _payments(coupon) if coupon else []
    restorable = to_restore().filter(pk=claim.pk).exists()
    is_over = claim.state == ClaimState.CLOSED
    can_tell = not is_over and enquiry_of(claim) is not None
    hours = hours_in_force(claim.programme_id)
    return EnquiryPanel(coupon, payments, hours, turn_of(claim), can_tell, restorable, is_over)


def enquiry_of(claim: Claim) -> Enquiry | None:
    """The enquiry that a claim's payments are taken down in, once its coupon is known."""
    return Enquiry.objects.select_related("coupon__programme").filter(reference=claim.number, ended_at=None).first()


def _payments(coupon: Coupon) -> list[Payment]:
    stated = in_force(coupon.programme.slug, clock.now()).rules.outage.windows
    hours = hours_of(outage_of(coupon.programme_id), stated)
    shown = list[Payment]()
    for row in payments_of([coupon.pk]):
        judged = judge(as_fact(row), hours)
        shown.append(Payment(row, KINDS[judged.kind], judged.loss, ANSWER[latest_answer(row)], _said(row)))
    return shown


def _said(row: TriedPayment) -> list[tuple[StoreConfirmation, Both]]:
    return [(answer, ANSWER[answer.answer]) for answer in row.confirmations.all()]
