"""What a claimant puts right or adds on the status page: a number that was mistyped, an item that is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from claims import answers as claim_answers
from claims.allowances import Limit, take
from claims.answers import Answers
from claims.facts import site_application
from claims.models import Claim, ClaimCoupon
from claims.moves import move
from claims.states import SITE, ClaimState, WaitingFor
from compensation.policy.bulletin import Item
from foundation.trail import audit
from foundation.trail.actor import Actor

A_DAY: Final = 5
"""More corrections of one claim than that look for numbers instead of correcting one."""


class CorrectionError(Exception):
    """The claim is not corrected so; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


def unfound(claim: Claim) -> list[ClaimCoupon]:
    """The coupons of a waiting claim that the records were searched for in vain."""
    waits = claim.state == ClaimState.WAITING and claim.waiting_for in (WaitingFor.DATE, WaitingFor.ISSUER)
    rows = claim.coupons.filter(coupon__isnull=True).order_by("position") if waits and claim.channel == SITE else []
    return list(rows)


def missing(claim: Claim, asked: tuple[Item, ...]) -> list[Item]:
    """The asked items that a claim waits for."""
    waits = claim.state == ClaimState.WAITING and claim.waiting_for == WaitingFor.CLAIMANT
    if not waits or claim.channel != SITE:
        return []
    known = site_application(claim, claim_answers.of(claim).given).items
    return [item for item in asked if item.id not in known and item.id != "points"]


def correct_numbers(claim: Claim, numbers: Mapping[int, str], *, by: Actor) -> None:
    """Put other numbers in the place of those not found, by position, and examine the claim again.

    Raises CorrectionError for a number that the claim names already, and past the day's limit; then nothing changed.
    """
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        wrong = {row.position: row for row in unfound(held)}
        changed = {place: text for place, text in numbers.items() if place in wrong}
        changed = {place: text for place, text in changed.items() if text != wrong[place].inquiry_number}
        if not changed:
            return
        if not take([Limit("correction", str(held.pk), A_DAY)]):
            raise CorrectionError(
                "本日は、これ以上番号を直せません。コールセンターへお電話ください。",
                "No more corrections today: please call the call centre.",
            )
        _refuse_doubles(held, changed)
        for place, text in changed.items():
            ClaimCoupon.objects.filter(pk=wrong[place].pk).update(inquiry_number=text)
        detail = {"from": [wrong[place].inquiry_number for place in changed], "to": list(changed.values())}
        scope = held.programme.slug
        audit.record("claim.corrected", by=by, kind="claim", refs=[str(held.number)], scope=scope, detail=detail)
        _keep(held, {"coupon_number": list(held.coupons.order_by("position").values_list("inquiry_number", flat=True))})
        move([held.pk], ClaimState.EXAMINING, detail="number corrected", by=by)


def add_items(claim: Claim, given: Mapping[str, Any], asked: tuple[Item, ...], *, by: Actor) -> None:
    """Add what was missing, and examine the claim again once nothing is."""
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        if not missing(held, asked):
            return
        _keep(held, given)
        audit.record("claim.completed", by=by, kind="claim", refs=[str(held.number)], scope=held.programme.slug)
        if not missing(held, asked):
            move([held.pk], ClaimState.EXAMINING, detail="items added", by=by)


def _refuse_doubles(claim: Claim, changed: Mapping[int, str]) -> None:
    others = claim.coupons.exclude(position__in=changed).values_list("inquiry_number", flat=True)
    if len({*others, *changed.values()}) < len(others) + len(changed):
        raise CorrectionError(
            "同じ番号が二度あります。シートごとの番号を確認してください。",
            "The same number stands there twice. Please check each sheet.",
        )


def _keep(claim: Claim, given: Mapping[str, Any]) -> None:
    answers = claim_answers.of(claim)
    claim.answers_sealed = claim_answers.sealed(claim.draft_key, Answers(answers.typed, {**answers.given, **given}))
    Claim.objects.filter(pk=claim.pk).update(answers_sealed=claim.answers_sealed)
