"""Where a request for a bank transfer stands, which state may follow which, and the kinds of accounts."""

from __future__ import annotations

from typing import Final

from django.db.models import TextChoices

BANK_TRANSFER: Final = "bank_transfer"
"""The method of a payout that a bank transfer pays, and the policy's word for that wish."""


class TransferState(TextChoices):
    """Asked for, asked back, checked by a person, listed for payment by another; or ended without payment.

    What the bank's file brings (in a file, paid, returned) follows `listed`.
    """

    REQUESTED = "requested", "依頼受付 requested"
    INCOMPLETE = "incomplete", "確認待ち incomplete"
    CHECKED = "checked", "確認済 checked"
    LISTED = "listed", "振込予定 listed"
    REFUSED = "refused", "振込不可 refused"
    WITHDRAWN = "withdrawn", "取下げ withdrawn"


_S = TransferState
TRANSFER_MOVES: Final[dict[str, frozenset[str]]] = {
    _S.REQUESTED: frozenset({_S.INCOMPLETE, _S.CHECKED, _S.REFUSED, _S.WITHDRAWN}),
    _S.INCOMPLETE: frozenset({_S.REQUESTED, _S.REFUSED, _S.WITHDRAWN}),
    _S.CHECKED: frozenset({_S.LISTED, _S.INCOMPLETE, _S.REFUSED}),
    _S.LISTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.WITHDRAWN: frozenset(),
}
ENDED: Final = (TransferState.REFUSED, TransferState.WITHDRAWN)
"""States in which a request holds no money."""
WITHDRAWABLE: Final = (TransferState.REQUESTED, TransferState.INCOMPLETE)


class AccountKind(TextChoices):
    """Kinds of accounts that a transfer can go to."""

    ORDINARY = "ordinary", "普通 ordinary"
    CURRENT = "current", "当座 current"
    SAVINGS = "savings", "貯蓄 savings"


class AskedAt(TextChoices):
    """Through which door a request came."""

    PAYOUT_PAGE = "payout_page", "受取サイト payout_page"
    SITE = "site", "特設サイト site"
    DESK = "desk", "コールセンター desk"
