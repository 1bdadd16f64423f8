"""Delivery reports that name no message of ours: kept, and shown to whoever answers for the sending."""

from __future__ import annotations

from typing import Final, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.desk.access import for_leaders
from claims.desk.paging import number_after
from claims.desk.unmatched_words import problem_words, says_words
from foundation.japan.bilingual import Both
from foundation.japan.numbers import fold
from notifications.models import DeliveryReport
from notifications.reports import unmatched

A_PAGE: Final = 20
COUNTED_TO: Final = 1_000
LONGEST: Final = 120


class Unmatched(NamedTuple):
    """One such report: what it says, and why it names nothing; None where it simply knows another number."""

    row: DeliveryReport
    says: Both
    problem: Both


@require_safe
@for_leaders
def unmatched_list(request: HttpRequest) -> HttpResponse:
    """The newest first, of one provider or with one number where asked. What was in a mail is not shown."""
    chosen, typed = request.GET.get("provider", ""), fold(request.GET.get("number", ""))[:LONGEST]
    every = unmatched()
    rows = _named(every.filter(provider=chosen) if chosen else every, typed).order_by("-pk")
    before = number_after(request, "before")
    found = list((rows.filter(pk__lt=before) if before else rows).defer("raw")[: A_PAGE + 1])
    count = every[: COUNTED_TO + 1].count()
    context = {
        "rows": [Unmatched(row, says_words(row.says), problem_words(row.problem)) for row in found[:A_PAGE]],
        "count": min(count, COUNTED_TO),
        "is_more": count > COUNTED_TO,
        "providers": sorted(set(every.order_by().values_list("provider", flat=True).distinct())),
        "chosen": chosen,
        "number": typed,
        "before": found[A_PAGE - 1].pk if len(found) > A_PAGE else None,
        "a_page": A_PAGE,
        "at": "mailings",
    }
    return render(request, "desk/unmatched.html", context)


def _named(rows: QuerySet[DeliveryReport], typed: str) -> QuerySet[DeliveryReport]:
    """Those that carry this number: the provider's own, that of the event, or a reference."""
    if not typed:
        return rows
    named = Q(provider_id=typed) | Q(event_key=typed)
    try:
        named |= Q(reference=UUID(typed))
    except ValueError:
        return rows.filter(named)
    return rows.filter(named)
