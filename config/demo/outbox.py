"""What went out, as whoever got it reads it: newest first, found by number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from claims.models import Claim
from claims.state_words import MESSAGE
from compensation.models import Coupon, Payout
from foundation.japan.bilingual import choose
from foundation.japan.numbers import code
from foundation.japan.phone import national
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.states import Channel, MessageState

PAGE = 20
# Whatever a provider took: what became of it afterwards does not take it back.
SENT = (
    MessageState.ACCEPTED,
    MessageState.DELIVERED,
    MessageState.UNDELIVERED,
    MessageState.EXPIRED,
)
WAITING = (MessageState.PLANNED, MessageState.READY, MessageState.LEASED, MessageState.SENDING)


class Piece(NamedTuple):
    """Part of a text; `leads_to` is the path of a link to this portal, at whatever port it serves today."""

    text: str
    leads_to: str = ""


@dataclass(frozen=True)
class Letter:
    """One message as its recipient sees it."""

    channel: str
    sender: str
    to: str
    title: str
    pieces: list[Piece]
    sent_at: datetime
    state: str
    about: str
    programme: str


@dataclass(frozen=True)
class Outbox:
    """A page of letters; `older` is where the next page begins, None at the end."""

    letters: list[Letter]
    waiting: int
    older: int | None


def read_outbox(typed: str, before: int | None) -> Outbox:
    """The newest letters about a number, or all; nothing of this is a person's, so no view is written down."""
    found = _about(typed) if typed.strip() else Message.objects.all()
    sent = found.filter(state__in=SENT, attempts__isnull=False).annotate(last=Max("attempts__id"))
    rows = list((sent.filter(last__lt=before) if before else sent).order_by("-last")[: PAGE + 1])
    shown, more = rows[:PAGE], len(rows) > PAGE
    return Outbox(
        letters=[_letter(message) for message in shown],
        waiting=found.filter(state__in=WAITING).count(),
        older=shown[-1].last if more else None,
    )


def _about(typed: str) -> QuerySet[Message]:
    """Messages about a payout, a claim or a coupon of this number, as people type it."""
    number = code(typed)
    coupons = Coupon.objects.filter(inquiry_number=number)
    payouts = Payout.objects.filter(
        Q(number__in=[typed.strip(), number]) | Q(lines__entitlement__loss__coupon__in=coupons)
    )
    claims = Claim.objects.filter(Q(coupons__inquiry_number=number) | Q(number=typed.strip()))
    return Message.objects.filter(
        Q(subject_kind="payout", subject_ref__in=payouts.values("number"))
        | Q(subject_kind="claim", subject_ref__in=claims.values("number"))
    )


def _letter(message: Message) -> Letter:
    envelope = open_envelope(message)
    return Letter(
        channel=message.channel,
        sender=message.sender,
        to=national(envelope.address) if message.channel == Channel.SMS else envelope.address,
        title=envelope.title,
        pieces=list(_pieces(envelope.body)),
        sent_at=message.attempts.latest("number").started_at,
        state=choose(*MESSAGE[message.state]),
        about=message.subject_ref if message.subject_kind == "payout" else "",
        programme=message.scope,
    )


def _pieces(body: str) -> Iterator[Piece]:
    host = re.escape(urlsplit(settings.SITE_URL).hostname or "localhost")
    links, end = re.compile(rf"https?://{host}(?::\d+)?(/[\w/\-]*)"), 0
    for link in links.finditer(body):
        yield Piece(body[end : link.start()])
        yield Piece(link[0], leads_to=link[1])
        end = link.end()
    yield Piece(body[end:])
