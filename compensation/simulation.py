"""What another bulletin would change: the same coupons and claims decided under both, and nothing written.

Both sides are decided anew as of one instant, by the facts of the ledger as the settlement reads them. What was paid
already, and what waits for a person for reasons of ours (two people name one coupon, say), does not count here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, Final, Literal, NamedTuple

from compensation.awards.judging import Judge
from compensation.coupon_reading import charged_coupons, held_coupons, whole_accounts, with_restorations
from compensation.enquiries import Told, told_in
from compensation.facts import Account, Balances, FactsOfCoupons, Held, account_of, instants_needed
from compensation.ledger import balances
from compensation.outages import outage_of
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import CouponFacts, Outage, SiteApplication, Wants
from compensation.policy.decision import Decision
from compensation.travellers import Applicant

CHUNK: Final = 2_000
LISTED: Final = (
    "kind", "inquiry_numbers", "case_before", "outcome_before", "route_before", "yen_before", "case_after",
    "outcome_after", "route_after", "yen_after", "clauses_after",
)  # fmt: skip

LISTED_OF_MISUSE: Final = tuple("claim_number" if name == "inquiry_numbers" else name for name in LISTED)

Kind = Literal["coupon", "claim"]


class Compared(NamedTuple):
    """One coupon on an app account, or one claim, under both bulletins; None where one of them does not ask for it.

    `payee` tells people apart and is shown to nobody. A claim for misuse has no route: it counts by its `entrance`.
    """

    kind: Kind
    payee: str
    inquiry_numbers: tuple[str, ...]
    before: Decision | None
    after: Decision | None
    entrance: str = ""

    @property
    def is_changed(self) -> bool:
        """Whether anybody would notice: other clauses alone are no change."""
        return _said(self.before) != _said(self.after)

    @property
    def route(self) -> str:
        """Its entrance, or the route that it takes after the change; the one it had, where it takes none."""
        return self.entrance or _part(self.after, "route") or _part(self.before, "route") or "none"

    def row(self) -> list[str | int]:
        """Its line in the list, by `LISTED`."""
        said = [value for one in (self.before, self.after) for value in _listed(one)]
        clauses = " ".join(self.after.clauses) if self.after else ""
        return [self.kind, " ".join(self.inquiry_numbers), *said, clauses]


class AskedOnSite(NamedTuple):
    """A claim of the special site: its coupons in their order, who claims them, and what they said."""

    payee: str
    coupon_ids: Sequence[int]
    applicant: Applicant
    application: SiteApplication
    wants: Wants


class Side:
    """One of the two bulletins, deciding as of the instant."""

    def __init__(self, rules: Bulletin, as_of: datetime, told: Mapping[int, Told], outage: Outage | None) -> None:
        self.rules, self._as_of = rules, as_of
        self.instants = instants_needed(rules, as_of)
        self._facts, self._judge = FactsOfCoupons(rules, as_of, told, outage), Judge(rules, as_of)

    def of_account(self, held: Held, account: Account, known: Balances) -> Decision | None:
        """A coupon on an app account; None where it was charged too late for this bulletin, and so stayed paper."""
        if held.charged_at is None or held.charged_at >= self.rules.payment.balance_at:
            return None
        return self._decided(self._facts.automatic(held, account, self._needed(known)))

    def of_claim(self, coupons: Iterable[tuple[Held, Balances]], asked: AskedOnSite) -> Decision:
        """A claim of the special site."""
        facts = self._facts.paper([(held, self._needed(known)) for held, known in coupons], asked.applicant)
        return self._decided(facts._replace(site_application=asked.application, wants=asked.wants))

    def is_on_app(self, held: Held) -> bool:
        """Whether the coupon stands on a live app account, so that a claim for it is a person's matter."""
        return held.is_on_app(self.rules, self._as_of)

    def _needed(self, known: Balances) -> Balances:
        return {at: known[at] for at in self.instants}

    def _decided(self, facts: CouponFacts) -> Decision:
        return self._judge.judge(facts).decision


class Simulation:
    """A programme under its bulletin in force and under another one, as of one instant."""

    def __init__(self, programme_id: int, in_force: Bulletin, other: Bulletin, as_of: datetime) -> None:
        self._programme_id, self._as_of = programme_id, as_of
        told, outage = told_in(programme_id), outage_of(programme_id)
        self._before, self._after = Side(in_force, as_of, told, outage), Side(other, as_of, told, outage)
        self._instants = sorted({*self._before.instants, *self._after.instants})

    def charged(self) -> Iterator[Compared]:
        """Every coupon on an app account, account by account."""
        sides = self._before, self._after
        latest = max((side.rules for side in sides), key=lambda rules: rules.payment.balance_at)
        for coupons in whole_accounts(charged_coupons(self._programme_id, latest, self._as_of), CHUNK):
            known = self._balances([held.id for held in coupons])
            for key, of_one in groupby(with_restorations(coupons), key=attrgetter("app_account")):
                held_by_one = list(of_one)
                account = account_of(held_by_one, self._as_of)
                for held in held_by_one:
                    before, after = [side.of_account(held, account, known[held.id]) for side in sides]
                    yield Compared("coupon", key, (held.inquiry_number,), before, after)

    def claimed(self, claims: Sequence[AskedOnSite]) -> Iterator[Compared]:
        """These claims, save those of which a coupon stands on a live app account: they are a person's matter."""
        ids = {coupon_id for asked in claims for coupon_id in asked.coupon_ids}
        by_id, known = {held.id: held for held in held_coupons(ids)}, self._balances(list(ids))
        for asked in claims:
            held = [by_id[coupon_id] for coupon_id in asked.coupon_ids]
            if any(side.is_on_app(one) for side in (self._before, self._after) for one in held):
                continue
            coupons = [(one, known[one.id]) for one in held]
            before, after = self._before.of_claim(coupons, asked), self._after.of_claim(coupons, asked)
            yield Compared("claim", asked.payee, tuple(one.inquiry_number for one in held), before, after)

    def _balances(self, coupon_ids: Sequence[int]) -> Mapping[int, Balances]:
        return balances(coupon_ids, self._instants)


@dataclass(slots=True)
class Tally:
    """What changes, added up: by route and in all, with people counted once in each. Payees come one after another."""

    looked_at: Counter[str] = field(default_factory=Counter)
    routes: dict[str, Counter[str]] = field(default_factory=dict)
    outcomes: Counter[str] = field(default_factory=Counter)
    _payee: tuple[str, str] = ("", "")
    _counted: set[str] = field(default_factory=set)

    def add(self, case: Compared) -> None:
        """Count one case, changed or not."""
        self.looked_at[f"{case.kind}s"] += 1
        if not case.is_changed:
            return
        if self._payee != (case.kind, case.payee):
            self._payee, self._counted = (case.kind, case.payee), set()
        for name in ("all", case.route):
            counts = self.routes.setdefault(name, Counter())
            counts["people"] += name not in self._counted
            counts[f"{case.kind}s"] += 1
            counts["yen_before"] += _yen(case.before)
            counts["yen_after"] += _yen(case.after)
            self._counted.add(name)
        self.outcomes[f"{_part(case.before, 'outcome') or 'none'} > {_part(case.after, 'outcome') or 'none'}"] += 1

    def as_json(self) -> dict[str, Any]:
        """What was looked at; people, coupons, claims and yen that would change, in all and by route; the outcomes."""
        whole = self.routes.get("all", Counter())
        routes = {name: _summed(counts) for name, counts in sorted(self.routes.items()) if name != "all"}
        looked_at = {kind: self.looked_at[kind] for kind in ("coupons", "claims")}
        return {
            "looked_at": looked_at,
            **_summed(whole),
            "routes": routes,
            "outcomes": dict(sorted(self.outcomes.items())),
        }


def _summed(counts: Mapping[str, int]) -> dict[str, int]:
    named = {name: counts.get(name, 0) for name in ("people", "coupons", "claims", "yen_before", "yen_after")}
    return {**named, "yen_difference": named["yen_after"] - named["yen_before"]}


def _said(decision: Decision | None) -> tuple[Any, ...]:
    if decision is None:
        return ()
    return decision.case, decision.outcome, decision.amount, decision.route, decision.remedy, decision.lines


def _listed(decision: Decision | None) -> tuple[str | int, ...]:
    if decision is None:
        return "", "", "", ""
    amount = "" if decision.amount is None else decision.amount
    return decision.case, decision.outcome, decision.route or "", amount


def _part(decision: Decision | None, name: str) -> str:
    return getattr(decision, name) or "" if decision else ""


def _yen(decision: Decision | None) -> int:
    return (decision.amount or 0) if decision else 0
