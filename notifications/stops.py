"""The stop of everything, or of one programme: set by one person, read in the claim itself, lifted by a person."""

from __future__ import annotations

from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from foundation.trail.actor import Actor
from foundation.trail.audit import record
from foundation.trail.clock import now
from notifications.gates import shift_due
from notifications.models import SendingStop

EVERYTHING: Final = "*"
"""How the audit log names the stop of everything."""


class StopError(Exception):
    """The stop cannot be set or lifted; `ja` and `en` say why."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def standing() -> QuerySet[SendingStop]:
    """The stops that hold now."""
    return SendingStop.objects.filter(lifted_at=None).order_by("pk")


def stop(scope: str, because: str, *, by: Actor) -> SendingStop:
    """Nothing of this scope ("": of any) is claimed or written ahead from now on. Raises StopError."""
    if not because.strip():
        raise StopError("理由を入力してください。", "Give a reason.")
    try:
        with transaction.atomic():
            made = SendingStop.objects.create(scope=scope, at=now(), by=by.ref, because=because.strip())
            record("sending_stopped", by=by, kind="sending", refs=[scope or EVERYTHING], scope=scope)
    except IntegrityError as error:
        raise StopError("すでに停止しています。", "It is stopped already.") from error
    return made


def lift(scope: str, *, by: Actor) -> None:
    """Let it go on; what waited counts as due from now. Raises StopError where nothing of this scope is stopped."""
    with transaction.atomic():
        if not standing().filter(scope=scope).update(lifted_at=now(), lifted_by=by.ref):
            raise StopError("停止していません。", "It is not stopped.")
        shift_due(Q(scope=scope) if scope else Q())
        record("sending_resumed", by=by, kind="sending", refs=[scope or EVERYTHING], scope=scope)
