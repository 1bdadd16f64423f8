"""Calls about the evening of the outage, taken down as the desk takes them, with what the shops answered.

Yamanashi's hours are set and released, the others' are not: so both can be seen.
"""

from __future__ import annotations

import tomllib
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from claims.enquiry_intake import Taken, receive_enquiry
from claims.examination import claims_to_examine, examine
from claims.models import Claim
from claims.outage_release import release_hours
from claims.shop_answers import record_answer
from compensation import outages
from compensation.enquiries import Answered, Tried, deductions_near, tell_payment
from compensation.models import Coupon, Enquiry, Programme
from foundation.staff.models import User
from foundation.trail import clock
from foundation.trail.actor import Actor

FILE = Path(__file__).with_name("evening.toml")
EVENING = datetime(2023, 2, 24, tzinfo=clock.JST), datetime(2023, 2, 27, tzinfo=clock.JST)
HOURS = datetime(2023, 2, 24, 17, tzinfo=clock.JST), datetime(2023, 2, 24, 21, tzinfo=clock.JST)
SOURCE = "運営会社の障害報告書（デモ用の架空の文書）"
BY = Actor.system("demo_data")


def take_calls(staff: dict[str, User]) -> dict[str, int]:
    """Take down every call of the file and examine it; how many stand in which state."""
    _set_hours(staff)
    operator = Actor.of_user(staff["operator"])
    calls = [(row, _taken_down(row, operator)) for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["call"]]
    examine([claim.pk for _, claim in calls], clock.now(), by=BY)
    for row, claim in calls:
        _tell(row, claim, operator)
    return dict(examine(claims_to_examine(), clock.now(), by=BY))


def _set_hours(staff: dict[str, User]) -> None:
    programme = Programme.objects.get(slug="yamanashi")
    stated = outages.prepare(programme, *HOURS, SOURCE, by=Actor.of_user(staff["supervisor"]))
    release_hours(stated, by=Actor.of_user(staff["supervisor2"]))


def _taken_down(row: dict[str, Any], operator: Actor) -> Claim:
    coupon = Coupon.objects.select_related("programme").get(
        programme__slug=row["programme"], inquiry_number=row["number"]
    )
    given = {
        "coupon_number": [coupon.inquiry_number],
        "expiry": coupon.expires_on.isoformat(),
        "prefecture": row["programme"],
        "shop": row["shop_name"],
        "traveller": "yes",
        "name": coupon.traveller_name,
        "email": coupon.app_email,
    }
    taken = Taken(given, ["number"], row["told"], clock.today())
    return receive_enquiry(coupon.programme, uuid4(), taken, by=operator)


def _tell(row: dict[str, Any], claim: Claim, operator: Actor) -> None:
    enquiry = Enquiry.objects.select_related("coupon__programme").get(reference=claim.number)
    entries = deductions_near(enquiry.coupon, *EVENING)
    payment = tell_payment(enquiry, Tried(at=row.get("at"), **row["tried"]), entries, by=operator)
    if row["shop"]:
        record_answer(claim, payment, Answered(row["shop"], "店長", clock.now()), by=operator)
