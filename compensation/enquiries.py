"""What callers and shops say of the payments of the evening: taken down here, read as facts by whoever decides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Prefetch, QuerySet

from compensation.models import (
    Coupon,
    DecisionLine,
    DockedEntry,
    Enquiry,
    LedgerEntry,
    Restoration,
    ShopAnswer,
    StoreConfirmation,
    TriedPayment,
)
from compensation.policy.coupons import facts as policy
from compensation.policy.periods import JST
from compensation.states import EntryKind, LineRemedy
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class NotTakenError(Exception):
    """What was told cannot be taken down: `ja` and `en` say why."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


class Tried(NamedTuple):
    """What a caller says of one payment. `at` is None where it was docked at the very moment of paying."""

    at: datetime | None
    refused_at_till: bool
    paid_otherwise_yen: int
    presses: int
    intended: int


class Answered(NamedTuple):
    """What a shop answers: one of ShopAnswer, by whom there, when. Of one `press` of a form there is one answer."""

    answer: str
    said_by: str
    said_at: datetime
    note: str = ""
    press: UUID | None = None


class Told(NamedTuple):
    """All that is told of one coupon, as the policy reads it."""

    payments: tuple[policy.TriedPayment, ...]
    enquiry: policy.Enquiry


NOTHING_DOCKED: Final = NotTakenError(
    "引き落としの記録を選ぶか、支払おうとした日時を入力してください。",
    "Choose what was docked, or say when the payment was tried.",
)
TOLD_BEFORE: Final = NotTakenError(
    "この引き落としやお支払いは、すでに記録されています。", "That deduction, or try, has been taken down before."
)
UNEQUAL: Final = NotTakenError(
    "金額の違う引き落としは、分けて記録してください。", "Deductions of different sums are taken down one by one."
)
PAID_ALREADY: Final = NotTakenError(
    "この記録にもとづく支払いが準備されているため、取り消せません。先に支払いを取りやめてください。",
    "A payout was made ready by it, so it stays: take that payout back first.",
)
RESTORED_ALREADY: Final = NotTakenError(
    "残高を戻した後は取り消せません。", "The balance was restored by it, so it stays."
)


def open_enquiry(coupon: Coupon, reference: str, made_at: datetime, items: Iterable[str]) -> Enquiry:
    """The enquiry of a claim about a coupon, begun or completed; `items` are the ids of those given so far."""
    given = sorted(items)
    enquiry, _ = Enquiry.objects.update_or_create(
        coupon=coupon,
        reference=reference,
        defaults={"items": given},
        create_defaults={"items": given, "made_at": made_at},
    )
    return enquiry


def tell_payment(enquiry: Enquiry, tried: Tried, entries: Sequence[LedgerEntry], *, by: Actor) -> TriedPayment:
    """Take down one tried payment with the deductions of the ledger that it is about. Raises NotTakenError."""
    if not entries and tried.at is None:
        raise NOTHING_DOCKED
    if len({entry.yen for entry in entries}) > 1:
        raise UNEQUAL
    docked_at = min((entry.at for entry in entries), default=None)
    try:
        with transaction.atomic():
            payment = TriedPayment.objects.create(
                enquiry=enquiry,
                **(tried._asdict() | {"at": tried.at or docked_at}),
                deducted_at=docked_at,
                unit_yen=-entries[0].yen if entries else 0,
                deductions=len(entries),
                recorded_at=clock.now(),
                recorded_by=by.ref,
            )
            DockedEntry.objects.bulk_create(DockedEntry(payment=payment, entry=entry) for entry in entries)
            _record("payment.told", payment, by)
    except IntegrityError:
        raise TOLD_BEFORE from None
    return payment


def void(payment: TriedPayment, because: str, *, by: Actor) -> bool:
    """Let a payment that was taken down wrongly count no more; False where it did not. Raises NotTakenError."""
    with transaction.atomic():
        Coupon.objects.select_for_update().get(pk=payment.enquiry.coupon_id)
        if Restoration.objects.filter(loss__coupon=payment.enquiry.coupon_id).exists():
            raise RESTORED_ALREADY
        if paying_lines(payment.enquiry.coupon_id).exists():
            raise PAID_ALREADY
        held = TriedPayment.objects.filter(pk=payment.pk, voided_at__isnull=True)
        if not held.update(voided_at=clock.now(), voided_by=by.ref, voided_because=because):
            return False
        DockedEntry.objects.filter(payment=payment).delete()
        _record("payment.voided", payment, by)
    return True


def paying_lines(coupon_id: int) -> QuerySet[DecisionLine]:
    """The lines by which case B of a coupon is paid out: of decisions that stand and wait for nobody."""
    return DecisionLine.objects.filter(
        loss__coupon=coupon_id,
        loss__entitlements__committed__gt=0,
        case="B",
        remedy=LineRemedy.PAY,
        decision__superseded_at__isnull=True,
        decision__referrals__isnull=True,
    )


def shop_answered(payment: TriedPayment, said: Answered, *, by: Actor) -> bool:
    """Write down what the shop said; an earlier answer stays on record and counts no more. False for a second press."""
    written = said._asdict() | {"payment": payment, "recorded_at": clock.now(), "recorded_by": by.ref}
    with transaction.atomic():
        press = written.pop("press") or uuid4()
        _, is_new = StoreConfirmation.objects.get_or_create(press=press, defaults=written)
        if is_new:
            _record("payment.shop_answered", payment, by)
    return is_new


def end_enquiries(reference: str, *, at: datetime) -> int:
    """Let the enquiries of a claim count no more: it was withdrawn, or a person declined it; how many."""
    return Enquiry.objects.filter(reference=reference, ended_at__isnull=True).update(ended_at=at)


def payments_of(coupon_ids: Collection[int]) -> QuerySet[TriedPayment]:
    """The payments that count, of enquiries that did not end, each with its answers, the latest first."""
    answers = Prefetch("confirmations", StoreConfirmation.objects.order_by("-said_at", "-pk"))
    told = TriedPayment.objects.filter(voided_at__isnull=True, enquiry__ended_at__isnull=True)
    of_coupons = told.filter(enquiry__coupon__in=coupon_ids)
    return of_coupons.select_related("enquiry").prefetch_related(answers).order_by("at", "pk")


def told_of(coupon_ids: Collection[int]) -> dict[int, Told]:
    """What is told of these coupons; one of which nothing is told is missing."""
    payments = defaultdict[int, list[TriedPayment]](list)
    for payment in payments_of(coupon_ids):
        payments[payment.enquiry.coupon_id].append(payment)
    enquiries = defaultdict[int, list[Enquiry]](list)
    for enquiry in Enquiry.objects.filter(coupon__in=payments, ended_at__isnull=True).order_by("made_at", "pk"):
        enquiries[enquiry.coupon_id].append(enquiry)
    return {pk: _told(enquiries[pk], found) for pk, found in payments.items()}


def told_in(programme_id: int) -> dict[int, Told]:
    """What is told of any coupon of a programme."""
    return told_of(list(Enquiry.objects.filter(coupon__programme=programme_id).values_list("coupon", flat=True)))


def latest_answer(payment: TriedPayment) -> str:
    """What the shop says to a payment by now; "" where it is silent. Of a payment from `payments_of`."""
    answers = list(payment.confirmations.all())
    return answers[0].answer if answers else ""


def deductions_near(coupon: Coupon, starts_at: datetime, ends_at: datetime) -> list[LedgerEntry]:
    """The payments that the ledger booked in a span, that nobody has told of yet."""
    booked = LedgerEntry.objects.filter(coupon=coupon, kind=EntryKind.PAYMENT, yen__lt=0, told_of__isnull=True)
    return list(booked.filter(at__gte=starts_at, at__lt=ends_at).order_by("at", "entry_id"))


def as_fact(payment: TriedPayment) -> policy.TriedPayment:
    """A payment as the policy judges it."""
    return policy.TriedPayment(
        payment.at.astimezone(JST),
        payment.refused_at_till,
        payment.paid_otherwise_yen,
        payment.deducted_at.astimezone(JST) if payment.deducted_at else None,
        payment.presses,
        payment.intended,
        payment.unit_yen,
        payment.deductions,
    )


def _told(enquiries: list[Enquiry], payments: list[TriedPayment]) -> Told:
    items = frozenset(item for enquiry in enquiries for item in enquiry.items)
    made_at = enquiries[0].made_at.astimezone(JST)
    enquiry = policy.Enquiry(made_at, items, _confirmed(payments))
    return Told(tuple([as_fact(payment) for payment in payments]), enquiry)


def _confirmed(payments: list[TriedPayment]) -> bool | None:
    """Whether the shops confirm all that was docked: one contradiction speaks against it, one silence leaves it open.

    A shop that has no record has neither confirmed nor contradicted.
    """
    answers = [latest_answer(payment) for payment in payments if payment.deductions]
    if ShopAnswer.CONTRADICTS in answers:
        return False
    return True if answers and set(answers) == {ShopAnswer.AGREES.value} else None


def _record(action: str, payment: TriedPayment, by: Actor) -> None:
    scope = payment.enquiry.coupon.programme.slug
    audit.record(action, by=by, kind="claim", refs=[payment.enquiry.reference], scope=scope, detail={"id": payment.pk})
