"""Everything the desk shows of one claim."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims import answers as claim_answers
from claims import state_words
from claims.call_words import CallShown, call_shown
from claims.calls import calls_about
from claims.contact_codes import standing
from claims.contacts import contacts
from claims.desk.decision_words import Told, with_history
from claims.desk.given_words import answer_words
from claims.desk.parts import (
    MessageShown,
    Moved,
    PayoutShown,
    ReferralShown,
    messages_about,
    moved,
    payout_shown,
    referrals_shown,
)
from claims.models import Claim, ClaimCoupon, ClaimTransition
from claims.payouts_of_claims import is_paid_to_account, payout_stage, payouts_of
from claims.reconsideration import requests_of, words_of
from claims.wording import Money, Wording, wording
from compensation.models import Decision, Payout
from compensation.programmes import rules_of
from compensation.referrals import referrals_of_claim
from compensation.states import SubjectKind
from foundation.japan.bilingual import Both

_WISH: Final = "reconsideration"
_NAMES: Final = {
    _WISH: Both("再審査のお申し出", "Why to look again"),
    "coupon_number": Both("お問い合わせ番号", "Inquiry numbers"),
    "delivery_destination": Both("ご連絡・受取案内の送り先", "Where to reach them"),
    "expiry": Both("有効期限", "Expiry"),
    "prefecture": Both("旅行先の都道府県", "Prefecture visited"),
    "shop": Both("利用店舗名", "Shop"),
    "traveller": Both("お電話の方", "Who called"),
    "name": Both("お名前", "Name"),
    "name_kana": Both("フリガナ", "Reading of the name"),
    "delivery": Both("送り先の選択", "Channel chosen"),
    "contact": Both("ご連絡先", "Telephone"),
    "email": Both("メールアドレス", "E-mail"),
    "points": Both("希望のポイント", "Points wished for"),
}


_NOT_ASKED: Final = Both("確認していません", "Not asked for")
_REACHED: Final = {
    "none": _NOT_ASKED,
    "sent": _NOT_ASKED,
    "refused": _NOT_ASKED,
    "proved": Both("コードで確認済み", "Proved by a code"),
    "given_up": Both("コードが届かず、未確認のまま申請", "Not proved: no code arrived"),
}


class Given(NamedTuple):
    """One item of the application, masked unless somebody asked to see it."""

    name: Both
    value: str


class ClaimPage(NamedTuple):
    """One claim as the desk shows it; `words` are those that the claimant reads, `reached` how far the contact is
    proved.
    """

    claim: Claim
    words: Wording
    coupons: list[ClaimCoupon]
    given: list[Given]
    revealed: bool
    steps: list[Moved]
    decisions: list[Told]
    referrals: list[ReferralShown]
    calls: list[CallShown]
    payouts: list[PayoutShown]
    messages: list[MessageShown]
    reached: Both


def claim_page(claim: Claim, *, revealed: bool = False) -> ClaimPage:
    """What is known of a claim; `revealed` shows personal data, which the caller writes down."""
    decisions = with_history(_standing(claim))
    payouts = [payout_shown(payout) for payout in _payouts(claim)]
    numbers = [shown.row.number for shown in payouts]
    messages = [
        *messages_about("payout", numbers, revealed=revealed),
        *messages_about("claim", [str(claim.number)], revealed=revealed),
    ]
    return ClaimPage(
        claim,
        _words(claim, decisions),
        list(ClaimCoupon.objects.filter(claim=claim).select_related("coupon").order_by("position")),
        given_items(claim, revealed=revealed),
        revealed,
        _steps(claim),
        decisions,
        referrals_shown(referrals_of_claim(claim.pk).order_by("-pk")),
        [call_shown(call) for call in calls_about(claim=claim)],
        payouts,
        messages,
        _REACHED[standing(claim, contacts(claim_answers.of(claim).given))],
    )


def given_items(claim: Claim, *, revealed: bool) -> list[Given]:
    """The answers under the names that the bulletin gives its items."""
    given, rules = claim_answers.of(claim).given, rules_of(claim.bulletin)
    wishes = [(_WISH, words_of(asked)) for asked in requests_of(claim)]
    items = rules.paper.items.items if rules.paper else ()
    named = _NAMES | {item.id: Both(*item.name) for item in items}
    return [
        Given(named.get(item, Both(item, item)), answer_words(item, value, rules, revealed=revealed))
        for item, value in [*given.items(), *wishes]
        if value
    ]


def _words(claim: Claim, decisions: list[Told]) -> Wording:
    row = decisions[0].row if decisions else None
    outcome, yen, remedy = (row.outcome, row.amount, row.remedy) if row else ("", None, "")
    money = Money(outcome, yen, payout_stage(claim), remedy=remedy, to_account=is_paid_to_account(claim))
    return wording(claim.state, claim.waiting_for, claim.closed_as, money)


def _steps(claim: Claim) -> list[Moved]:
    steps = ClaimTransition.objects.filter(claim=claim).order_by("-at", "-pk")
    return [moved(step.at, state_words.CLAIM[step.to_state], step.detail, step.actor) for step in steps]


def _standing(claim: Claim) -> Decision | None:
    standing = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk, superseded_at__isnull=True)
    return standing.select_related("bulletin__programme").first()


def _payouts(claim: Claim) -> list[Payout]:
    return list(payouts_of(claim).order_by("-pk"))
