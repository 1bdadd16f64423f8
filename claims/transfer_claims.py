"""Bank transfers of claims: asked for before or after the decision, and what becomes of the claim when one ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from django.db import transaction

from claims import answers as claim_answers
from claims.contacts import contacts
from claims.models import Claim
from claims.moves import move
from claims.states import SITE, ClaimState
from compensation import programmes
from compensation.credits.models import Arrangement
from compensation.credits.states import ArrangementKind
from compensation.models import Payout
from compensation.policy.coupons.facts import CouponFacts, Wants
from compensation.sending import SPECIAL_SITE
from compensation.states import PayoutState
from compensation.transfers import checking, requests
from compensation.transfers.accounts import Details, Reach
from compensation.transfers.models import TransferRequest
from compensation.transfers.moves import TransferError
from compensation.transfers.offers import Offer, offer_of
from compensation.transfers.queries import latest_of_claim, live_of_claim
from compensation.transfers.requests import Wanted
from compensation.transfers.states import BANK_TRANSFER, AskedAt
from foundation.trail import clock
from foundation.trail.actor import Actor

_NOTHING_TO_PAY: Final = "お支払いする金額がない判定になったため（nothing is to be paid）"
_UNDECIDED: Final = frozenset({ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING, ClaimState.REFERRED})


def request_of(claim: Claim) -> TransferRequest | None:
    """The last request for a transfer of a claim."""
    return latest_of_claim(claim.programme, str(claim.number)) if claim.number else None


def offer_for(claim: Claim) -> Offer | None:
    """What the bulletin in force offers to whoever made a claim; None where there is nothing (more) to ask for.

    Once a link to the payout went out, the page behind the link is the place to ask.
    """
    if claim.programme.kind == "fraud" or claim.channel != SITE or live_of_claim(claim.programme, str(claim.number)):
        return None
    if claim.state not in _UNDECIDED and _planned(claim) is None:
        return None
    now = clock.now()
    return offer_of(programmes.in_force(claim.programme.slug, now).rules, SPECIAL_SITE, now)


def agreement_of(claim: Claim) -> Arrangement | None:
    """What was agreed individually for a claim and waits for an account to be paid to."""
    agreed = Arrangement.objects.filter(
        claim_number=claim.number, kind=ArrangementKind.CONSULTATION, noted_at__isnull=False
    )
    unpaid = (row for row in agreed.order_by("pk") if not row.transfers.filter(ended_at__isnull=True).exists())
    return next(unpaid, None) if claim.programme.kind == "fraud" else None


def ask(
    claim: Claim, given: Mapping[str, dict[str, Any]], asked_in: AskedAt, *, by: Actor, late_because: str = ""
) -> TransferRequest:
    """Let a claim be paid by transfer: its payout, once it has one; what was agreed; else as soon as it is decided.

    Raises TransferError.
    """
    with transaction.atomic():
        # Locked, so that it is not decided between the look and the request.
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
        wanted = Wanted(Details(dict(given), reach_of(held)), asked_in, late_because)
        number = str(held.number)
        if held.programme.kind == "fraud":
            agreed, standing = agreement_of(held), live_of_claim(held.programme, number)
            if agreed is None and standing is not None:
                return standing
            return requests.ask_as_agreed(_agreed(agreed), wanted, by=by)
        payout = _planned(held)
        if payout is not None:
            return requests.ask_for_payout(payout, wanted, claim_number=number, by=by)
        if held.state not in _UNDECIDED and live_of_claim(held.programme, number) is None:
            raise TransferError(
                "この申請は、すでに支払いの手続きに進んでいます。受取用リンクの画面から申請してください。",
                "This claim is being paid already. Please ask on the page behind your link.",
            )
        return requests.ask_for_claim(held.programme, number, wanted, by=by)


def reach_of(claim: Claim) -> Reach:
    """Where news of a claim's transfer go: to the contact that it named."""
    reach = contacts(claim_answers.of(claim).given)
    return Reach(reach.channel, reach.address, claim.language) if reach.address else Reach(language=claim.language)


def with_transfer(facts: CouponFacts, claim: Claim) -> CouponFacts:
    """The facts of a claim, with its wish for a transfer and the items that were given for it."""
    asked, application = live_of_claim(claim.programme, str(claim.number)), facts.site_application
    if asked is None or application is None:
        return facts
    items = application.items | frozenset(asked.items)
    return facts._replace(site_application=application._replace(items=items), wants=Wants(BANK_TRANSFER, None))


def refuse(request: TransferRequest, because: str, *, by: Actor) -> None:
    """End a request with a reason, and pay its claim otherwise. Raises TransferError."""
    with transaction.atomic():
        _pay_otherwise(request, checking.refuse(request, because, by=by), by)


def end_unpaid(claim: Claim, *, by: Actor) -> None:
    """End the request of a claim that is not paid at all; the message of the decision tells of it."""
    waiting = live_of_claim(claim.programme, str(claim.number))
    if waiting is not None and waiting.payout_id is None:
        checking.refuse(waiting, _NOTHING_TO_PAY, by=by, tell=False)


def withdraw(request: TransferRequest, because: str, *, by: Actor) -> None:
    """Take a request back, and pay its claim otherwise. Raises TransferError."""
    with transaction.atomic():
        _pay_otherwise(request, checking.withdraw(request, because, by=by), by)


def _pay_otherwise(request: TransferRequest, anew: bool, by: Actor) -> None:
    """A payout that no link leads to was cancelled: the claim is decided again, and a link is made."""
    if not anew:
        return
    claims = Claim.objects.filter(
        programme=request.programme, number=request.claim_number, state=ClaimState.DECIDED
    ).values_list("pk", flat=True)
    move(claims, ClaimState.EXAMINING, detail="bank transfer ended", by=by)


def _planned(claim: Claim) -> Payout | None:
    """The payout of a claim of which nobody was told yet."""
    made = Payout.objects.filter(programme=claim.programme, payee__key=claim.number, state=PayoutState.PLANNED)
    return made.order_by("-pk").first()


def _agreed(agreed: Arrangement | None) -> Arrangement:
    if agreed is None:
        raise TransferError("振込で支払う合意は残っていません。", "Nothing is left that was agreed to be paid.")
    return agreed
