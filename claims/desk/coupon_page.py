"""Everything the desk shows of one coupon."""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from django.db.models import QuerySet

from claims.call_words import CallShown, call_shown
from claims.calls import calls_about
from claims.desk.decision_words import Told, with_history
from claims.desk.parts import (
    MessageShown,
    PayoutShown,
    ReferralShown,
    dialled_phone,
    masked_phone,
    messages_about,
    payout_shown,
    referrals_shown,
)
from claims.desk.payout_acts import after_cancelling
from claims.models import Claim
from claims.state_words import ENTRY
from compensation.ledger import entries_of, validity
from compensation.models import Coupon, Decision, LedgerEntry, Payout, Referral, ReportedRestoration
from compensation.states import EntryKind, PayoutState, SubjectKind
from foundation.japan.bilingual import Both
from foundation.vault import masking


class Personal(NamedTuple):
    """Who the coupon was issued to and how they can be reached, masked unless somebody asked to see it."""

    traveller: str
    account: str
    phone: str
    email: str
    revealed: bool


class Booked(NamedTuple):
    """An entry of the ledger with its kind in words, and the balance after it; None where it is not known."""

    entry: LedgerEntry
    kind: Both
    balance: int | None


class CouponPage(NamedTuple):
    """One coupon as the desk shows it. `balance` is None where no issue is booked: then nobody knows it."""

    coupon: Coupon
    personal: Personal
    ledger: list[Booked]
    balance: int | None
    reported: list[ReportedRestoration]
    valid_until: date
    extensions: list[LedgerEntry]
    decisions: list[Told]
    referrals: list[ReferralShown]
    claims: list[Claim]
    calls: list[CallShown]
    payouts: list[PayoutShown]
    messages: list[MessageShown]
    following: Both

    @property
    def coupon_ref(self) -> str:
        """What names the coupon in an address."""
        return str(self.coupon.pk)


def coupon_page(coupon: Coupon, *, revealed: bool = False) -> CouponPage:
    """What is known of a coupon; `revealed` shows personal data, which the caller writes down."""
    ledger = [Booked(entry, ENTRY[entry.kind], balance) for entry, balance in entries_of(coupon)]
    extensions = [booked.entry for booked in ledger if booked.entry.kind == EntryKind.EXTENSION]
    decisions = with_history(_standing(coupon))
    referrals = referrals_shown(Referral.objects.filter(coupon=coupon).order_by("-pk"))
    claims = list(Claim.objects.filter(coupons__coupon=coupon, number__isnull=False).order_by("pk"))
    payouts = [payout_shown(payout) for payout in _payouts(coupon)]
    return CouponPage(
        coupon,
        personal_data(coupon, revealed=revealed),
        ledger,
        ledger[-1].balance if ledger else None,
        list(coupon.reported_restorations.order_by("at", "entry_id")),
        validity(coupon),
        extensions,
        decisions,
        referrals,
        claims,
        [call_shown(call) for call in calls_about(coupon=coupon)],
        payouts,
        messages_about("payout", [shown.row.number for shown in payouts], revealed=revealed),
        what_next(coupon, decisions, referrals, claims, payouts),
    )


def personal_data(coupon: Coupon, *, revealed: bool) -> Personal:
    """Name, account and contacts of a coupon."""
    if revealed:
        phone = dialled_phone(coupon.app_phone) if coupon.app_phone else ""
        return Personal(coupon.traveller_name, coupon.app_account, phone, coupon.app_email, revealed=True)
    return Personal(
        masking.name(coupon.traveller_name),
        masking.number(coupon.app_account),
        masked_phone(coupon.app_phone) if coupon.app_phone else "",
        masking.email(coupon.app_email) if coupon.app_email else "",
        revealed=False,
    )


_LOOKED_AT: Final = Both(
    "担当者の確認は済んでいます。下の「要対応」に記録された結論をご案内してください。判定そのものは変わっていません。",
    "A person has looked at it: tell the caller the conclusion recorded under the referral below. The decision itself "
    "stands as it was.",
)


def what_next(
    coupon: Coupon,
    decisions: list[Told],
    referrals: list[ReferralShown],
    claims: list[Claim],
    payouts: list[PayoutShown],
) -> Both:
    """What the person on the phone can be told to do, or what happens by itself."""
    if any(referral.row.closed_at is None for referral in referrals):
        return Both(
            "担当者の確認が必要です。下の「要対応」の理由を確認してください。",
            "A person has to look at it: see why below.",
        )
    if payouts:
        return _about_payout(payouts[0])
    if claims:
        return Both(
            "申請を受け付けています。申請の画面で状況を確認してください。", "A claim was made: see how it stands."
        )
    if decisions:
        return _about_decision(decisions[0], looked_at=bool(referrals))
    if coupon.is_charged:
        return Both("判定はまだです。次の一括判定で判定されます。", "Not decided yet. The next settlement decides it.")
    return Both(
        "紙のクーポンです。ご本人に特設サイトから申請していただきます。",
        "A coupon on paper: its holder applies on the special site.",
    )


def _about_payout(shown: PayoutShown) -> Both:
    if shown.row.state == PayoutState.CANCELLED:
        return after_cancelling(shown.row)
    if shown.link is not None and shown.link.locked_at is not None:
        return Both(
            "リンクがロックされています。ご本人を確認して、支払の画面で解除してください。",
            "The link is locked. Make sure who is calling, then unlock it on the payout’s page.",
        )
    words = {
        "planned": Both(
            "送付の承認待ちです。いまご本人にしていただくことはありません。", "It waits for the mailing to be released."
        ),
        "released": Both(
            "リンクから受け取れます。届いていない場合は、下のメッセージの状態を確認してください。",
            "The link may be used. If it did not arrive, look at the message below.",
        ),
        "opened": Both(
            "ご本人が確認済みです。受取方法の選択を待っています。",
            "Its holder answered the question and may now choose.",
        ),
        "fulfilled": Both(
            "受取済みです。コードは受取サイトで再表示できます。",
            "Collected. The code can be seen again on the payout site.",
        ),
        "lapsed": Both(
            "受取期限が過ぎています。到達の記録を確認してください。",
            "The last day has passed. Look at what was delivered.",
        ),
    }
    return words.get(shown.row.state, Both("支払の画面で状況を確認してください。", "See how the payout stands."))


def _about_decision(decided: Told, *, looked_at: bool) -> Both:
    if looked_at and decided.row.outcome in ("refer", "pending"):
        return _LOOKED_AT
    if decided.row.amount:
        return Both(
            "対象と判定され、金額も決まっています。支払はこれから作られます。",
            "Covered, and the sum is decided. The payout is still to be made.",
        )
    words = {
        "eligible": Both("判定済みです。支払う残額はありません。", "Decided. There is nothing left to pay."),
        "ineligible": Both(
            "対象外と判定されています。根拠の条項を説明してください。", "Not eligible: explain by the clauses below."
        ),
        "pending": Both(
            "判定に必要なことがまだそろっていません。根拠の条項を確認してください。",
            "Something is still missing: see the clauses.",
        ),
        "refer": Both("担当者の確認が必要です。", "A person has to look at it."),
    }
    return words[decided.row.outcome]


def loss_key(coupon: Coupon) -> str:
    """The natural key of what was lost with this coupon."""
    incident = coupon.programme.incident
    return f"{incident.slug if incident else ''}:{coupon.programme.slug}:{coupon.inquiry_number}"


def _standing(coupon: Coupon) -> Decision | None:
    standing = Decision.objects.filter(
        subject_kind=SubjectKind.COUPON, subject_id=coupon.pk, superseded_at__isnull=True
    )
    return standing.select_related("bulletin__programme").first()


def _payouts(coupon: Coupon) -> QuerySet[Payout]:
    """By the loss's key, which is indexed; the latest first."""
    found = Payout.objects.filter(lines__entitlement__loss__key=loss_key(coupon))
    return found.select_related("programme", "payee").distinct().order_by("-pk")
