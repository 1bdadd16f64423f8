"""Addresses end on their day. What proves the sending stays: the masked address, its hash, the text, the steps."""

from __future__ import annotations

import time
from math import inf
from typing import Any, Final

from django.db import transaction

from foundation.tables.updates import update_each
from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import now, today
from foundation.vault import masking, retention
from foundation.vault.retention import RetentionClass
from foundation.vault.sealing import SealError
from notifications.envelope import open_envelope
from notifications.models import DeliveryReport, Message
from notifications.states import MESSAGE_MOVES, Channel, MessageState

ADDRESSES: Final = retention.register(
    RetentionClass(
        "message_addresses",
        "メッセージの宛先",
        "Addresses of messages",
        "the day the message was written",
        5 * 365,
        "メッセージを作成した日",
    )
)
CHUNK: Final = 1_000
UNREADABLE_ADDRESS: Final = "＊"
ENDED: Final = tuple(state for state, after in MESSAGE_MOVES.items() if after <= {MessageState.DELIVERED.value})
"""States after which nothing is sent any more."""


def purge_addresses(*, by: Actor, dry_run: bool = False, seconds: float = inf) -> int:
    """Erase the addresses whose time is over, of messages that nothing more becomes of; how many.

    `dry_run`: count, and erase nothing. `seconds`: begin no further chunk after that time.
    """
    until, done, last = ADDRESSES.started_by(today()), 0, time.monotonic() + seconds
    over = Message.objects.filter(purged_at=None, state__in=ENDED, recorded_at__date__lte=until).order_by("pk")
    if dry_run:
        return over.count()
    while time.monotonic() < last and (chunk := list(over[:CHUNK])):
        with transaction.atomic():
            masked = [(message.pk, _masked(message)) for message in chunk]
            gone: dict[str, Any] = {"address_sealed": b"", "purged_at": now()}
            done += update_each(Message, ("id",), ("address_masked",), masked, same=gone)
            record("addresses_purged", by=by, kind="message", refs=[str(message.reference) for message in chunk])
    return done


def purge_returned_mail(*, by: Actor, dry_run: bool = False) -> int:
    """Erase the texts of mails that came back, as they hold addresses; how many. What they said stays."""
    until = ADDRESSES.started_by(today())
    over = DeliveryReport.objects.filter(sealed=True, raw_purged_at=None, received_at__date__lte=until)
    if dry_run:
        return over.count()
    with transaction.atomic():
        gone = over.update(raw=b"", raw_purged_at=now())
        if gone:
            record(
                "returned_mail_purged", by=by, kind="delivery_report", refs=[until.isoformat()], detail={"mails": gone}
            )
    return gone


def purge_messages(*, by: Actor, dry_run: bool = False) -> int:
    """Both: all that the class of addresses covers; how many."""
    return purge_addresses(by=by, dry_run=dry_run) + purge_returned_mail(by=by, dry_run=dry_run)


def _masked(message: Message) -> str:
    try:
        address = open_envelope(message).address
    except SealError:
        # Nobody can read it any more; that must not keep all the others.
        return UNREADABLE_ADDRESS
    return masking.email(address) if message.channel == Channel.EMAIL else masking.phone(address)
