"""Collecting a payout: the further question, the choice, the codes.

A link alone does not pay. It leads to a question that the address of its message does not answer; five wrong
answers lock the link, and a person at the call centre unlocks it or issues another.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from enum import Enum
from typing import Final

from django.db import transaction
from django.db.models import F, Q

from compensation import payouts
from compensation.gifts import stock
from compensation.models import Coupon, Payout, PayoutLink
from compensation.states import PayoutState
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, fold
from foundation.japan.phone import parse
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.hashing import keyed_hash
from notifications.models import Message
from notifications.states import Channel, MessageState

MISSES_ALLOWED: Final = 5


class Answer(Enum):
    """What became of an answer to the further question."""

    RIGHT = "right"
    WRONG = "wrong"
    LOCKED = "locked"


class CollectionError(Exception):
    """The payout cannot be collected in this way now; `reason` names the sentence for its holder."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def ends_at(collect_by: date) -> datetime:
    """The instant at which a last day to collect has ended, in Japan."""
    return datetime.combine(collect_by + timedelta(days=1), time(), tzinfo=clock.JST)


def is_over(payout: Payout, at: datetime) -> bool:
    """Has the last day to collect ended? Where the bulletin states none, never."""
    if payout.collect_until is not None:
        return at >= payout.collect_until
    return payout.collect_by is not None and at >= ends_at(payout.collect_by)


def answer(link: PayoutLink, text: str, *, by: Actor) -> Answer:
    """Test an answer to the further question; the fifth wrong one locks the link."""
    with transaction.atomic():
        current = PayoutLink.objects.select_for_update(of=("self",)).select_related("payout__payee").get(pk=link.pk)
        if current.locked_at is not None or current.ended_at is not None:
            return Answer.LOCKED
        if not _answers(current.payout, text):
            return _miss(current, by)
        _open(current, by)
    return Answer.RIGHT


def _open(link: PayoutLink, by: Actor) -> None:
    PayoutLink.objects.filter(pk=link.pk).update(misses=0)
    if link.payout.state == PayoutState.RELEASED:
        payouts.move([link.payout_id], PayoutState.OPENED, cause="question answered", by=by)


def _miss(link: PayoutLink, by: Actor) -> Answer:
    locks = link.misses + 1 >= MISSES_ALLOWED
    PayoutLink.objects.filter(pk=link.pk).update(misses=F("misses") + 1, locked_at=clock.now() if locks else None)
    if locks:
        audit.record("locked", by=by, kind="payout", refs=[link.payout.number], detail={"misses": MISSES_ALLOWED})
    return Answer.LOCKED if locks else Answer.WRONG


def unlock(payout: Payout, *, by: Actor) -> None:
    """Let the holder answer again; a person has made sure who is asking."""
    with transaction.atomic():
        live = PayoutLink.objects.filter(payout=payout, ended_at__isnull=True, locked_at__isnull=False)
        if live.update(misses=0, locked_at=None):
            audit.record("unlocked", by=by, kind="payout", refs=[payout.number])


def _answers(payout: Payout, text: str) -> bool:
    """Does the text name a coupon of the payout, or in full the contact to which the message did not go?"""
    typed = code(text)
    if not typed:
        return False
    coupons = Coupon.objects.filter(losses__entitlements__payout_lines__payout=payout)
    by_number = Q(inquiry_number=typed) | (Q(charge_code=typed) & ~Q(charge_code=""))
    return coupons.filter(by_number).exists() or _other_contact(payout, text)


def _other_contact(payout: Payout, text: str) -> bool:
    """A telephone number where the link went by e-mail, an e-mail address where it went by SMS."""
    others = other_contacts(payout)
    by_phone = Channel.SMS in others and _same(payout.payee.phone_hash, _phone(text), "phone")
    by_email = Channel.EMAIL in others and _same(payout.payee.email_hash, fold(text).lower(), "email")
    return by_phone or by_email


def other_contacts(payout: Payout) -> frozenset[str]:
    """By channel the holder's contacts to which no message of this payout went: those that answer the question."""
    about = Message.objects.filter(subject_kind="payout", subject_ref=payout.number)
    kept = {Channel.SMS.value: payout.payee.phone_hash, Channel.EMAIL.value: payout.payee.email_hash}
    # One that was taken back before anybody tried to send it went nowhere.
    sent = set(about.exclude(state=MessageState.CANCELLED, tries=0).values_list("channel", flat=True))
    return frozenset(channel for channel, known in kept.items() if known is not None and channel not in sent)


def has_charge_code(payout: Payout) -> bool:
    """Whether any of its coupons has a charge code that would answer the question."""
    coupons = Coupon.objects.filter(losses__entitlements__payout_lines__payout=payout)
    return coupons.exclude(charge_code="").exists()


def _same(kept: bytes | memoryview | None, value: str, purpose: str) -> bool:
    return kept is not None and value != "" and bytes(kept) == keyed_hash(value, purpose=purpose)


def _phone(text: str) -> str:
    try:
        return parse(text).e164
    except UnreadableError:
        return ""


def collect(payout: Payout, method: str, *, by: Actor) -> None:
    """Choose a method and hand out its codes, once: a second press finds the payout fulfilled and changes nothing.

    Raises CollectionError with `over`, `not_open` or `out_of_stock`; nothing has then changed.
    """
    try:
        with transaction.atomic():
            _collect(payout.pk, method, by)
    except stock.OutOfStockError as error:
        raise CollectionError("out_of_stock") from error


def _collect(pk: int, method: str, by: Actor) -> None:
    at = clock.now()
    payout = Payout.objects.select_for_update(of=("self",)).get(pk=pk)
    if payout.state == PayoutState.FULFILLED:
        return
    if is_over(payout, at):
        raise CollectionError("over")
    if payout.state != PayoutState.OPENED:
        raise CollectionError("not_open")
    stock.assign(payout, method, at=at, today=clock.today())
    Payout.objects.filter(pk=pk).update(method=method)
    payouts.move([pk], PayoutState.CHOSEN, cause=f"chose {method}", by=by)
    payouts.move([pk], PayoutState.FULFILLED, cause="codes handed out", by=by)


def lapse(at: datetime, *, by: Actor) -> int:
    """End what nobody collected by its last day; returns how many. What was never delivered is left to a person."""
    last_ended_day = at.astimezone(clock.JST).date() - timedelta(days=1)
    ended = Q(collect_until__lte=at) | Q(collect_until__isnull=True, collect_by__lte=last_ended_day)
    due = Payout.objects.filter(ended, state__in=[PayoutState.RELEASED, PayoutState.OPENED]).order_by("id")
    delivered = Message.objects.filter(subject_kind="payout", state="delivered").values("subject_ref")
    pks = list(due.filter(Q(number__in=delivered) | Q(state=PayoutState.OPENED)).values_list("pk", flat=True))
    payouts.move(pks, PayoutState.LAPSED, cause="not collected in time", by=by)
    return len(pks)
