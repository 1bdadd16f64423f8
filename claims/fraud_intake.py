"""How a claim for misuse comes in: from the site's form, or from another entrance through the desk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from claims import answers as claim_answers
from claims import fraud_consent
from claims.acknowledgement import acknowledgement
from claims.answers import Answers
from claims.contacts import contacts
from claims.fraud_calls import contact_of, form_arrived
from claims.fraud_items import missing_items
from claims.fraud_messages import MISSING, tell
from claims.fraud_referrals import refer_doubts
from claims.intake import ChangedSinceShownError, IncompleteError, save_draft, start_draft, until_number_is_free
from claims.models import Claim, FraudAct, FraudClaim, FraudContact
from claims.moves import move
from claims.numbers import new_number
from claims.states import ClaimState, WaitingFor
from compensation.models import Bulletin
from compensation.policy.periods import JST
from compensation.programmes import policy_of
from foundation.japan.numbers import code
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.vault.hashing import keyed_hash
from notifications import outbox


class Arrival(NamedTuple):
    """How the form came: by which entrance, when, and whether the words of the policy stood in it."""

    entrance: str
    at: datetime
    phrase: bool = True


class FutureError(ValueError):
    """The claim is said to have come later than now."""


def account_hash(customer_id: str) -> bytes | None:
    """What an account is told apart by, however its id was typed; None without one."""
    bare = code(customer_id)
    return keyed_hash(bare, purpose="account") if bare else None


def receive(claim: Claim, *, shown: str, entrance: str, by: Actor) -> Claim:
    """Receive a draft of the site, once, with the phrase that the form itself adds.

    Raises IncompleteError and ChangedSinceShownError; then nothing was received.
    """
    return until_number_is_free(lambda: _receive(claim, shown, Arrival(entrance, clock.now()), by))


def take_in(bulletin: Bulletin, answers: Answers, arrival: Arrival, *, by: Actor, draft: Claim | None = None) -> Claim:
    """Take in a form that came by another entrance: it counts from the moment at which it arrived.

    `draft` is the one that the claimant's call began. Raises FutureError for an arrival later than now.
    """
    if arrival.at > clock.now():
        raise FutureError(arrival.at.isoformat())

    def once() -> Claim:
        claim = draft or start_draft(bulletin, language="ja")
        save_draft(claim, answers, language="ja")
        return _receive(claim, answers.digest, arrival, by)

    return until_number_is_free(once)


def _receive(claim: Claim, shown: str, arrival: Arrival, by: Actor) -> Claim:
    locked = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
    if locked.state != ClaimState.DRAFT:
        return locked
    answers = claim_answers.of(locked)
    if not answers.given:
        raise IncompleteError
    if answers.digest != shown:
        raise ChangedSinceShownError
    reach, begun = contacts(answers.given), contact_of(locked)
    [received] = move(
        [locked.pk],
        ClaimState.RECEIVED,
        detail=f"received by {arrival.entrance}",
        by=by,
        number=begun.number if begun else new_number(clock.today()),
        received_at=arrival.at,
        channel=arrival.entrance,
        consent_version=fraud_consent.VERSION,
        phone_hash=reach.phone_hash,
        email_hash=reach.email_hash,
    )
    _keep_facts(received, answers.given, arrival, begun)
    form_arrived(received, by=by)
    refer_doubts(received, by=by)
    # A form from another entrance may name only a landline: the desk calls back then.
    if reach.address:
        outbox.plan([acknowledgement(received, reach)], by=by)
    return _ask_for_missing(received, answers.given, by)


def _first_contact(given: Mapping[str, Any], arrival: Arrival, begun: FraudContact | None) -> datetime:
    """The earliest contact that is known. The claim itself is one, so there is none later than it."""
    said = given.get("first_contact_at")
    known = [arrival.at, *([instant(said)] if said else []), *([begun.at] if begun else [])]
    return min(known)


def _keep_facts(claim: Claim, given: Mapping[str, Any], arrival: Arrival, begun: FraudContact | None) -> None:
    FraudClaim.objects.create(
        claim=claim,
        claimant=given["claimant"],
        entrance=arrival.entrance,
        phrase=arrival.phrase,
        cause=given["cause"],
        recognised_at=instant(given["recognised_at"]),
        first_contact_at=_first_contact(given, arrival, begun),
        information_stolen_at=instant(given["stolen_at"]) if given.get("stolen_at") else None,
        issuer_told={"yes": True, "no": False}.get(given.get("issuer_told", "")),
        recovered_yen=given.get("recovered_yen") or 0,
        received_yen=given.get("received_yen") or 0,
        due_yen=given.get("due_yen") or 0,
        undetermined=bool(given.get("undetermined")),
        account_hash=account_hash(given.get("customer_id", "")) if given["claimant"] == "user" else None,
    )
    FraudAct.objects.bulk_create(
        FraudAct(claim=claim, position=position, **{**act, "at": instant(act["at"])})
        for position, act in enumerate(given["acts"])
    )


def _ask_for_missing(claim: Claim, given: Mapping[str, Any], by: Actor) -> Claim:
    """What is missing is asked for; the date of receipt stays."""
    is_user = given["claimant"] == "user"
    if not missing_items(given, policy_of(claim.bulletin), is_user=is_user):
        return claim
    detail = "items of the form are missing"
    tell(claim, MISSING, by=by)
    return move([claim.pk], ClaimState.WAITING, detail=detail, by=by, waiting_for=WaitingFor.CLAIMANT)[0]


def instant(text: str) -> datetime:
    """An ISO text as an instant in Japan."""
    return datetime.fromisoformat(text).astimezone(JST)
