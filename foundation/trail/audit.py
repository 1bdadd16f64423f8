"""Writing the audit log, in the transaction of the change it tells of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import transaction
from django.db.transaction import TransactionManagementError

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from foundation.trail.models import AuditEvent

BATCH: Final = 1_000


def record(
    action: str,
    *,
    by: Actor,
    kind: str,
    refs: Iterable[str],
    scope: str = "",
    detail: Mapping[str, Any] | None = None,
) -> int:
    """Write one entry for each subject in `refs`, all of one `kind`, and return how many.

    `scope` is the office or programme the subjects belong to. `detail` holds what changed, as JSON values and
    without personal data. Raises TransactionManagementError when no transaction is open: the
    entry would stand although the change it tells of might not.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError(f"{action} on {kind}: open the transaction of the change first")
    at = now()
    events = [
        AuditEvent(
            at=at,
            actor_kind=by.kind,
            actor_ref=by.ref,
            actor_label=by.label,
            action=action,
            subject_kind=kind,
            subject_ref=ref,
            scope=scope,
            detail=dict(detail or {}),
        )
        for ref in refs
    ]
    return len(AuditEvent.objects.bulk_create(events, batch_size=BATCH))


def viewed(*, by: Actor, kind: str, refs: Iterable[str], fields: Iterable[str], scope: str = "") -> int:
    """Write that somebody was shown personal data in full: which `fields` of which subjects."""
    with transaction.atomic():
        return record("viewed", by=by, kind=kind, refs=refs, scope=scope, detail={"fields": sorted(fields)})
