"""What stands already: decisions, losses with what they owe, payees and referrals, looked up for many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import F

from compensation.models import Decision, Entitlement, Loss, Payee, Referral
from compensation.policy import decision as policy
from compensation.states import PayeeKind, SubjectKind
from foundation.tables.among import Among


class StandingDecision(NamedTuple):
    """The decision that stands on a subject, as far as another could differ from it."""

    id: int
    decided_at: datetime
    case: str
    outcome: str
    amount: int | None
    route: str
    remedy: str
    facts: dict[str, Any]

    def says(self, new: policy.Decision, facts: dict[str, Any]) -> bool:
        """Whether a new decision on these facts would change nothing."""
        same = (new.case, new.outcome, new.amount, new.route or "", new.remedy or "")
        return same == (self.case, self.outcome, self.amount, self.route, self.remedy) and facts == self.facts


class Owed(NamedTuple):
    """An entitlement: what it owes to whom, and how much of it payouts have taken up, in yen."""

    id: int
    payee_id: int
    owed: int
    committed: int


class Raised(NamedTuple):
    """A referral that was opened: why, on which decision (of which kind of subject), and whether it still waits."""

    id: int
    coupon_id: int | None
    reason: str
    decision_id: int | None
    about: str | None
    is_open: bool


class Standing(NamedTuple):
    """All of it: decisions by subject, losses and entitlements by loss key, payees by key, referrals by coupon."""

    decisions: dict[int, StandingDecision]
    losses: dict[str, int]
    owed: dict[str, Owed]
    payees: dict[str, int]
    referrals: dict[int | None, list[Raised]]


def is_untouched(programme_id: int) -> bool:
    """Whether nothing stands in a programme at all, so that its first settlement need not ask coupon by coupon.

    Whatever comes meanwhile, the database's own constraints refuse a second of it.
    """
    rows = [model.objects.filter(programme_id=programme_id) for model in (Decision, Loss, Payee, Referral)]
    return not any(found.exists() for found in rows)


def nothing() -> Standing:
    """What stands where nothing does."""
    return Standing({}, {}, {}, {}, {})


class Asked(NamedTuple):
    """What is asked about: subjects of one kind by id, coupons by id and loss key, payees of one kind by key."""

    kind: SubjectKind
    subjects: Collection[int]
    coupons: Collection[int]
    loss_keys: Collection[str]
    payee_kind: PayeeKind
    payees: Collection[str]


def standing(programme_id: int, asked: Asked) -> Standing:
    """What stands, in a handful of queries however much is asked."""
    decisions = _decisions(asked.kind, asked.subjects)
    return Standing(
        decisions,
        dict(Loss.objects.filter(Among(F("key"), asked.loss_keys)).values_list("key", "pk")),
        _owed(asked.loss_keys),
        _payees(programme_id, asked.payee_kind, asked.payees),
        _referrals(asked.coupons, [decision.id for decision in decisions.values()]),
    )


def _decisions(kind: SubjectKind, ids: Collection[int]) -> dict[int, StandingDecision]:
    rows = Decision.objects.filter(Among(F("subject_id"), ids), subject_kind=kind, superseded_at__isnull=True)
    return {
        row[0]: StandingDecision(*row[1:])
        for row in rows.values_list(
            "subject_id", "pk", "decided_at", "case", "outcome", "amount", "route", "remedy", "facts"
        )
    }


def _owed(loss_keys: Collection[str]) -> dict[str, Owed]:
    rows = Entitlement.objects.filter(Among(F("loss__key"), loss_keys), balance="")
    return {row[0]: Owed(*row[1:]) for row in rows.values_list("loss__key", "pk", "payee_id", "owed", "committed")}


def _payees(programme_id: int, kind: PayeeKind, keys: Collection[str]) -> dict[str, int]:
    rows = Payee.objects.filter(Among(F("key"), keys), programme_id=programme_id, kind=kind)
    return dict(rows.values_list("key", "pk"))


def _referrals(coupon_ids: Collection[int], decision_ids: Collection[int]) -> dict[int | None, list[Raised]]:
    found = defaultdict[int | None, list[Raised]](list)
    of_coupons = Referral.objects.filter(Among(F("coupon_id"), coupon_ids))
    without = Referral.objects.filter(Among(F("decision_id"), decision_ids), coupon=None)
    for rows in (of_coupons, without):
        for pk, coupon_id, reason, decision_id, about, closed_at in rows.values_list(
            "pk", "coupon_id", "reason", "decision_id", "decision__subject_kind", "closed_at"
        ):
            found[coupon_id].append(Raised(pk, coupon_id, reason, decision_id, about, closed_at is None))
    return dict(found)
