"""What another bulletin would change for a programme: its coupons on app accounts, and the claims on its site."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final

from django.db.models import QuerySet

from claims import answers
from claims.facts import applicant, site_application, wants
from claims.models import Claim
from claims.states import SITE, ClaimState
from compensation.policy.bulletin import Bulletin
from compensation.programmes import in_force
from compensation.simulation import AskedOnSite, Compared, Simulation, Tally

CHUNK: Final = 500
WITHDRAWN: Final = "withdrawn"


class OtherProgrammeError(ValueError):
    """The bulletin is another programme's."""


def simulate(
    slug: str,
    other: Bulletin,
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
    force, tally = in_force(slug, as_of), Tally()
    simulation = Simulation(force.row.programme_id, force.rules, other, as_of)
    for number, case in enumerate(_cases(simulation, force.row.programme_id), start=1):
        tally.add(case)
        if case.is_changed:
            tell(case)
        progress(number)
    head = {"programme": slug, "as_of": as_of.isoformat(), "in_force": force.row.key, "bulletin": other.id}
    received = _received(force.row.programme_id).count()
    return {**head, "claims_left_out": received - tally.looked_at["claims"], **tally.as_json()}


def _cases(simulation: Simulation, programme_id: int) -> Iterator[Compared]:
    yield from simulation.charged()
    asked = _asked(programme_id)
    while chunk := list(islice(asked, CHUNK)):
        yield from simulation.claimed(chunk)


def _asked(programme_id: int) -> Iterator[AskedOnSite]:
    """Every claim that was received, whose coupons are all in the records."""
    claims = _received(programme_id).order_by("pk").prefetch_related("coupons")
    for claim in claims.iterator(chunk_size=CHUNK):
        named = sorted(claim.coupons.all(), key=lambda row: row.position)
        found = [row.coupon_id for row in named if row.coupon_id is not None]
        if len(found) == len(named):
            given = answers.of(claim).given
            said = applicant(claim, given), site_application(claim, given), wants(given)
            yield AskedOnSite(str(claim.number), found, *said)


def _received(programme_id: int) -> QuerySet[Claim]:
    """Applications alone: what a call is about is a fact of its coupon, under either bulletin."""
    received = Claim.objects.filter(programme=programme_id, channel=SITE).exclude(state=ClaimState.DRAFT)
    return received.exclude(closed_as=WITHDRAWN)
