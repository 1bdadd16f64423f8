"""Claims that were examined under an earlier bulletin than the one in force: they are examined again under it.

The settlement does the same for coupons on app accounts. What was decided keeps its bulletin where nothing changes for
it; else a new decision names the old one, and only a difference is paid. What a person or the applicant ended stays so.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db.models import Count, Q

from claims.models import Claim
from claims.states import SITE, ClaimState
from compensation.models import Bulletin, Programme
from compensation.programmes import in_force
from foundation.trail import audit
from foundation.trail.actor import Actor

_EXAMINED: Final = (ClaimState.WAITING, ClaimState.REFERRED, ClaimState.DECIDED)
_ENDED_BY_ITSELF: Final = ("paid", "lapsed")


def under_an_earlier_bulletin(at: datetime) -> Q:
    """Claims whose last examination was under another bulletin than the one in force."""
    stages = Programme.objects.filter(kind="coupon").annotate(stages=Count("bulletins"))
    found = Q(pk__in=[])
    for slug in stages.filter(stages__gt=1).values_list("slug", flat=True):
        row = in_force(slug, at).row
        found |= Q(programme__slug=slug) & (Q(examined_under__isnull=True) | ~Q(examined_under=row))
    ended = Q(state=ClaimState.CLOSED, closed_as__in=_ENDED_BY_ITSELF, channel=SITE)
    return found & (Q(state__in=_EXAMINED) | ended)


def note_bulletin(claim: Claim, row: Bulletin, *, by: Actor) -> None:
    """Keep under which bulletin a claim, which the caller's transaction holds, was examined now."""
    if claim.examined_under_id == row.pk:
        return
    Claim.objects.filter(pk=claim.pk).update(examined_under=row)
    refs, detail = [str(claim.number)], {"bulletin": row.key}
    audit.record("claim.examined_under", by=by, kind="claim", refs=refs, scope=claim.programme.slug, detail=detail)
