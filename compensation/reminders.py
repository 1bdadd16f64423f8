"""Reminders before the last day to collect: at most two, never to one who has chosen, off where a programme wants none.

They gather in mailings of their own, a few days ahead, so that two people can prepare and release them in time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Min, QuerySet

from compensation import links
from compensation.awards.terms import Announcement
from compensation.deadline_words import receipt_of
from compensation.models import Payout, PayoutLink, Programme
from compensation.payouts import AWAITED, NOT_NEEDED
from compensation.programmes import rules_of
from compensation.sending import PURPOSE, REMINDERS, SUBJECT, sending_of
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.envelope import open_envelope
from notifications.mailings import open_mailing
from notifications.models import Message
from notifications.states import MessageState
from notifications.transitions import move

AHEAD: Final = 3
"""Days before a reminder is to go, in which its mailing is prepared and released."""
AFTER_A_WORD: Final = timedelta(days=7)
"""Whoever was told so lately needs no reminder yet."""
CHUNK: Final = 500
_REACHED: Final = (MessageState.DELIVERED, MessageState.ACCEPTED)


class Turn(NamedTuple):
    """The one reminder whose time it is for payouts that end `after` one day and not `later` than another.

    It goes `days` before the last day to collect.
    """

    purpose: str
    days: int
    after: date
    latest: date


def turns(today: date, days: Sequence[int]) -> list[Turn]:
    """Which last days each reminder is for, seen from a day; no last day belongs to two of them."""
    found = []
    for place, before in enumerate(days):
        following = days[place + 1] + AHEAD if place + 1 < len(days) else 0
        latest = today + timedelta(days=before + AHEAD)
        found.append(Turn(REMINDERS[place], before, today + timedelta(days=following), latest))
    return found


def plan_reminders(*, by: Actor) -> dict[str, int]:
    """Write every reminder whose time it is, into open mailings; how many by programme. Again, it writes none."""
    planned = dict[str, int]()
    wanted = Programme.objects.filter(kind="coupon").exclude(slug__in=settings.REMINDERS_OFF)
    for programme in wanted.order_by("slug"):
        for turn in turns(clock.today(), settings.REMINDER_DAYS):
            number = _plan_turn(programme, turn, by)
            if number:
                planned[programme.slug] = planned.get(programme.slug, 0) + number
    return planned


def drop_needless(numbers: Sequence[str], *, by: Actor) -> int:
    """Take reminders back whose payouts nobody has to choose a method for any more; how many."""
    dropped = 0
    for start in range(0, len(numbers), CHUNK):
        ended = Payout.objects.filter(number__in=numbers[start : start + CHUNK]).exclude(state__in=AWAITED)
        about = Message.objects.filter(subject_kind=SUBJECT, purpose__in=REMINDERS)
        ids = about.filter(subject_ref__in=ended.values("number")).values_list("pk", flat=True)
        dropped += len(move(ids, MessageState.CANCELLED, cause=NOT_NEEDED, by=by))
    return dropped


def _plan_turn(programme: Programme, turn: Turn, by: Actor) -> int:
    waiting = Payout.objects.filter(
        programme=programme, state__in=AWAITED, collect_by__gt=turn.after, collect_by__lte=turn.latest
    )
    firsts = dict(waiting.order_by("route").values_list("route").annotate(first=Min("collect_by")))
    return sum(_plan_route(waiting.filter(route=route), route, first, turn, by) for route, first in firsts.items())


def _plan_route(waiting: QuerySet[Payout], route: str, first: date, turn: Turn, by: Actor) -> int:
    planned_on = max(first - timedelta(days=turn.days), clock.today())
    planned, last = 0, 0
    while chunk := list(_unreminded(waiting, turn.purpose).filter(pk__gt=last).values_list("pk", flat=True)[:CHUNK]):
        last = chunk[-1]
        with transaction.atomic():
            held = waiting.filter(pk__in=chunk).select_for_update(of=("self",))
            news = list(_messages(list(_unreminded(held, turn.purpose)), turn.purpose))
            if news:
                mailing = open_mailing(news[0].scope, route, turn.purpose, planned_on, "", clock.now())
                outbox.plan([new._replace(mailing_id=mailing.pk) for new in news], by=by)
        planned += len(news)
    return planned


def _unreminded(payouts: QuerySet[Payout], purpose: str) -> QuerySet[Payout]:
    said = Message.objects.filter(subject_kind=SUBJECT, purpose=purpose).values("subject_ref")
    return payouts.exclude(number__in=said).select_related("bulletin__programme", "programme").order_by("pk")


def _messages(payouts: list[Payout], purpose: str) -> Iterable[outbox.NewMessage]:
    live = PayoutLink.objects.filter(payout__in=payouts, ended_at__isnull=True, locked_at__isnull=True)
    by_payout = {link.payout_id: link for link in live}
    reached = _reached([payout.number for payout in payouts])
    for payout in payouts:
        last, link = reached.get(payout.number), by_payout.get(payout.pk)
        if last is None or link is None:
            continue
        sending = sending_of(rules_of(payout.bulletin), payout.route)
        if sending is None or payout.collect_by is None:
            continue
        dated = sending._replace(receipt=receipt_of(payout))
        announced = Announcement(rules_of(payout.bulletin), dated, last.channel, clock.now(), purpose=purpose)
        address = open_envelope(last).address
        yield announced.message(payout.number, links.url_of(link), address, payout.yen, None)


def _reached(numbers: list[str]) -> dict[str, Message]:
    """The last message that told of each payout and arrived, where that is some days ago."""
    about = Message.objects.filter(subject_kind=SUBJECT, subject_ref__in=numbers, purpose=PURPOSE)
    arrived = about.filter(state__in=_REACHED, purged_at=None).annotate(begun=Min("attempts__started_at"))
    before: datetime = clock.now() - AFTER_A_WORD
    return {message.subject_ref: message for message in arrived.filter(begun__lte=before).order_by("pk")}
