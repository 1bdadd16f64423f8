"""The notice of a programme, rendered from its bulletin in force."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from claims.apply.doors import door_links
from claims.apply.items import asked_items
from claims.apply.programme_pages import programme_page
from claims.apply.timetable import days_left, timetable
from compensation.gifts.products import stocked_as
from compensation.policy.bulletin import Bulletin, Clause
from compensation.policy.places import place

SILENT = ".silent."


@require_safe
def notice(request: HttpRequest, programme: str) -> HttpResponse:
    """Who is covered, what to do, by when, how one is paid; and what the document does not say."""
    page = programme_page(programme)
    rules = page.rules
    context = {
        "page": page,
        "rules": rules,
        "doors": door_links([page], programme),
        "timetable": timetable(rules, page.now),
        "items": asked_items(rules),
        "days_left": days_left(rules.paper.deadline.day if rules.paper else None, page.now),
        "stale": [(rules.clauses[line.clause], rules.clauses[line.governed_by], line) for line in rules.stale],
        "covered": _contents(rules, rules.persons.clauses),
        "covered_a": _contents(rules, rules.case_a.clauses if rules.case_a else ()),
        "covered_b": _contents(rules, _case_b_heads(rules)),
        "outcome_b": _contents(rules, _case_b_outcome(rules)),
        "others_b": _contents(rules, _other_events(rules)),
        "payable": stocked_as(method.id for method in rules.points.methods),
        "paid": _contents(rules, rules.payment.clauses),
        "transfer": _contents(rules, rules.transfer.clauses),
        "letting_through": _contents(rules, _sender_clauses(rules)),
        "timetable_is_over": rules.timetable is not None and page.now >= rules.timetable.ends,
        "silent": [clause for clause in rules.clauses.values() if SILENT in clause.id],
        "clauses": [(place(clause), clause) for clause in rules.clauses.values() if SILENT not in clause.id],
    }
    return render(request, "apply/notice.html", context)


def _contents(rules: Bulletin, ids: tuple[str, ...]) -> list[Clause]:
    return [rules.clauses[id_] for id_ in ids]


def _case_b_heads(rules: Bulletin) -> tuple[str, ...]:
    if rules.case_b is None:
        return ()
    return (*rules.case_b.paid_otherwise_clauses, *rules.case_b.pressed_repeatedly_clauses)


def _case_b_outcome(rules: Bulletin) -> tuple[str, ...]:
    """What becomes of a wrong deduction: the remedy, and what follows where the coupon is still not used."""
    if rules.case_b is None:
        return ()
    return tuple(dict.fromkeys((*rules.case_b.remedy.clauses, *rules.case_b.remedy.then_clauses)))


def _other_events(rules: Bulletin) -> tuple[str, ...]:
    """What is asked of those to whom something else happened; a silence about it stands with the others."""
    return () if rules.case_b is None or rules.case_b.other_silent else rules.case_b.other_clauses


def _sender_clauses(rules: Bulletin) -> tuple[str, ...]:
    return tuple(dict.fromkeys(clause for sender in rules.senders for clause in sender.clauses))
