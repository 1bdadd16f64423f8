"""Matters that wait for a person: how one is opened without a decision, how one is closed, and why it waits."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from django.db import transaction
from django.db.models import Q, QuerySet

from compensation.awards import reasons
from compensation.models import Coupon, Referral
from compensation.policy.bulletin import Words
from compensation.policy.explain import DOUBTS, SENTENCES
from compensation.referral_words import HEADLINES
from compensation.states import SubjectKind
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

_FILLED: Final = re.compile(r"（[^（）]*\{[^（）]*）| \([^()]*\{[^()]*\)")
"""What a sentence of the policy says in brackets about one case."""

CLAIMED_TWICE: Final = "claimed_twice"
UNDELIVERED: Final = "undelivered"
MESSAGE_HELD: Final = "message_held"
CLAIM_UNDELIVERED: Final = "claim_undelivered"
CLAIM_MESSAGE_HELD: Final = "claim_message_held"
RECONSIDERATION: Final = "reconsideration"
ACT_CLAIMED_TWICE: Final = "act_claimed_twice"
GROUNDS_OPEN: Final = "grounds_open"
RESTORED_OTHERWISE: Final = "restored_otherwise"
WORDS: Final = {
    UNDELIVERED: Words(
        "お受け取りのご案内が届かず、ほかに送れる連絡先がありません。",
        "The message that tells of the payout did not arrive, and there is no other contact to send it to.",
    ),
    MESSAGE_HELD: Words(
        "お受け取りのご案内が送られたかどうかを、配信事業者に確かめられません。",
        "Whether the message that tells of the payout was sent cannot be found out from the provider.",
    ),
    CLAIM_UNDELIVERED: Words(
        "申請についてのお知らせが届かず、ほかに送れる連絡先がありません。電話などで申請者にお知らせします。",
        "A message about the claim did not arrive, and there is no other contact to send it to. Tell the claimant "
        "another way, such as by telephone.",
    ),
    CLAIM_MESSAGE_HELD: Words(
        "申請についてのお知らせが送られたかどうかを、配信事業者に確かめられません。",
        "Whether a message about the claim was sent cannot be found out from the provider.",
    ),
    CLAIMED_TWICE: Words(
        "同じクーポンについて、複数の申請があります。",
        "More than one claim names the same coupon.",
    ),
    RECONSIDERATION: Words(
        "申請者が再審査を申し出ています。前の判定に関わっていない人が確認します。",
        "The claimant asks for a reconsideration, by somebody who had no part in the decision.",
    ),
    ACT_CLAIMED_TWICE: Words(
        "同じ取引について、別の申請でも補償が求められています。補償できるのは一方だけです。",
        "Another claim asks compensation for the same act. Only one of them can be granted it.",
    ),
    RESTORED_OTHERWISE: Words(
        "障害時の引き落としを戻した額が、運営会社の台帳と当方の記録とで違います。二重に戻していないか確かめてください。",
        "The operator’s ledger and ours differ in what was put back. Check that nothing was put back twice.",
    ),
    GROUNDS_OPEN: Words(
        "審査の目安日を過ぎても、担当者の判断が必要な項目に署名がありません。",
        "The centre's own day for the examination has passed, and items that only a person can judge are not signed.",
    ),
}


def refer_coupons(coupon_ids: Iterable[int], reason: str, clause: str, *, by: Actor) -> list[int]:
    """Open a referral for each coupon that has no open one for this reason; their ids are returned.

    There is no decision behind it: deciding would already take somebody's side.
    """
    with transaction.atomic():
        coupons = Coupon.objects.select_for_update().filter(pk__in=list(coupon_ids))
        waiting = Referral.objects.filter(coupon__in=coupons, reason=reason, closed_at__isnull=True)
        known = set(waiting.values_list("coupon_id", flat=True))
        opened = [
            Referral.objects.create(
                programme_id=coupon.programme_id, coupon=coupon, reason=reason, clause=clause, opened_at=clock.now()
            ).pk
            for coupon in coupons
            if coupon.pk not in known
        ]
        if opened:
            audit.record("referral.opened", by=by, kind="referral", refs=map(str, opened), detail={"reason": reason})
    return opened


def refer_claim(programme_id: int, claim_id: int, reason: str, clause: str, *, by: Actor) -> int:
    """Open a referral about a claim, unless one is open for this reason; the id of the one that is open then."""
    with transaction.atomic():
        about = {"programme_id": programme_id, "about_claim": claim_id, "reason": reason, "closed_at": None}
        opened, is_new = Referral.objects.get_or_create(**about, defaults={"clause": clause, "opened_at": clock.now()})
        if is_new:
            refs, detail = [str(opened.pk)], {"reason": reason}
            audit.record("referral.opened", by=by, kind="referral", refs=refs, detail=detail)
    return opened.pk


def claim_of(row: Referral) -> int | None:
    """The id of the claim that a referral is about, named by its decision or by itself."""
    if row.decision is not None and row.decision.subject_kind == SubjectKind.CLAIM:
        return row.decision.subject_id
    return row.about_claim


def referrals_of_claim(claim_id: int) -> QuerySet[Referral]:
    """Every referral about a claim, in the order they came."""
    decided = Q(decision__subject_kind=SubjectKind.CLAIM, decision__subject_id=claim_id)
    return Referral.objects.filter(Q(about_claim=claim_id) | decided).select_related("decision").order_by("pk")


def open_referrals(programme_ids: Iterable[int]) -> QuerySet[Referral]:
    """What waits in these programmes, in the order it came; read in steps by `pk__gt`."""
    waiting = Referral.objects.filter(programme__in=programme_ids, closed_at__isnull=True)
    return waiting.select_related("programme", "coupon", "decision").order_by("pk")


def close(referral_ids: Iterable[int], *, because: str, by: Actor) -> list[int]:
    """Close those that are still open, with a reason; the ids of the closed. Raises ValueError without a reason."""
    if not because.strip():
        raise ValueError("a referral is closed with a reason")
    with transaction.atomic():
        waiting = Referral.objects.select_for_update().filter(pk__in=list(referral_ids), closed_at__isnull=True)
        scopes = dict(waiting.order_by("pk").values_list("pk", "programme__slug"))
        held = Referral.objects.filter(pk__in=scopes)
        held.update(closed_at=clock.now(), closed_by=by.ref, closed_because=because.strip())
        for pk, scope in scopes.items():
            audit.record("referral.closed", by=by, kind="referral", refs=[str(pk)], scope=scope)
    return list(scopes)


def is_reason(code: str) -> bool:
    """Is this the code of a reason, our own or one of the policy's?"""
    return code in WORDS or code in reasons.WORDS or code in SENTENCES or code in DOUBTS


def reason_words(reason: str) -> Words:
    """Why it waits, in words: one of our own reasons, or the rule of the policy that left the matter open."""
    known = (WORDS | reasons.WORDS | HEADLINES).get(reason) or SENTENCES.get(reason) or DOUBTS.get(reason)
    plain = Words(*(_FILLED.sub("", text) for text in known)) if known else None
    if plain is not None and "{" not in plain.ja:
        return plain
    return Words("お知らせの定めだけでは判定できません。", "The published notice alone does not settle it.")
