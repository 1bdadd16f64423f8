"""Asking for a bank transfer: of a payout, of a claim that is not decided yet, of what was agreed individually.

A request takes the payout's money: the payout stands as chosen, with the transfer as its method, until the request is
paid or ends. A second request for the same money is answered with the first one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple
from uuid import uuid4

from django.db import transaction

from compensation import collection, payouts, programmes
from compensation.credits.models import Arrangement
from compensation.credits.states import ArrangementKind
from compensation.models import Bulletin, Payout, Programme
from compensation.sending import SPECIAL_SITE
from compensation.states import PayoutState
from compensation.transfers import news
from compensation.transfers.accounts import Details, details_of, sealed
from compensation.transfers.agreed import payout_of
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError, begun
from compensation.transfers.offers import AGREED_ITEMS, Offer, offer_of
from compensation.transfers.queries import live_of_arrangement, live_of_claim, live_of_payout
from compensation.transfers.states import BANK_TRANSFER, AskedAt
from foundation.trail import clock
from foundation.trail.actor import Actor

_BY_HOLDER: Final = frozenset({PayoutState.OPENED})
_BY_OTHERS: Final = frozenset({PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.OPENED})


class Wanted(NamedTuple):
    """A request as it comes in; `late_because` is a supervisor's reason to take it after the deadline."""

    details: Details
    asked_in: AskedAt
    late_because: str = ""


def ask_for_payout(payout: Payout, wanted: Wanted, *, claim_number: str = "", by: Actor) -> TransferRequest:
    """Let a payout be paid by transfer, once: whoever asks again gets the request that stands.

    Raises TransferError where the bulletin in force offers none, its deadline or the payout's has passed, an item is
    missing, or the payout was taken otherwise.
    """
    with transaction.atomic():
        held = Payout.objects.select_for_update(of=("self",)).select_related("programme").get(pk=payout.pk)
        standing = live_of_payout(held)
        if standing is not None:
            return standing
        force = programmes.in_force(held.programme.slug, clock.now())
        _refuse(offer_of(force.rules, held.route, clock.now()), wanted)
        _refuse_taken(held, wanted)
        request = _request(force.row, wanted, by, payout=held, claim_number=claim_number)
        take(held, by=by)
        news.tell(request, news.ASKED, by=by)
    return request


def ask_for_claim(programme: Programme, number: str, wanted: Wanted, *, by: Actor) -> TransferRequest:
    """Let the claim of this number be paid by transfer once it is decided. Raises TransferError."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        standing = live_of_claim(programme, number)
        if standing is not None:
            return standing
        force = programmes.in_force(programme.slug, clock.now())
        _refuse(offer_of(force.rules, SPECIAL_SITE, clock.now()), wanted)
        request = _request(force.row, wanted, by, claim_number=number)
        news.tell(request, news.ASKED, by=by)
    return request


def ask_as_agreed(arrangement: Arrangement, wanted: Wanted, *, by: Actor) -> TransferRequest:
    """Pay by transfer what was agreed individually with somebody who has no balance to be credited.

    Raises TransferError before an agreement was noted, and for what the card issuer does.
    """
    with transaction.atomic():
        held = Arrangement.objects.select_for_update(of=("self",)).select_related("decision__bulletin__programme")
        agreed = held.get(pk=arrangement.pk)
        standing = live_of_arrangement(agreed)
        if standing is not None:
            return standing
        if agreed.kind != ArrangementKind.CONSULTATION or agreed.noted_at is None:
            raise TransferError("合意した内容がまだ記録されていません。", "What was agreed has not been noted yet.")
        _refuse_missing({item.id for item in AGREED_ITEMS}, wanted.details.items)
        payout = payout_of(agreed)
        number = agreed.claim_number
        request = _request(agreed.decision.bulletin, wanted, by, payout=payout, claim_number=number, arrangement=agreed)
        take(payout, by=by)
        news.tell(request, news.ASKED, by=by)
    return request


def attach(programme: Programme, claim_number: str, *, by: Actor) -> TransferRequest | None:
    """Give the request of a claim the payout that its decision made; None where there is no such payout.

    A sum that a later decision adds goes to the same account, as a request of its own that is checked like any other.
    Runs in the transaction of the decision.
    """
    asked = live_of_claim(programme, claim_number)
    without_link = Payout.objects.filter(programme=programme, payee__key=claim_number, links__isnull=True)
    payout = without_link.filter(state=PayoutState.PLANNED).order_by("pk").last()
    if asked is None or payout is None:
        return None
    if asked.payout_id is None:
        asked.payout = payout
        asked.save(update_fields=["payout"])
    else:
        again = Wanted(details_of(asked), AskedAt(asked.asked_in), asked.late_because)
        asked = _request(asked.bulletin, again, by, payout=payout, claim_number=claim_number)
    take(payout, by=by)
    return asked


def take(payout: Payout, *, by: Actor) -> None:
    """The payout's money is the transfer's: no method can be chosen, and a link not released never goes out."""
    if payout.state == PayoutState.PLANNED:
        payouts.cancel_messages([payout.number], "paid by transfer", by=by)
    Payout.objects.filter(pk=payout.pk).update(method=BANK_TRANSFER)
    if payout.state == PayoutState.RELEASED:
        payouts.move([payout.pk], PayoutState.OPENED, cause="bank transfer asked for", by=by)
    if not payouts.move([payout.pk], PayoutState.CHOSEN, cause="bank transfer asked for", by=by):
        raise TransferError(
            "この支払は、すでに別の方法で受け取られたか、取り消されています。",
            "This payout was taken otherwise, or cancelled.",
        )


def _request(
    bulletin: Bulletin,
    wanted: Wanted,
    by: Actor,
    *,
    payout: Payout | None = None,
    claim_number: str = "",
    arrangement: Arrangement | None = None,
) -> TransferRequest:
    reference = uuid4()
    made = TransferRequest.objects.create(
        reference=reference,
        programme=bulletin.programme,
        bulletin=bulletin,
        payout=payout,
        claim_number=claim_number,
        arrangement=arrangement,
        asked_in=wanted.asked_in,
        asked_at=clock.now(),
        asked_by=by.ref,
        late_because=wanted.late_because.strip(),
        items=sorted(wanted.details.items),
        details_sealed=sealed(reference, wanted.details),
    )
    return begun(made, by=by)


def _refuse(offer: Offer, wanted: Wanted) -> None:
    if not offer.is_made:
        raise TransferError(
            "この受け取り方では、銀行振込は案内されていません。", "No bank transfer is offered for this way of payment."
        )
    if offer.stage == "before":
        raise TransferError("申請の受付はまだ始まっていません。", "Applications are not open yet.")
    if offer.stage == "closed" and not wanted.late_because.strip():
        raise TransferError(
            "銀行振込の申請期限が過ぎています。ポイントの受取はなくなりません。",
            "The deadline for transfers has passed. Your points are not lost.",
        )
    _refuse_missing({item.id for item in offer.items}, wanted.details.items)


def _refuse_missing(asked: set[str], given: Mapping[str, Any]) -> None:
    if set(given) != asked:
        raise TransferError(
            "お知らせで求める項目がそろっていません。もう一度入力してください。",
            "These are not the items that the notice asks for. Please enter them again.",
        )


def _refuse_taken(payout: Payout, wanted: Wanted) -> None:
    if collection.is_over(payout, clock.now()):
        raise TransferError("受取期限が過ぎています。", "The last day to collect has passed.")
    allowed = _BY_HOLDER if wanted.asked_in == AskedAt.PAYOUT_PAGE else _BY_OTHERS
    if payout.state not in allowed:
        raise TransferError(
            "この支払は、すでに別の方法で受け取られたか、取り消されています。",
            "This payout was taken otherwise, or cancelled.",
        )
