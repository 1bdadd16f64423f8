"""What Celery rings the bell for."""

from __future__ import annotations

import time

from celery import shared_task

from claims.allowances import forget_old
from claims.claim_deliveries import follow_claims
from claims.examination import claims_to_examine, examine
from claims.fraud_closing import close_credited
from claims.fraud_referrals import refer_open_grounds
from claims.payouts_of_claims import close_finished, contact_of_applicant
from claims.purging import ERASES
from compensation.deliveries import follow
from foundation.trail import clock
from foundation.trail.actor import Actor

WORKS_SECONDS = 60
A_CHUNK = 100


@shared_task(name="claims.examine")
def examine_claims() -> None:
    """Examine what waits, for a minute at most; the next ring takes the rest."""
    close_finished(by=Actor.system("examine"))
    close_credited(by=Actor.system("examine"))
    refer_open_grounds(clock.now(), by=Actor.system("examine"))
    ends, waiting = time.monotonic() + WORKS_SECONDS, claims_to_examine()
    for start in range(0, len(waiting), A_CHUNK):
        if time.monotonic() > ends:
            return
        examine(waiting[start : start + A_CHUNK], clock.now(), by=Actor.system("examine"))


@shared_task(name="claims.follow_deliveries")
def follow_deliveries() -> None:
    """What became of messages is news for payouts and for claims: the other channel, or a person."""
    follow(contact_of_applicant, by=Actor.system("deliveries"), beside=follow_claims)


@shared_task(name="claims.purge")
def purge() -> None:
    """Erase what its class says is over, and the counts of days that have passed."""
    for erase in ERASES.values():
        erase(by=Actor.system("purge"))
    forget_old()
