"""The mailings of the demonstration that are due: prepared by one supervisor, released by another."""

from __future__ import annotations

from compensation.releases import PURPOSE, prepare_payout_mailing, release_payout_mailing
from foundation.staff.models import User
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.models import Mailing
from notifications.states import MailingState


def release_due_mailings(one: User, other: User) -> dict[str, int]:
    """Release every open mailing whose planned day has come; messages by programme. The others wait for people."""
    due = Mailing.objects.filter(state=MailingState.OPEN, purpose=PURPOSE, planned_on__lte=clock.today())
    return {mailing.scope: _release(mailing, one, other) for mailing in due.order_by("scope")}


def _release(mailing: Mailing, one: User, other: User) -> int:
    prepare_payout_mailing(mailing, by=Actor.of_user(one))
    return release_payout_mailing(mailing, by=Actor.of_user(other)).count
