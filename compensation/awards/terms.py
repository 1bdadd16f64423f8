"""The terms under which awards are made: one programme, its bulletin in force, one instant, one actor."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.conf import settings

from compensation.models import Bulletin as BulletinRow
from compensation.models import Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.periods import start_of
from compensation.sending import PURPOSE, SUBJECT, Sending, sender_of, sending_of
from compensation.texts import payout_wording, reminder_wording
from foundation.trail.actor import Actor
from notifications.outbox import NewMessage


class Announcement:
    """Messages of one route and channel: all but the recipient is the same.

    `purpose`: the first word of a payout, or a reminder of its last day, for which the sending has to name one.
    """

    def __init__(
        self, rules: Bulletin, sending: Sending, channel: str, at: datetime, *, purpose: str = PURPOSE
    ) -> None:
        self._scope, self._purpose = rules.programme, purpose
        self._channel = channel
        self._sender = sender_of(rules, channel)
        wording = payout_wording if purpose == PURPOSE else reminder_wording
        self._wording = wording(rules, channel, sending.receipt, on_site=sending.chosen_on_site)
        self._on_site = sending.chosen_on_site
        self._due_at = start_of(sending.planned_on) if sending.planned_on else at
        self._valid_until = sending.receipt.too_late_from

    def message(self, number: str, url: str, address: str, yen: int, mailing_id: int | None) -> NewMessage:
        """What tells of the payout of this number; with a mailing it waits for the release of that."""
        text = self._wording.with_link(f"{settings.SITE_URL}/status/" if self._on_site else url)
        return NewMessage(
            self._scope, SUBJECT, number, self._purpose, self._channel, address, text.body, text.version, text.title,
            self._sender, text.parts, yen, mailing_id, due_at=self._due_at, valid_until=self._valid_until,
        )  # fmt: skip


class Terms:
    """One programme and one route at work.

    `as_of` is the instant that is decided on, `at` the portal's time of writing it down; `received` when the one claim
    came in that they are for, where they are for one.
    """

    def __init__(
        self,
        bulletin: BulletinRow,
        rules: Bulletin,
        route: str,
        *,
        as_of: datetime,
        at: datetime,
        by: Actor,
        received: datetime | None = None,
    ) -> None:
        self.bulletin, self.rules, self.route = bulletin, rules, route
        self.as_of, self.at, self.by, self._received = as_of, at, by, received
        self._announcements: dict[str, Announcement] = {}

    @property
    def programme(self) -> Programme:
        """Whose money it is."""
        return self.bulletin.programme

    @cached_property
    def sending(self) -> Sending | None:
        """How the bulletin announces payouts of this route; None where it has no such route."""
        return sending_of(self.rules, self.route, self._received)

    @cached_property
    def _loss_prefix(self) -> str:
        incident = self.programme.incident
        return f"{incident.slug if incident else ''}:{self.programme.slug}:"

    def loss_key(self, inquiry_number: str) -> str:
        """The natural key of what one coupon lost in the incident: unique over all routes and claims."""
        return self._loss_prefix + inquiry_number

    def announcement(self, sending: Sending, channel: str) -> Announcement:
        """The messages of this channel."""
        if channel not in self._announcements:
            self._announcements[channel] = Announcement(self.rules, sending, channel, self.at)
        return self._announcements[channel]
