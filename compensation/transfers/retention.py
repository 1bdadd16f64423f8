"""How long the data of a transfer is kept: while it is needed to pay, then until the papers of the payment end."""

from __future__ import annotations

from datetime import date
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from compensation.transfers.models import TransferDraft, TransferRequest
from foundation.japan.dates import end_of
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.retention import RetentionClass, register

ENDED_REQUEST: Final = register(
    RetentionClass(
        "transfer_ended",
        "振込にならなかった依頼の口座と申請の項目",
        "account and items of a request that ended without a transfer",
        "the day on which the request was refused or withdrawn",
        90,
        "お断りした日、または取り下げた日",
    )
)
PAID_ACCOUNT: Final = register(
    RetentionClass(
        "transfer_account",
        "振込先の口座と申請の項目",
        "account and items of a transfer",
        "the day on which the request was listed for payment",
        5 * 365,
        "振込の予定に載せた日",
    )
)
DRAFT: Final = register(
    RetentionClass(
        "transfer_draft",
        "送信されていない振込の申請の入力",
        "what was typed for a transfer and never sent",
        "the day on which it was last saved",
        30,
        "最後に保存した日",
    )
)


def erase_over(today: date, *, by: Actor) -> tuple[int, int]:
    """Erase the sealed data whose class is over today; how many requests, and how many drafts."""
    with transaction.atomic():
        over = list(_over(today).select_related("programme"))
        keys = [row.pk for row in over]
        TransferRequest.objects.filter(pk__in=keys).update(details_sealed=None, erased_at=clock.now())
        for row in over:
            scope = row.programme.slug
            audit.record("transfer.erased", by=by, kind="transfer", refs=[str(row.reference)], scope=scope)
        drafts, _ = TransferDraft.objects.filter(saved_at__lt=end_of(DRAFT.started_by(today))).delete()
    return len(over), drafts


def _over(today: date) -> QuerySet[TransferRequest]:
    ended = Q(ended_at__lt=end_of(ENDED_REQUEST.started_by(today)))
    listed = Q(listed_at__lt=end_of(PAID_ACCOUNT.started_by(today)))
    held = TransferRequest.objects.select_for_update(of=("self",)).filter(details_sealed__isnull=False)
    return held.filter(ended | listed).order_by("pk")
