"""Is a link one that we sent? Found by its token's hash, proved by the message that carried it; nothing is opened."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Final, NamedTuple
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Min

from compensation.models import PayoutLink
from compensation.sending import SUBJECT
from foundation.japan.dates import day_in_japan
from foundation.vault.tokens import SIGNS, TOKEN_LENGTH, new_token, token_hash
from notifications.envelope import Envelope, opened, seal_envelope
from notifications.models import Message
from notifications.states import MessageState

_S = MessageState
HANDED_OVER: Final = (_S.SENDING, _S.ACCEPTED, _S.DELIVERED, _S.UNDELIVERED, _S.EXPIRED, _S.UNKNOWN, _S.HELD)
"""States of a message that a provider may have passed on."""
_LINK: Final = re.compile(rf"/r/([{SIGNS}]{{{TOKEN_LENGTH}}})")


_LINK_ALONE: Final = re.compile(r"(?P<scheme>[a-zA-Z]+)://(?P<host>[^/?#]+)/r/(?P<token>[^/?#]+)/?")


class SentLink(NamedTuple):
    """The day in Japan on which the message left, and how it travelled."""

    day: date
    channel: str


def sent_link(text: str) -> SentLink | None:
    """What is known of a link, or of the code at its end; None for anything that no message of ours carried.

    Links that were replaced count as well: they were sent. A link has to be ours to the last sign, so that a foreign
    address with a genuine code at its end is not taken for one. The same steps are taken for what is not found.
    """
    digest = token_hash(_token(text))
    row = PayoutLink.objects.filter(token_hash=digest).values_list("payout__number").first()
    messages = Message.objects.filter(subject_kind=SUBJECT, subject_ref=row[0] if row else "", state__in=HANDED_OVER)
    columns = ("reference", "channel", "address_sealed", "body_sealed")
    found = list(messages.annotate(left_at=Min("attempts__started_at")).values_list(*columns, "left_at"))
    for reference, channel, address, body, left_at in found or [_nobodys()]:
        if left_at is not None and digest in _tokens_in(opened(reference, channel, address, body).body):
            return SentLink(day_in_japan(left_at), channel)
    return None


def _tokens_in(body: str) -> set[bytes]:
    return {token_hash(token) for token in _LINK.findall(body)}


@lru_cache(maxsize=1)
def _nobodys() -> tuple[UUID, str, bytes, bytes, datetime]:
    """A message that no link leads to: opened for those that are not found, so that nothing is told by the time."""
    reference, body = uuid4(), f"{settings.SITE_URL}/r/{new_token()}"
    envelope = seal_envelope(reference, "sms", Envelope("", "", body))
    return reference, "sms", envelope.address_sealed, envelope.body_sealed, datetime.now(UTC)


def _token(text: str) -> str:
    """The code of a link of ours, or a bare code as it was typed; "" for any other address."""
    bare = "".join(text.split())
    if not {"/", ":", "."} & set(bare):
        return bare
    ours, link = urlsplit(settings.SITE_URL), _LINK_ALONE.fullmatch(bare)
    if link is None or (link["scheme"].lower(), link["host"].lower()) != (ours.scheme, ours.netloc.lower()):
        return ""
    return link["token"]
