"""The one door through which a request for a transfer changes its state."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from compensation.transfers.models import TransferRequest, TransferTransition
from compensation.transfers.states import TRANSFER_MOVES, TransferState
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class TransferError(Exception):
    """A request is refused, or cannot be moved; says why and what to do."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def begun(request: TransferRequest, *, by: Actor) -> TransferRequest:
    """Write down that a new request was asked for, in the caller's transaction."""
    _note(request, "", TransferState.REQUESTED, "asked for", by)
    return request


def move(request: TransferRequest, to: TransferState, *, cause: str, by: Actor, **fields: Any) -> TransferRequest:
    """Move a request; one that stands there already stays as it is. `fields` are written in the same statement.

    Raises TransferError where its state does not allow it.
    """
    with transaction.atomic():
        row = locked(request)
        if row.state == to:
            return row
        if to not in TRANSFER_MOVES[row.state]:
            raise TransferError(
                "ほかの人の操作で状態が変わっています。画面を開き直してください。",
                "Somebody moved it on meanwhile. Please open the page again.",
            )
        came_from, row.state = row.state, to
        for name, value in fields.items():
            setattr(row, name, value)
        row.save(update_fields=["state", *fields])
        _note(row, came_from, to, cause, by)
    return row


def locked(request: TransferRequest) -> TransferRequest:
    """The row as it stands, locked in the caller's transaction."""
    rows = TransferRequest.objects.select_for_update(of=("self",))
    return rows.select_related("programme", "bulletin__programme", "payout", "arrangement").get(pk=request.pk)


def _note(row: TransferRequest, came_from: str, to: str, cause: str, by: Actor) -> None:
    at = clock.now()
    TransferTransition.objects.create(
        request=row, from_state=came_from, to_state=to, cause=cause[:200], at=at, actor=by.ref
    )
    audit.record(f"transfer.{to}", by=by, kind="transfer", refs=[str(row.reference)], scope=row.programme.slug)
