"""Assessing whether misuse is to be made public, by the criteria of the policy; no claim has a part in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import transaction

from claims.models import DisclosureAssessment
from compensation.programmes import PolicyInForce
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
    """Keep an assessment; it is to be made public when any criterion holds. Raises IncompleteAssessmentError."""
    asked = {criterion.id for criterion in force.rules.disclosure}
    told = subject.strip() and conclusion.strip() and all(one.because.strip() for one in criteria.values())
    if set(criteria) != asked or not told:
        raise IncompleteAssessmentError(", ".join(sorted(asked)))
    with transaction.atomic():
        kept = DisclosureAssessment.objects.create(
            programme=force.row.programme,
            subject=subject.strip(),
            criteria={name: one._asdict() for name, one in criteria.items()},
            disclose=any(one.holds for one in criteria.values()),
            conclusion=conclusion.strip(),
            at=clock.now(),
            actor=by.ref,
        )
        scope = force.row.programme.slug
        audit.record("disclosure.assessed", by=by, kind="disclosure", refs=[str(kept.pk)], scope=scope)
    return kept
