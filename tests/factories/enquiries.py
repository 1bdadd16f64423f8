"""The evening of the outage as callers tell it: coupons docked at a till, hours set by an office, shops that answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from claims.enquiry_intake import Taken, receive_enquiry
from claims.examination import claims_to_examine, examine
from claims.models import Claim
from compensation import outages
from compensation.awards.enquiry import EnquiryDecided, EnquiryToDecide, decide_enquiry
from compensation.enquiries import Answered, Tried, open_enquiry, shop_answered, tell_payment
from compensation.models import Coupon, Enquiry, LedgerEntry, OutageHours, Programme, TriedPayment
from compensation.states import EntryKind
from compensation.travellers import Applicant
from foundation.japan.dates import day_in_japan
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.clock import JST
from tests.factories import loaded as master
from tests.factories.compensation import jst
from tests.factories.settlement import booked, charged

OPERATOR = Actor("staff", "operator", "コールセンター担当")
SUPERVISOR = Actor("staff", "supervisor", "責任者")
SECOND = Actor("staff", "supervisor2", "責任者")
EVENING = jst(2023, 2, 24, 18, 30)
STARTS, ENDS = jst(2023, 2, 24, 17), jst(2023, 2, 24, 21)
ITEMS = ("coupon_number", "expiry", "prefecture", "shop")
ANSWERED_AT = jst(2023, 3, 19, 15)
IN_TIME, AFTER = jst(2023, 3, 20, 10), jst(2023, 4, 10, 10)
ON_PAPER: dict[str, Any] = {
    "app_account": "", "charged_at": None, "app_phone": "", "app_email": "", "inquiry_number": "12345678",
}  # fmt: skip
"""What a coupon that nobody charged has not."""
TRIED = Tried(None, refused_at_till=True, paid_otherwise_yen=1000, presses=1, intended=1)
"""Refused at the till, paid in cash, docked at the same moment."""


def loaded() -> None:
    """The bulletins of the repository."""
    master.bulletins()


def hours_set(slug: str = "kumamoto", starts_at: datetime = STARTS, ends_at: datetime = ENDS) -> OutageHours:
    """Hours that one person stated and another released."""
    programme = Programme.objects.get(slug=slug)
    hours = outages.prepare(programme, starts_at, ends_at, "regionPAY 運営会社の報告", by=SUPERVISOR)
    outages.release(hours, by=SECOND)
    return hours


def docked(slug: str = "kumamoto", *, times: int = 1, yen: int = 1000, **fields: Any) -> Coupon:
    """A charged coupon of 3000 yen, docked so many times that evening, ten seconds apart."""
    coupon = charged(slug, **({"face_yen": 3000, "traveller_name": "見本 花子"} | fields))
    for place in range(times):
        at = EVENING + timedelta(seconds=10 * place)
        booked(coupon, EntryKind.PAYMENT, -yen, at, store_code="S-01", store_name="見本みやげ店")
    return coupon


def of_evening(coupon: Coupon) -> list[LedgerEntry]:
    """What was docked that evening."""
    return list(LedgerEntry.objects.filter(coupon=coupon, kind=EntryKind.PAYMENT, at__date="2023-02-24").order_by("at"))


def enquired(coupon: Coupon, *, items: tuple[str, ...] = ITEMS, reference: str = "22-0320-0000-A") -> Enquiry:
    """A call about a coupon."""
    return open_enquiry(coupon, reference, datetime(2023, 3, 18, 11, tzinfo=JST), items)


def told(coupon: Coupon, tried: Tried = TRIED, **given: Any) -> TriedPayment:
    """A call in which all that was docked that evening is told of as one payment."""
    return tell_payment(enquired(coupon, **given), tried, of_evening(coupon), by=OPERATOR)


def answered(payment: TriedPayment, answer: str = "agrees", at: datetime = ANSWERED_AT) -> None:
    """The shop's word on a payment."""
    shop_answered(payment, Answered(answer, "店長", at), by=OPERATOR)


def called(coupon: Coupon, **given: Any) -> Claim:
    """A call about a coupon, taken down in full unless told otherwise."""
    answers: dict[str, Any] = {
        "coupon_number": [coupon.inquiry_number],
        "expiry": coupon.expires_on.isoformat(),
        "prefecture": coupon.programme.slug,
        "shop": "見本みやげ店",
        "traveller": "yes",
        "name": coupon.traveller_name,
        "contact": "+819099990001",
    }
    said = {item: value for item, value in {**answers, **given}.items() if value}
    taken = Taken(said, ["number"], "現金で払ったが引かれた", day_in_japan(clock.now()))
    return receive_enquiry(coupon.programme, uuid4(), taken, by=OPERATOR)


def told_in_claim(claim: Claim, tried: Tried = TRIED) -> TriedPayment:
    """The payments of the evening, taken down in the claim that the call became."""
    examined()
    [enquiry] = Enquiry.objects.filter(reference=claim.number)
    return tell_payment(enquiry, tried, of_evening(enquiry.coupon), by=OPERATOR)


def examined() -> None:
    """Everything that is due is examined now."""
    examine(claims_to_examine(), clock.now(), by=Actor.system("tests"))


def decided_on(coupon: Coupon, as_of: datetime = IN_TIME, claim_id: int = 1) -> EnquiryDecided:
    """The enquiry of a coupon, decided for a caller who is the traveller."""
    return decide_enquiry(
        coupon.programme.slug, EnquiryToDecide(claim_id, coupon.pk, Applicant("", declares=True)), as_of, by=OPERATOR
    )
