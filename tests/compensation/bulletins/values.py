"""Every value of a bulletin that a decision, a form or a page depends on, as plain data to compare."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from compensation.policy.bulletin import Bulletin, Item, Plan, Words
from compensation.policy.periods import Deadline


def heading(bulletin: Bulletin) -> tuple[Any, ...]:
    dates = [str(day) if day else None for day in (bulletin.issued, bulletin.in_force_from)]
    names = (bulletin.id, bulletin.programme, bulletin.prefecture, bulletin.stage, bulletin.supersession)
    return (*names, *dates, bulletin.name.ja, bulletin.office.ja, [str(added.day) for added in bulletin.addenda])


def entitlement(bulletin: Bulletin) -> dict[str, Any]:
    case_a, payment = bulletin.case_a, bulletin.payment
    assert case_a is not None
    return {
        "hours": bulletin.outage.windows,
        "expiry": (str(case_a.first_expiry), str(case_a.last_expiry)),
        "expiry_instants": (str(case_a.expires_from), str(case_a.expires_before)),
        "class_balance": (str(case_a.balance_at), case_a.least_yen),
        "extensions": [str(extension.until) for extension in bulletin.extensions],
        "paid_balance": (str(payment.balance_at), str(payment.doubted_from)),
        "conditions": bulletin.persons.conditions,
    }


def case_b(bulletin: Bulletin) -> tuple[Any, ...]:
    rules = bulletin.case_b
    assert rules is not None
    enquiry = rules.remedy.enquiry
    asked = None if enquiry is None else (ids(enquiry.items), enquiry.deadline)
    return (rules.remedy.kind, rules.other_silent, asked)


def app(bulletin: Bulletin) -> tuple[Any, ...]:
    route = bulletin.app
    assert route is not None
    return (route.channels, route.act_needed, plan(route.sending), deadline(route.receipt))


def paper(bulletin: Bulletin) -> dict[str, Any]:
    route = bulletin.paper
    assert route is not None
    assert route.opening is not None
    return {
        "url": route.url,
        "opening": (str(route.opening.at) if route.opening.at else None, route.opening.planned),
        "items": (ids(route.items.items), route.items.open_ended, route.items.silent, route.items.reached_by),
        "deadline": deadline(route.deadline),
        "sending": plan(route.sending),
        "receipt": deadline(route.receipt),
        "chosen_on_site": route.chosen_on_site,
        "lost": route.lost.ask.ja if route.lost.ask else None,
    }


def transfer(bulletin: Bulletin) -> tuple[Any, ...]:
    offer = bulletin.transfer
    return (offer.routes, ids(offer.items), plan(offer.sending), offer.doubted_cases, offer.silent)


def points(bulletin: Bulletin) -> tuple[Any, ...]:
    return (bulletin.points.planned, [(method.id, method.name.ja) for method in bulletin.points.methods])


def deadline(found: Deadline) -> tuple[Any, ...]:
    return (str(found.day) if found.day else None, str(found.too_late_from) if found.too_late_from else found.silent)


def plan(found: Plan | None) -> tuple[str, str | None] | None:
    return None if found is None else (found.text.ja, str(found.earliest) if found.earliest else None)


def ids(items: tuple[Item, ...]) -> list[str]:
    return [item.id for item in items]


def told(part: Any, path: str = "") -> Iterator[str]:
    """Every text and every citation of a bulletin or policy, a line each, in the order of its parts."""
    if isinstance(part, Words):
        yield f"{path}: {part.ja} | {part.en}"
    elif isinstance(part, str):
        yield f"{path}: {part}"
    elif isinstance(part, tuple) and path.endswith("clauses"):
        yield f"{path}: {' '.join(part)}"
    else:
        for name, value in _parts(part):
            yield from told(value, f"{path}.{name}" if path else name)


def _parts(part: Any) -> list[tuple[str, Any]]:
    if is_dataclass(part):
        return [(found.name, getattr(part, found.name)) for found in fields(part)]
    if isinstance(part, tuple):
        names = getattr(part, "_fields", range(len(part)))
        return [(str(name), value) for name, value in zip(names, part, strict=True)]
    return list(part.items()) if isinstance(part, Mapping) else []
