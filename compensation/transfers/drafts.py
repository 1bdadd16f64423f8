"""What was typed for a transfer and not sent yet: kept sealed, so that closing the browser loses nothing."""

from __future__ import annotations

import json
from typing import NamedTuple

from compensation.transfers.models import TransferDraft
from foundation.trail import clock
from foundation.vault.sealing import open_sealed, seal

Typed = dict[str, list[str]]


class Subject(NamedTuple):
    """What a transfer is asked for: a payout, a claim, an agreement; at the desk also by whom."""

    kind: str
    ref: str


def save(subject: Subject, typed: Typed) -> None:
    """Keep what was typed last, in place of what was typed before."""
    blob = seal(json.dumps(typed, ensure_ascii=False), bound_to=_binding(subject))
    TransferDraft.objects.update_or_create(
        subject_kind=subject.kind,
        subject_ref=subject.ref,
        defaults={"typed_sealed": blob, "saved_at": clock.now()},
    )


def typed_for(subject: Subject) -> Typed:
    """What was typed; nothing where nothing was kept. Raises SealError where the row was altered."""
    found = TransferDraft.objects.filter(subject_kind=subject.kind, subject_ref=subject.ref).first()
    if found is None:
        return {}
    kept: Typed = json.loads(open_sealed(found.typed_sealed, bound_to=_binding(subject)))
    return kept


def forget(subject: Subject) -> None:
    """Once it was sent, it is kept in the request alone."""
    TransferDraft.objects.filter(subject_kind=subject.kind, subject_ref=subject.ref).delete()


def _binding(subject: Subject) -> str:
    return f"transfer.draft:{subject.kind}:{subject.ref}"
