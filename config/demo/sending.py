"""The mailings of the demonstration that are due: prepared by one supervisor, released by another, seen on their way.

Each stands at another stage, so that there is something to see of each: mailings.toml says which.
"""

from __future__ import annotations

import asyncio
import tomllib
from pathlib import Path

from compensation.releases import PURPOSE, prepare_payout_mailing, release_payout_mailing
from foundation.staff.models import User
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications import mailings
from notifications.channels.chosen import carriers
from notifications.dispatch import Dispatcher
from notifications.models import Mailing
from notifications.origin import usual_mark
from notifications.pace import usual
from notifications.states import MailingStage, MailingState

SENDING_SECONDS = 20.0
FILE = Path(__file__).parent / "mailings.toml"


def release_due_mailings(one: User, other: User) -> dict[str, int]:
    """Release every open mailing whose planned day has come; messages by programme. The others wait for people."""
    stages = tomllib.loads(FILE.read_text(encoding="utf-8"))
    due = Mailing.objects.filter(state=MailingState.OPEN, purpose=PURPOSE, planned_on__lte=clock.today())
    return {
        mailing.scope: _release(mailing, one, other, stages.get(mailing.scope, {})) for mailing in due.order_by("scope")
    }


def _release(mailing: Mailing, one: User, other: User, stage: dict[str, str]) -> int:
    """One mailing released; `stage` may say why a supervisor goes on with the whole of it, or stops it."""
    prepare_payout_mailing(mailing, by=Actor.of_user(one))
    released = release_payout_mailing(mailing, by=Actor.of_user(other))
    if because := stage.get("proceed"):
        _go_on(mailing, because, Actor.of_user(other))
    if because := stage.get("pause"):
        # Its first few have gone before somebody stops it.
        asyncio.run(Dispatcher(carriers(), usual(), mark=usual_mark()).run(until_empty=True, seconds=SENDING_SECONDS))
        mailings.pause(mailing, by=Actor.of_user(one), because=because)
    return released.count


def _go_on(mailing: Mailing, because: str, by: Actor) -> None:
    while Mailing.objects.exclude(stage=MailingStage.WHOLE).filter(pk=mailing.pk).exists():
        mailings.proceed(mailing, because=because, by=by)
