"""Programmes, coupons and their ledger, as tests need them: plain, whole, and one of a kind.

A coupon is of a programme named `kumamoto` unless told otherwise, valid to the day of the outage, charged to an app
account of its own. `coupon_with_ledger` books what a coupon needs to have a known balance.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import factory
from factory.django import DjangoModelFactory

from compensation.models import (
    Bulletin,
    Coupon,
    Decision,
    DecisionLine,
    Entitlement,
    ImportRun,
    Incident,
    LedgerEntry,
    Loss,
    Payee,
    Payout,
    PayoutLine,
    Programme,
)
from compensation.states import EntryKind, LineRemedy, PayeeKind, SubjectKind

JST = ZoneInfo("Asia/Tokyo")
ISSUED_AT = datetime(2023, 2, 23, 15, 0, tzinfo=JST)
CHARGED_AT = datetime(2023, 2, 23, 16, 0, tzinfo=JST)
RECORDED_AT = datetime(2023, 4, 1, 9, 0, tzinfo=JST)
SNAPSHOT = datetime(2023, 4, 1, 0, 0, tzinfo=JST)


def jst(*parts: int) -> datetime:
    """An instant in Japan: `jst(2023, 4, 1)` is the midnight that begins that day."""
    return datetime(*parts, tzinfo=JST)  # type: ignore[arg-type,misc]


class IncidentFactory(DjangoModelFactory[Incident]):
    class Meta:
        model = Incident
        django_get_or_create = ("slug",)

    slug = "regionpay-outage"
    name_ja = "regionPAY 障害"
    name_en = "The regionPAY outage"


class ProgrammeFactory(DjangoModelFactory[Programme]):
    class Meta:
        model = Programme
        django_get_or_create = ("slug",)

    slug = "kumamoto"
    kind = "coupon"
    name_ja = factory.LazyAttribute(lambda made: f"{made.slug} キャンペーン")
    name_en = factory.LazyAttribute(lambda made: f"{made.slug} campaign")
    incident = factory.SubFactory(IncidentFactory)


class BulletinFactory(DjangoModelFactory[Bulletin]):
    """A row only: its text is no bulletin that rules could be read from."""

    class Meta:
        model = Bulletin
        django_get_or_create = ("key",)

    programme = factory.SubFactory(ProgrammeFactory)
    stage = 1
    key = factory.LazyAttribute(lambda made: f"{made.programme.slug}-{made.stage}")
    source = factory.LazyAttribute(lambda made: f'key = "{made.key}"\n')
    sha256 = factory.LazyAttribute(lambda made: hashlib.sha256(made.source.encode()).hexdigest())
    loaded_at = RECORDED_AT
    loaded_by = "system:tests"


class ImportRunFactory(DjangoModelFactory[ImportRun]):
    class Meta:
        model = ImportRun

    kind = "coupons"
    file_name = "coupons.csv"
    sha256 = "0" * 64
    started_at = RECORDED_AT
    started_by = "system:tests"
    finished_at = RECORDED_AT


class CouponFactory(DjangoModelFactory[Coupon]):
    """Charged to an app account with both contacts; see the traits for the others."""

    class Meta:
        model = Coupon

    class Params:
        paper = factory.Trait(app_account="", charged_at=None, app_phone="", app_email="")
        withdrawn = factory.Trait(app_withdrawn_at=datetime(2023, 3, 10, 12, 0, tzinfo=JST))
        phone_only = factory.Trait(app_email="")
        email_only = factory.Trait(app_phone="")

    programme = factory.SubFactory(ProgrammeFactory)
    inquiry_number = factory.Sequence(lambda n: f"{n:010d}")
    charge_code = factory.Sequence(lambda n: f"C{n:09d}")
    face_yen = 2000
    issued_at = ISSUED_AT
    expires_on = date(2023, 2, 24)
    issuer = "ホテル試験"
    traveller_name = "試験 花子"
    via_travel_support = True
    app_account = factory.Sequence(lambda n: f"member-{n}")
    charged_at = CHARGED_AT
    app_phone = factory.Sequence(lambda n: f"+8190{10_000_000 + n}")
    app_email = factory.Sequence(lambda n: f"traveller{n}@example.jp")
    recorded_at = RECORDED_AT


class LedgerEntryFactory(DjangoModelFactory[LedgerEntry]):
    """An issue of the coupon's face, unless told otherwise."""

    class Meta:
        model = LedgerEntry

    coupon = factory.SubFactory(CouponFactory)
    programme = factory.LazyAttribute(lambda made: made.coupon.programme)
    entry_id = factory.Sequence(lambda n: f"E{n:09d}")
    at = ISSUED_AT
    kind = EntryKind.ISSUE
    yen = factory.LazyAttribute(lambda made: made.coupon.face_yen if made.kind == EntryKind.ISSUE else 0)
    recorded_at = RECORDED_AT


class PayeeFactory(DjangoModelFactory[Payee]):
    class Meta:
        model = Payee

    programme = factory.SubFactory(ProgrammeFactory)
    kind = PayeeKind.APP_ACCOUNT
    key = factory.Sequence(lambda n: f"member-{n}")
    recorded_at = RECORDED_AT


def _bulletin_of(programme: Programme) -> Bulletin:
    """The bulletin that the programme has, so that a row without rules does not stand beside one with them."""
    return Bulletin.objects.filter(programme=programme).order_by("stage").last() or BulletinFactory.create(
        programme=programme
    )


class DecisionFactory(DjangoModelFactory[Decision]):
    """Coupon decided eligible for its face."""

    class Meta:
        model = Decision

    class Params:
        coupon = factory.SubFactory(CouponFactory)

    programme = factory.LazyAttribute(lambda made: made.coupon.programme)
    bulletin = factory.LazyAttribute(lambda made: _bulletin_of(made.programme))
    subject_kind = SubjectKind.COUPON
    subject_id = factory.LazyAttribute(lambda made: made.coupon.pk)
    case = "A"
    outcome = "eligible"
    amount = factory.LazyAttribute(lambda made: made.coupon.face_yen)
    route = "automatic"
    remedy = "pay"
    facts = factory.LazyFunction(dict)
    trace = factory.LazyFunction(list)
    doubts = factory.LazyFunction(list)
    decided_at = SNAPSHOT
    recorded_at = RECORDED_AT
    actor = "system:tests"


class LossFactory(DjangoModelFactory[Loss]):
    class Meta:
        model = Loss

    coupon = factory.SubFactory(CouponFactory)
    programme = factory.LazyAttribute(lambda made: made.coupon.programme)
    key = factory.LazyAttribute(
        lambda made: f"{made.programme.incident.slug}:{made.programme.slug}:{made.coupon.inquiry_number}"
    )
    recorded_at = RECORDED_AT


class DecisionLineFactory(DjangoModelFactory[DecisionLine]):
    class Meta:
        model = DecisionLine

    loss = factory.SubFactory(LossFactory)
    decision = factory.LazyAttribute(lambda made: DecisionFactory.create(coupon=made.loss.coupon))
    position = 1
    case = "A"
    outcome = "eligible"
    remedy = LineRemedy.PAY
    yen = factory.LazyAttribute(lambda made: made.loss.coupon.face_yen)


class EntitlementFactory(DjangoModelFactory[Entitlement]):
    """What a decided coupon owes the holder of its app account."""

    class Meta:
        model = Entitlement

    line = factory.SubFactory(DecisionLineFactory)
    loss = factory.LazyAttribute(lambda made: made.line.loss)
    programme = factory.LazyAttribute(lambda made: made.loss.programme)
    payee = factory.LazyAttribute(
        lambda made: PayeeFactory.create(programme=made.programme, key=made.loss.coupon.app_account)
    )
    owed = factory.LazyAttribute(lambda made: made.line.yen)
    recorded_at = RECORDED_AT


class PayoutFactory(DjangoModelFactory[Payout]):
    """A planned payout; `payout_for` makes one with its line."""

    class Meta:
        model = Payout

    payee = factory.SubFactory(PayeeFactory)
    programme = factory.LazyAttribute(lambda made: made.payee.programme)
    bulletin = factory.LazyAttribute(lambda made: BulletinFactory.create(programme=made.programme))
    number = factory.Sequence(lambda n: f"P{n:08d}")
    route = "automatic"
    yen = 2000
    recorded_at = RECORDED_AT


class PayoutLineFactory(DjangoModelFactory[PayoutLine]):
    class Meta:
        model = PayoutLine

    payout = factory.SubFactory(PayoutFactory)
    entitlement = factory.SubFactory(EntitlementFactory)
    yen = factory.LazyAttribute(lambda made: made.entitlement.owed)


def coupon_with_ledger(*spent: int, **fields: Any) -> Coupon:
    """A coupon with its issue booked and one payment of each of these sums, on the days of March from the 3rd on."""
    coupon = CouponFactory.create(**fields)
    LedgerEntryFactory.create(coupon=coupon)
    for days, yen in enumerate(spent):
        LedgerEntryFactory.create(coupon=coupon, kind=EntryKind.PAYMENT, yen=-yen, at=jst(2023, 3, 3 + days, 12))
    return coupon


def payout_for(coupon: Coupon, **fields: Any) -> Payout:
    """A payout of what one coupon is owed, with its entitlement and line; the coupon's payee is set."""
    loss = LossFactory.create(coupon=coupon)
    given = {"payee": fields["payee"]} if "payee" in fields else {}
    entitlement = EntitlementFactory.create(line=DecisionLineFactory.create(loss=loss), **given)
    fields = {"payee": entitlement.payee, "yen": entitlement.owed} | fields
    payout = PayoutFactory.create(**fields)
    PayoutLineFactory.create(payout=payout, entitlement=entitlement)
    Coupon.objects.filter(pk=coupon.pk).update(payee=entitlement.payee)
    return payout
