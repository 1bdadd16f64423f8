"""Drafts: the code that opens one again in another browser, and the day on which one is erased."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Final

from django.db import transaction

from claims.allowances import Limit, take
from claims.contacts import Contacts
from claims.draft_messages import resume_code_message, resume_codes_sent
from claims.fraud_retention import DRAFT as DRAFTS_OF_CALLS
from claims.models import Claim
from claims.states import CALL, ClaimState
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.trail.clock import JST
from foundation.vault import retention
from foundation.vault.hashing import keyed_hash
from foundation.vault.tokens import read_short_code, short_code, short_code_from
from notifications import outbox

CODE_LENGTH: Final = 12
A_DAY_TO_ONE_ADDRESS: Final = 5
A_DAY_FROM_ONE_NETWORK: Final = 60
_GROUP: Final = 4
_AT_ONCE: Final = 500
DRAFTS: Final = retention.register(
    retention.RetentionClass(
        "drafts", "申請の下書き", "drafts of claims", "the day on which it was begun", 30, "申請をはじめた日"
    )
)


def give_code(claim: Claim) -> str:
    """A new code for a draft, in groups to be written down; only its keyed hash is kept. An earlier one ends."""
    return _given(claim, short_code(CODE_LENGTH))


def code_of_call(claim: Claim) -> str:
    """The code of a draft that a call began: the same whenever its caller comes by the status page.

    It follows from the draft's key under a key of the portal's, so that no browser takes it from another.
    """
    secret = keyed_hash(str(claim.draft_key), purpose="resume-code")
    return _given(claim, short_code_from(secret[:CODE_LENGTH]))


def _given(claim: Claim, code: str) -> str:
    claim.resume_hash = resume_hash(code)
    Claim.objects.filter(pk=claim.pk).update(resume_hash=claim.resume_hash)
    return "-".join(code[start : start + _GROUP] for start in range(0, CODE_LENGTH, _GROUP))


def send_code(claim: Claim, code: str, reach: Contacts, network: str, *, by: Actor) -> bool:
    """Send the code of a draft to where its holder says; False, and nothing sent, past the limits of a day."""
    with transaction.atomic():
        held = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
        limits = [
            Limit("resume-to", reach.address.lower(), A_DAY_TO_ONE_ADDRESS),
            Limit("resume-from", network, A_DAY_FROM_ONE_NETWORK),
        ]
        if not take(limits):
            return False
        generation = resume_codes_sent(held) + 1
        outbox.plan([resume_code_message(held, reach, code, generation, last_day(held))], by=by)
    return True


def find_by_code(typed: str) -> Claim | None:
    """The draft that a code opens, or the claim that it became; the hash is computed whatever was typed."""
    found = Claim.objects.select_related("programme").filter(resume_hash=resume_hash(typed)).first()
    return found if found is not None and (found.state != ClaimState.DRAFT or not is_over(found)) else None


def resume_hash(typed: str) -> bytes:
    """What a code is found by, in whatever width and case it was typed."""
    return keyed_hash(read_short_code(typed), purpose="resume")


def last_day(claim: Claim) -> date:
    """The last day on which a draft can be taken up again."""
    return kept_for(claim).ends_on(_begun(claim)) - timedelta(days=1)


def is_over(claim: Claim) -> bool:
    """Whether the day of a draft has passed, although nobody has erased it yet."""
    return kept_for(claim).is_over(_begun(claim), today=clock.today())


def kept_for(claim: Claim) -> retention.RetentionClass:
    """How long a draft is kept; what a call began has a class of its own."""
    return DRAFTS_OF_CALLS if claim.channel == CALL else DRAFTS


def purge_drafts(*, by: Actor, dry_run: bool = False) -> int:
    """Erase drafts whose day has passed, with all that was typed; how many. With `dry_run` they are only counted.

    A draft that a call began is no draft of the site: its call is kept, and what it told has a class of its own.
    """
    on_the_site = Claim.objects.filter(state=ClaimState.DRAFT).exclude(channel=CALL)
    over = on_the_site.filter(started_at__lt=_begins_to_be_kept())
    if dry_run:
        return over.count()
    erased = 0
    while ids := list(over.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        erased += _erase(ids, by)
    return erased


def _erase(ids: Iterable[int], by: Actor) -> int:
    with transaction.atomic():
        # Asked again under the lock: a draft may have been sent a moment ago.
        held = Claim.objects.select_for_update(of=("self",)).filter(pk__in=ids, state=ClaimState.DRAFT)
        rows = dict(held.order_by("pk").values_list("pk", "programme__slug"))
        Claim.objects.filter(pk__in=rows).delete()
        for scope in sorted(set(rows.values())):
            refs = [str(pk) for pk, slug in rows.items() if slug == scope]
            audit.record("draft.erased", by=by, kind="draft", refs=refs, scope=scope, detail={"class": DRAFTS.name})
    return len(rows)


def _begun(claim: Claim) -> date:
    return claim.started_at.astimezone(JST).date()


def _begins_to_be_kept() -> datetime:
    """The first instant of the oldest day whose drafts are still kept."""
    return datetime.combine(DRAFTS.started_by(clock.today()) + timedelta(days=1), time.min, JST)
