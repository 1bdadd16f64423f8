"""Hours of the outage come in force: every enquiry of the programme is judged by them."""

from __future__ import annotations

from django.db import transaction

from claims.enquiry_examination import examine_all_again
from compensation import outages
from compensation.models import OutageHours
from foundation.trail.actor import Actor


def release_hours(hours: OutageHours, *, by: Actor) -> int | None:
    """Put hours in force, and have the programme's enquiries examined anew; how many, or None where they were already.

    Raises SamePersonError.
    """
    with transaction.atomic():
        if not outages.release(hours, by=by):
            return None
        return examine_all_again(hours.programme, "hours of the outage released", by=by)
