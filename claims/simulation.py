"""What another bulletin would change for a programme: its coupons on app accounts, and the claims on its site.

Of a policy on misuse: the claims for misuse, on what is established and found of each by now. A sum that people agreed
where the policy leaves it to them is none of the policy's, under either version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from claims import answers
from claims.facts import applicant, site_application, wants
from claims.fraud_facts import facts_of
from claims.models import Claim
from claims.states import SITE
from compensation.fraud_awards import decision_on
from compensation.models import Bulletin as BulletinRow
from compensation.models import Programme
from compensation.policy.bulletin import Bulletin
from compensation.policy.fraud import FraudPolicy
from compensation.programmes import PolicyInForce, fraud_policy, in_force
from compensation.simulation import AskedOnSite, Compared, Simulation, Tally

CHUNK: Final = 500
WITHDRAWN: Final = "withdrawn"


class OtherProgrammeError(ValueError):
    """The bulletin is another programme's."""


def simulate(
    slug: str,
    other: Bulletin | FraudPolicy,
    as_of: datetime,
    *,
    tell: Callable[[Compared], None] = lambda _changed: None,
    progress: Callable[[int], None] = lambda _cases: None,
) -> dict[str, Any]:
    """Decide everything of a programme under both bulletins, `tell` of what changes, and return the sums.

    Nothing is written. Raises Programme.DoesNotExist, and OtherProgrammeError.
    """
    if other.programme != slug:
        raise OtherProgrammeError(f"{other.id} is a bulletin of {other.programme}, not of {slug}")
    row, cases = _compared(slug, other, as_of)
    tally = Tally()
    for number, case in enumerate(cases, start=1):
        tally.add(case)
        if case.is_changed:
            tell(case)
        progress(number)
    head = {"programme": slug, "as_of": as_of.isoformat(), "in_force": row.key, "bulletin": other.id}
    received = _received(row.programme, as_of).count()
    return {**head, "claims_left_out": received - tally.looked_at["claims"], **tally.as_json()}


def _compared(slug: str, other: Bulletin | FraudPolicy, as_of: datetime) -> tuple[BulletinRow, Iterator[Compared]]:
    """The bulletin in force, and every case under both."""
    if isinstance(other, FraudPolicy):
        policy = fraud_policy(slug)
        return policy.row, _misuse(policy, PolicyInForce(policy.row, other), as_of)
    force = in_force(slug, as_of)
    simulation = Simulation(force.row.programme_id, force.rules, other, as_of)
    return force.row, _coupons(simulation, force.row.programme, as_of)


def _misuse(before: PolicyInForce, after: PolicyInForce, as_of: datetime) -> Iterator[Compared]:
    """Every claim for misuse, account by account."""
    claims = _received(before.row.programme, as_of).select_related("bulletin", "fraud")
    for claim in claims.order_by("fraud__account_hash", "pk").iterator(chunk_size=CHUNK):
        said, would_say = (decision_on(facts_of(claim, side.rules), side) for side in (before, after))
        account = bytes(claim.fraud.account_hash or b"").hex() or str(claim.number)
        yield Compared("claim", account, (str(claim.number),), said, would_say, claim.fraud.entrance)


def _coupons(simulation: Simulation, programme: Programme, as_of: datetime) -> Iterator[Compared]:
    yield from simulation.charged()
    asked = _asked(programme, as_of)
    while chunk := list(islice(asked, CHUNK)):
        yield from simulation.claimed(chunk)


def _asked(programme: Programme, as_of: datetime) -> Iterator[AskedOnSite]:
    """Every claim that was received, whose coupons are all in the records."""
    claims = _received(programme, as_of).order_by("pk").prefetch_related("coupons")
    for claim in claims.iterator(chunk_size=CHUNK):
        counting = [row for row in claim.coupons.all() if row.set_aside_at is None]
        named = sorted(counting, key=lambda row: row.position)
        found = [row.coupon_id for row in named if row.coupon_id is not None]
        if len(found) == len(named):
            given = answers.of(claim).given
            said = applicant(claim, given), site_application(claim, given), wants(given)
            yield AskedOnSite(str(claim.number), found, *said)


def _received(programme: Programme, as_of: datetime) -> QuerySet[Claim]:
    """What had come in by then and was not withdrawn.

    Of a coupon programme applications alone: what a call is about is a fact of its coupon, under either bulletin.
    """
    received = Claim.objects.filter(programme=programme, received_at__lte=as_of).exclude(closed_as=WITHDRAWN)
    return received if programme.kind == "fraud" else received.filter(channel=SITE)
