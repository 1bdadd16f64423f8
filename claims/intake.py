"""How a claim comes in: a draft, filled in over several visits, received once."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from claims import answers as claim_answers
from claims.acknowledgement import acknowledgement
from claims.answers import Answers
from claims.contacts import contacts
from claims.models import Claim, ClaimCoupon
from claims.moves import move
from claims.numbers import new_number
from claims.states import ClaimState
from compensation.models import Bulletin
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications import outbox

_TRIES = 5


class ChangedSinceShownError(Exception):
    """The answers are no longer those that the claimant was shown."""


class IncompleteError(Exception):
    """The answers cannot be read in full, so there is nothing to receive yet."""


def start_draft(bulletin: Bulletin, *, language: str) -> Claim:
    """An empty draft under a bulletin; its key is a secret of whoever began it."""
    return Claim.objects.create(
        draft_key=uuid4(),
        programme=bulletin.programme,
        bulletin=bulletin,
        language=language,
        started_at=clock.now(),
    )


def find_draft(programme: str, key: UUID) -> Claim | None:
    """The claim that a key opens, whether it is still a draft or was received."""
    return Claim.objects.select_related("programme").filter(draft_key=key, programme__slug=programme).first()


def save_draft(claim: Claim, answers: Answers, *, language: str) -> None:
    """Keep what was typed; a claim that was received meanwhile stays as it is."""
    claim.answers_sealed = claim_answers.sealed(claim.draft_key, answers)
    Claim.objects.filter(pk=claim.pk, state=ClaimState.DRAFT).update(
        answers_sealed=claim.answers_sealed, language=language
    )


def receive(claim: Claim, *, shown: str, consent: str, is_traveller: bool, by: Actor) -> Claim:
    """Receive a draft, once: number, coupons, transition and acknowledgement in one transaction.

    `shown` is the digest of the answers that the claimant confirmed, `consent` the version they agreed to,
    `is_traveller` whether they declared to be the one named on the sheets.
    Raises IncompleteError and ChangedSinceShownError; then nothing was received.
    """
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                return _receive(claim, shown, consent, is_traveller, by)
        except IntegrityError:
            # Two of a hundred million numbers met: draw another one.
            if attempt == _TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _receive(claim: Claim, shown: str, consent: str, is_traveller: bool, by: Actor) -> Claim:
    locked = Claim.objects.select_for_update(of=("self",)).select_related("programme").get(pk=claim.pk)
    if locked.state != ClaimState.DRAFT:
        return locked
    answers = claim_answers.of(locked)
    if not answers.given:
        raise IncompleteError
    if answers.digest != shown:
        raise ChangedSinceShownError
    reach, at = contacts(answers.given), clock.now()
    [received] = move(
        [locked.pk],
        ClaimState.RECEIVED,
        detail="received on the site",
        by=by,
        number=new_number(clock.today()),
        received_at=at,
        consent_version=consent,
        declares_traveller=is_traveller,
        phone_hash=reach.phone_hash,
        email_hash=reach.email_hash,
    )
    ClaimCoupon.objects.bulk_create(
        ClaimCoupon(claim=received, position=position, inquiry_number=number)
        for position, number in enumerate(answers.given["coupon_number"], start=1)
    )
    outbox.plan([acknowledgement(received, reach)], by=by)
    return received
