"""A new link for whoever cannot use theirs: the old one ends, the new one goes to the same address."""

from __future__ import annotations

from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from compensation import links, receipt_periods
from compensation.awards.terms import Announcement
from compensation.deadline_words import receipt_of
from compensation.models import Payout
from compensation.policy.bulletin import Bulletin
from compensation.sending import PURPOSE, SUBJECT, sending_of
from compensation.states import PayoutState
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications import outbox
from notifications.envelope import open_envelope
from notifications.models import Message
from notifications.states import MessageState
from notifications.transitions import move

REISSUABLE: Final = frozenset({PayoutState.RELEASED, PayoutState.OPENED})


class CannotReissueError(Exception):
    """The payout has no link that could be replaced; `ja` and `en` say why."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def send_new_link(payout: Payout, rules: Bulletin, *, by: Actor) -> None:
    """End the live link and send a new one to the address that the last message went to, without another release.

    `rules` is the bulletin of the payout. Raises CannotReissueError; then nothing was changed.
    """
    with transaction.atomic():
        held = Payout.objects.select_for_update().get(pk=payout.pk)
        if held.state not in REISSUABLE:
            raise CannotReissueError(
                "送付済みで未受取の支払だけ、リンクを再発行できます。",
                "Only a released, uncollected payout gets a new link.",
            )
        last = _messages(payout).order_by("-generation", "-pk").first()
        if last is None or last.purged_at is not None:
            raise CannotReissueError(
                "送付先が記録されていないため、再発行できません。", "No address is on record to send a new link to."
            )
        link = links.reissue(held, by=by)
        receipt_periods.begin_anew([held.pk])
        move(_unsent(payout), MessageState.CANCELLED, cause="link reissued", by=by)
        held.refresh_from_db(fields=["collect_by"])
        outbox.plan([_message(held, rules, last, links.url_of(link))], by=by)


def _message(payout: Payout, rules: Bulletin, last: Message, url: str) -> outbox.NewMessage:
    new = link_message(payout, rules, last.channel, open_envelope(last).address, url)
    if new is None:
        raise CannotReissueError(
            "この経路の送付方法が、お知らせに定められていません。", "The notice names no way to send on this route."
        )
    return new._replace(generation=last.generation + 1)


def link_message(payout: Payout, rules: Bulletin, channel: str, address: str, url: str) -> outbox.NewMessage | None:
    """The message that tells one person of their payout, to go at once; None where the bulletin has no such route."""
    sending = sending_of(rules, payout.route)
    if sending is None:
        return None
    announced = Announcement(rules, sending._replace(receipt=receipt_of(payout)), channel, now())
    return announced.message(payout.number, url, address, payout.yen, None)._replace(due_at=now())


def _messages(payout: Payout) -> QuerySet[Message]:
    return Message.objects.filter(subject_kind=SUBJECT, subject_ref=payout.number, purpose=PURPOSE)


def _unsent(payout: Payout) -> list[int]:
    waiting = _messages(payout).filter(state__in=[MessageState.PLANNED, MessageState.READY])
    return list(waiting.values_list("pk", flat=True))
