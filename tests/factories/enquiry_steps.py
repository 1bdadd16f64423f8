"""Every step of the line of case B by itself: what must stand before it, the step, and all that it may write."""

from __future__ import annotations

import tempfile
from collections import Counter
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from django.db.models import Model

from claims.call_states import Outcome
from claims.calls import CallAbout, log_call
from claims.coupons_named import link_found
from claims.enquiry_changes import supply_items, take_back, take_down
from claims.enquiry_ending import decline, put_back
from claims.enquiry_intake import Taken, receive_enquiry
from claims.examination import examine
from claims.models import Call, Claim, ClaimCoupon, ClaimTransition
from claims.outage_release import release_hours
from claims.shop_answers import record_answer
from compensation import outages
from compensation.bulletin_files import FOLDER
from compensation.bulletin_loading import load_bulletins
from compensation.enquiries import Answered, NotTakenError
from compensation.models import (
    Bulletin,
    Coupon,
    Decision,
    DecisionLine,
    DockedEntry,
    Enquiry,
    LedgerEntry,
    Loss,
    OutageHours,
    Programme,
    Referral,
    Restoration,
    StoreConfirmation,
    TriedPayment,
)
from foundation.trail.actor import Actor
from foundation.trail.clock import JST
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.factories import claims as site
from tests.factories.calls import DUE_ON, said
from tests.factories.enquiries import (
    ANSWERED_AT,
    ENDS,
    ON_PAPER,
    OPERATOR,
    SECOND,
    STARTS,
    SUPERVISOR,
    TRIED,
    answered,
    called,
    docked,
    examined,
    hours_set,
    of_evening,
    told_in_claim,
)
from tests.factories.steps import Step

KEY: Final = UUID(int=7)
DAY: Final = datetime(2023, 3, 20, 10, tzinfo=JST)
_COUNTED: Final[tuple[type[Model], ...]] = (
    Bulletin, Call, Claim, ClaimCoupon, ClaimTransition, Decision, DecisionLine, DockedEntry, Enquiry, LedgerEntry,
    Loss, OutageHours, Referral, Restoration, StoreConfirmation, TriedPayment,
)  # fmt: skip


def effects() -> dict[str, Any]:
    """All that the line has written: how many rows of each table, and the states and sums that count."""
    counts: dict[str, Any] = {model.__name__: model._default_manager.count() for model in _COUNTED}
    counts["claims"] = sorted(Claim.objects.values_list("state", "waiting_for", "closed_as"))
    counts["ledger"] = sorted(LedgerEntry.objects.values_list("kind", "yen"))
    counts["open"] = Referral.objects.filter(closed_at__isnull=True).count()
    counts["released"] = OutageHours.objects.filter(released_at__isnull=False).count()
    counts["messages"] = Counter(Message.objects.values_list("purpose", "text_version"))
    counts["audit"] = Counter(AuditEvent.objects.values_list("action", flat=True))
    return counts


def second_bulletin(folder: Path) -> Path:
    """Yamanashi's first bulletin, and an invented second one that pays case B out."""
    first = (FOLDER / "yamanashi-1.toml").read_text(encoding="utf-8")
    (folder / "yamanashi-1.toml").write_text(first, encoding="utf-8")
    remedy = (
        '[case_b.remedy]\nkind = "pay_out"\nclauses = ["yamanashi.2.B.pending"]\ncheck = ["yamanashi.2.B.pending"]\n'
    )
    remedy += '\n[case_b.remedy.enquiry]\nclauses = ["yamanashi.2.B.pending"]\nitems = [\n'
    remedy += '    { id = "coupon_number", name = { ja = "お問い合わせ番号", en = "inquiry number" } },\n]\n'
    second = first.replace('[case_b.remedy]\nkind = "none_yet"\nclauses = ["yamanashi.2.B.pending"]\n', remedy)
    second = second.replace('id = "yamanashi-1"', 'id = "yamanashi-2"').replace("stage = 1", "stage = 2")
    second = second.replace("issued = 2023-03-02", "issued = 2023-04-15").replace("in_force_from = 2023-03-02", "")
    (folder / "yamanashi-2.toml").write_text(second, encoding="utf-8")
    return folder


def _claim() -> Claim:
    return Claim.objects.select_related("programme", "bulletin").order_by("pk")[0]


def _coupon() -> Coupon:
    return Coupon.objects.select_related("programme").get()


def _log() -> None:
    claim = _claim()
    asked = said(at=DAY, outcome=Outcome.ASK_STORE, next_action="利用店舗へ照会する", due_on=DUE_ON)
    log_call(CallAbout(claim.programme, claim, _coupon(), press=KEY), asked, by=OPERATOR)


def _take_in() -> None:
    coupon = _coupon()
    given = {"coupon_number": [coupon.inquiry_number], "contact": "+819099990001"}
    receive_enquiry(coupon.programme, KEY, Taken(given, ["number"], "引かれた", date(2023, 3, 22)), by=OPERATOR)


def _called(**given: Any) -> None:
    called(docked(), **given)
    examined()


def _take_down() -> None:
    enquiry = Enquiry.objects.select_related("coupon__programme").get()
    with suppress(NotTakenError):
        take_down(_claim(), enquiry, TRIED, of_evening(enquiry.coupon), by=OPERATOR)


def _told() -> None:
    hours_set()
    _called()
    told_in_claim(_claim())


def _answer() -> None:
    payment = TriedPayment.objects.select_related("enquiry__coupon__programme").get()
    record_answer(_claim(), payment, Answered("agrees", "店長", ANSWERED_AT, press=KEY), by=OPERATOR)


def _take_back() -> None:
    payment = TriedPayment.objects.select_related("enquiry__coupon__programme").get()
    take_back(_claim(), payment, "店舗が違っていた", by=OPERATOR)


def _state_hours() -> None:
    outages.prepare(Programme.objects.get(slug="kumamoto"), STARTS, ENDS, "運営会社の報告", by=SUPERVISOR)


def _stated() -> None:
    _called()
    told_in_claim(_claim())
    examined()
    _state_hours()


def _answered(answer: str = "agrees") -> None:
    _told()
    answered(TriedPayment.objects.get(), answer)


def _decided(answer: str = "agrees") -> None:
    _answered(answer)
    examined()


def _decline() -> None:
    decline(_claim(), "店舗の控えと一致しない", by=SUPERVISOR)


def _in_yamanashi() -> None:
    hours_set("yamanashi")
    called(docked("yamanashi"))
    answered(told_in_claim(_claim()))
    examined()


def _load() -> None:
    with tempfile.TemporaryDirectory() as folder:
        load_bulletins(second_bulletin(Path(folder)), by=Actor.system("tests"))


def _of_two_people() -> None:
    called(docked(**ON_PAPER), contact="+819012345678")
    examined()
    site.received(coupon_number=["12345678"], contact="+819055556666", email="other@example.jp")
    link_found()


def _examine_the_second() -> None:
    examine([Claim.objects.latest("pk").pk], DAY, by=Actor.system("tests"))


STEPS: Final = {
    "call": Step(_called, _log),
    "take_in": Step(docked, _take_in),
    "supply": Step(lambda: _called(shop=""), lambda: supply_items(_claim(), {"shop": "見本みやげ店"}, by=OPERATOR)),
    "take_down": Step(_called, _take_down),
    "take_back": Step(_told, _take_back),
    "answer": Step(_told, _answer),
    "state_hours": Step(_called, _state_hours),
    "release_hours": Step(_stated, lambda: release_hours(OutageHours.objects.get(), by=SECOND)),
    "decide": Step(_answered, examined),
    "restore": Step(_decided, lambda: put_back(_claim(), by=SUPERVISOR)),
    "close": Step(lambda: _decided("contradicts"), _decline),
    "new_bulletin": Step(_in_yamanashi, _load),
    "second_applicant": Step(_of_two_people, _examine_the_second),
}
