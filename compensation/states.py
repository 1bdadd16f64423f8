"""The words that compensation's rows use, and which state may follow which."""

from __future__ import annotations

from django.db.models import TextChoices


class EntryKind(TextChoices):
    """What a ledger entry books. Extension and charge book 0 yen."""

    ISSUE = "issue", "発行 issue"
    CHARGE = "charge", "チャージ charge"
    PAYMENT = "payment", "決済 payment"
    CANCELLATION = "cancellation", "取消 cancellation"
    RESTORATION = "restoration", "戻入 restoration"
    ADJUSTMENT = "adjustment", "調整 adjustment"
    EXTENSION = "extension", "期限延長 extension"


class LineRemedy(TextChoices):
    """How one loss is made good."""

    NONE = "none", "なし none"
    EXTEND = "extend", "期限延長 extend"
    RESTORE = "restore", "戻入 restore"
    PAY = "pay", "支払 pay"
    CREDIT = "credit", "残高加算 credit"
    CONSULT = "consult", "個別相談 consult"


class SubjectKind(TextChoices):
    """What a decision is about."""

    COUPON = "coupon", "クーポン coupon"
    CLAIM = "claim", "申請 claim"


class PayeeKind(TextChoices):
    """Who is paid."""

    APP_ACCOUNT = "app_account", "アプリ会員 app account"
    APPLICANT = "applicant", "申請者 applicant"


class PayoutState(TextChoices):
    """Where a payout stands."""

    PLANNED = "planned", "準備中 planned"
    RELEASED = "released", "受取可 released"
    OPENED = "opened", "本人確認済 opened"
    CHOSEN = "chosen", "選択済 chosen"
    FULFILLED = "fulfilled", "受取済 fulfilled"
    LAPSED = "lapsed", "期限切れ lapsed"
    RETURNED = "returned", "返戻 returned"
    CANCELLED = "cancelled", "取消 cancelled"


PAYOUT_MOVES: dict[str, frozenset[str]] = {
    # Chosen before any link went out: a bank transfer that was asked for with the application.
    PayoutState.PLANNED: frozenset({PayoutState.RELEASED, PayoutState.CHOSEN, PayoutState.CANCELLED}),
    PayoutState.RELEASED: frozenset({PayoutState.OPENED, PayoutState.LAPSED, PayoutState.CANCELLED}),
    PayoutState.OPENED: frozenset({PayoutState.CHOSEN, PayoutState.LAPSED, PayoutState.CANCELLED}),
    PayoutState.CHOSEN: frozenset({PayoutState.FULFILLED, PayoutState.OPENED, PayoutState.RETURNED}),
    PayoutState.FULFILLED: frozenset({PayoutState.RETURNED}),
    PayoutState.LAPSED: frozenset(),
    PayoutState.RETURNED: frozenset(),
    PayoutState.CANCELLED: frozenset(),
}
