"""What became of the messages that tell of payouts: proven failure goes to the other channel, else to a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from compensation import links, referrals
from compensation.contacts import Contact
from compensation.models import Coupon, NewsCursor, Payout, PayoutLink, Referral
from compensation.payouts import AWAITED
from compensation.programmes import rules_of
from compensation.reissue import link_message
from compensation.sending import PURPOSE, SUBJECT, address_for, sending_of
from compensation.states import PayeeKind, SubjectKind
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.models import Message
from notifications.news import News, outcomes_after
from notifications.states import MessageState

READER: Final = "payouts"
AT_ONCE: Final = 500
ARRIVED_AFTER_ALL: Final = "the message arrived after all"
FAILED: Final = frozenset({MessageState.UNDELIVERED, MessageState.EXPIRED, MessageState.REJECTED})
ENDED: Final = FAILED | {MessageState.CANCELLED}

ContactOf = Callable[[Payout], Contact | None]
"""How the applicant of a payout can be reached, which this room does not know."""
Beside = Callable[[Sequence[News], Actor], Counter[str]]
"""What the same news mean to the rooms above, in the same transaction; how many of which kind."""


def nothing_beside(_: Sequence[News], __: Actor) -> Counter[str]:
    """Nobody else reads the news."""
    return Counter()


def follow(applicant: ContactOf, *, by: Actor, beside: Beside = nothing_beside) -> Counter[str]:
    """Read all news since the last time and do what follows; how many of which kind. Any number may run."""
    done = Counter[str]()
    while (chunk := _follow_some(applicant, by, beside)) is not None:
        done += chunk
    return done


def contact_of_account(payout: Payout) -> Contact | None:
    """What is registered for an app account; None where its coupons differ."""
    coupons = _coupons(payout).values_list("app_phone", "app_email").distinct()
    found = {Contact(phone or "", email or "") for phone, email in coupons}
    return found.pop() if len(found) == 1 else None


def _follow_some(applicant: ContactOf, by: Actor, beside: Beside) -> Counter[str] | None:
    NewsCursor.objects.get_or_create(reader=READER)
    with transaction.atomic():
        place = NewsCursor.objects.select_for_update().get(reader=READER)
        news = outcomes_after(place.cursor, limit=AT_ONCE)
        if not news:
            return None
        done = beside(news, by)
        for number, state in _last_words(news).items():
            if what := _answer(number, state, applicant, by):
                done[what] += 1
        NewsCursor.objects.filter(pk=place.pk).update(cursor=news[-1].cursor)
    return done


def _last_words(news: Iterable[News]) -> dict[str, str]:
    """The last word on each payout's messages."""
    return {each.subject_ref: each.state for each in news if (each.subject_kind, each.purpose) == (SUBJECT, PURPOSE)}


def _answer(number: str, state: str, applicant: ContactOf, by: Actor) -> str:
    if state not in FAILED | {MessageState.HELD, MessageState.DELIVERED}:
        return ""
    # The payout's row is the lock: a person may send a new link at the same moment.
    payout = Payout.objects.select_for_update().filter(number=number, state__in=AWAITED).first()
    if payout is None:
        return ""
    said = list(Message.objects.filter(subject_kind=SUBJECT, subject_ref=number, purpose=PURPOSE).order_by("pk"))
    if any(message.state == MessageState.DELIVERED for message in said):
        return _arrived(payout, by)
    if state == MessageState.HELD:
        return _refer(payout, referrals.MESSAGE_HELD, by)
    if not all(message.state in ENDED for message in said):
        return ""
    return _other_channel(payout, said, applicant, by) or _refer(payout, referrals.UNDELIVERED, by)


def _other_channel(payout: Payout, said: list[Message], applicant: ContactOf, by: Actor) -> str:
    """Plan the message by a channel that was not tried; "" where there is none, or the bulletin allows none."""
    rules = rules_of(payout.bulletin)
    sending = sending_of(rules, payout.route)
    link = PayoutLink.objects.filter(payout=payout, ended_at__isnull=True).first()
    contact = contact_of_account(payout) if _is_account(payout) else applicant(payout)
    if sending is None or link is None or contact is None:
        return ""
    tried = {message.channel for message in said}
    for channel in sending.channels:
        address = address_for(channel, contact)
        if channel in tried or not address:
            continue
        message = link_message(payout, rules, channel, address, links.url_of(link))
        if message is not None:
            outbox.plan([message], by=by)
            return "other_channel"
    return ""


def _refer(payout: Payout, reason: str, by: Actor) -> str:
    claim = None if _is_account(payout) else _claim_id(payout)
    if claim is not None:
        referrals.refer_claim(payout.programme_id, claim, reason, "", by=by)
    else:
        first = _coupons(payout).order_by("pk").values_list("pk", flat=True)[:1]
        referrals.refer_coupons(list(first), reason, "", by=by)
    return "referred"


def _arrived(payout: Payout, by: Actor) -> str:
    """A late report says that it arrived: whoever was to look into it need not."""
    about = Q(coupon__in=_coupons(payout)) if _is_account(payout) else Q(about_claim=_claim_id(payout))
    waiting = Referral.objects.filter(about, reason__in=[referrals.UNDELIVERED, referrals.MESSAGE_HELD])
    closed = referrals.close(
        waiting.filter(closed_at=None).values_list("pk", flat=True), because=ARRIVED_AFTER_ALL, by=by
    )
    return "arrived_after_all" if closed else ""


def _is_account(payout: Payout) -> bool:
    return payout.payee.kind == PayeeKind.APP_ACCOUNT


def _coupons(payout: Payout) -> QuerySet[Coupon]:
    return Coupon.objects.filter(losses__entitlements__payout_lines__payout=payout).distinct()


def _claim_id(payout: Payout) -> int | None:
    """The claim that the payout answers, as the decision behind it names it."""
    lines = payout.lines.filter(entitlement__line__decision__subject_kind=SubjectKind.CLAIM)
    return lines.values_list("entitlement__line__decision__subject_id", flat=True).first()
