"""Assessing whether misuse is to be made public, by the criteria of the policy; no claim has a part in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from claims.models import DisclosureAssessment
from compensation.models import Programme
from compensation.policy.fraud import FraudPolicy
from compensation.programmes import PolicyInForce
from foundation.japan.bilingual import Both
from foundation.trail import audit, clock
from foundation.trail.actor import Actor


class Criterion(NamedTuple):
    """Whether one criterion holds, and why."""

    holds: bool
    because: str


class IncompleteAssessmentError(ValueError):
    """A criterion of the policy was left out, or a reason."""


def assess(
    force: PolicyInForce, subject: str, criteria: Mapping[str, Criterion], conclusion: str, *, by: Actor
) -> DisclosureAssessment:
    """Keep an assessment; it is to be made public when any criterion holds. Pressed again, it is the same one.

    Raises IncompleteAssessmentError.
    """
    asked = {criterion.id for criterion in force.rules.disclosure}
    told = subject.strip() and conclusion.strip() and all(one.because.strip() for one in criteria.values())
    if set(criteria) != asked or not told:
        raise IncompleteAssessmentError(", ".join(sorted(asked)))
    written = {
        "subject": subject.strip(),
        "criteria": {name: one._asdict() for name, one in criteria.items()},
        "disclose": any(one.holds for one in criteria.values()),
        "conclusion": conclusion.strip(),
        "actor": by.ref,
    }
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=force.row.programme_id)
        last = DisclosureAssessment.objects.filter(programme=programme).order_by("-pk").first()
        if last is not None and {name: getattr(last, name) for name in written} == written:
            return last
        kept = DisclosureAssessment.objects.create(programme=programme, at=clock.now(), **written)
        audit.record("disclosure.assessed", by=by, kind="disclosure", refs=[str(kept.pk)], scope=programme.slug)
    return kept


def findings_of(kept: DisclosureAssessment, policy: FraudPolicy) -> list[tuple[Both, Criterion]]:
    """What was found of each criterion, under the policy's names, in its order."""
    named = {one.id: Both(*one.name) for one in policy.disclosure}
    found = [name for name in named if name in kept.criteria] + [name for name in kept.criteria if name not in named]
    return [(named.get(name, Both(name, name)), Criterion(**kept.criteria[name])) for name in found]
