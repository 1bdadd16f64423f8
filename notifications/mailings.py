"""Mass sendings: gathered open, frozen by one person, released by another."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from notifications.models import Mailing
from notifications.states import MailingState


def open_mailing(
    scope: str, route: str, purpose: str, planned_on: date | None, planned_text: str, at: datetime
) -> Mailing:
    """The mailing that gathers messages of this scope, route and purpose; its plan follows the one given last.

    Called in the transaction that inserts the messages: it holds the mailing, so that none is prepared between.
    """
    planned = {"planned_on": planned_on, "planned_text": planned_text}
    with transaction.atomic():
        mailing, made = Mailing.objects.select_for_update(no_key=True).get_or_create(
            scope=scope, route=route, purpose=purpose, state=MailingState.OPEN, defaults={**planned, "opened_at": at}
        )
        if not made and (mailing.planned_on, mailing.planned_text) != (planned_on, planned_text):
            Mailing.objects.filter(pk=mailing.pk).update(**planned)
            mailing.planned_on, mailing.planned_text = planned_on, planned_text
    return mailing
