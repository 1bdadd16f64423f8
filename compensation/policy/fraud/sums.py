"""Item 5: the sum, and how it falls on the acts and the balances."""

from __future__ import annotations

from operator import itemgetter
from typing import NamedTuple

from compensation.policy.decision import Line, Outcome
from compensation.policy.fraud.events import CARD_EVENTS
from compensation.policy.fraud.facts import Act, FraudClaim
from compensation.policy.fraud.findings import Finding, Findings, Weight


class Sum(NamedTuple):
    """One reckoning in whole yen: what the standing acts cost, what others gave or owe, and what is left to pay."""

    misused_yen: int
    fees_yen: int
    recovered_yen: int
    compensation_yen: int

    @property
    def loss_yen(self) -> int:
        """The misused sums with the service's fees."""
        return self.misused_yen + self.fees_yen

    @property
    def taken_off_yen(self) -> int:
        """What was recovered, and what third parties gave or still owe; the same yen is in it once."""
        return self.recovered_yen + self.compensation_yen

    @property
    def amount(self) -> int:
        """What is paid: never less than nothing, and nothing is claimed back."""
        return max(0, self.loss_yen - self.taken_off_yen)


def reckon(claim: FraudClaim, acts: tuple[Act, ...]) -> Sum:
    """The sum over these acts of the claim."""
    parties = claim.third_parties
    return Sum(
        sum(act.yen for act in acts),
        sum(act.fee_yen for act in acts),
        parties.recovered_yen,
        parties.compensation_yen,
    )


def third_parties(claim: FraudClaim) -> Findings:
    """Whether it is settled what others will make good."""
    if claim.third_parties.undetermined:
        yield Finding(Weight.SUPPLY, "5.2", "third_party_open", (), "open")


def sum_findings(claim: FraudClaim, acts: tuple[Act, ...]) -> Findings:
    """How the sum came about, clause by clause; only for a claim that nothing else stops."""
    total = reckon(claim, acts)
    yield _loss(total)
    if claim.other_losses_yen:
        yield Finding(Weight.CARRIES, "5.1", "other_losses_left_out", (claim.other_losses_yen,))
    if total.compensation_yen:
        yield _compensation(claim, total)
    if claim.cause in CARD_EVENTS:
        yield Finding(Weight.CARRIES, "5.3", "with_the_issuer")
    if _split_open(total, acts):
        yield Finding(Weight.CARRIES, "5.4", "split_open", (total.amount,), "unclear", "doubt_split_over_balances")
    elif total.amount:
        yield Finding(Weight.CARRIES, "5.4", "credited", (total.amount,))


def _loss(total: Sum) -> Finding:
    misused = (total.loss_yen, total.misused_yen, total.fees_yen)
    if total.recovered_yen:
        return Finding(Weight.CARRIES, "5.1", "loss_less_recovered", (*misused, total.recovered_yen))
    return Finding(Weight.CARRIES, "5.1", "loss_whole", misused)


def _compensation(claim: FraudClaim, total: Sum) -> Finding:
    parties = claim.third_parties
    facts = (parties.compensation_received_yen, parties.compensation_due_yen, total.amount)
    # Either deduction alone would leave something, both together more than eat it up: 5(2) read by itself would pay.
    each_alone_leaves = max(total.recovered_yen, total.compensation_yen) < total.loss_yen
    doubt = "doubt_both_deductions" if each_alone_leaves and total.taken_off_yen > total.loss_yen else None
    return Finding(Weight.CARRIES, "5.2", "compensation_taken_off", facts, doubt=doubt)


def _split_open(total: Sum, acts: tuple[Act, ...]) -> bool:
    """Whether something taken off must be spread over several balances, of which the policy says nothing."""
    return total.amount > 0 and total.taken_off_yen > 0 and len({act.balance for act in acts}) > 1


def lines_of(claim: FraudClaim, stands: tuple[bool, ...], outcome: Outcome) -> tuple[Line, ...]:
    """One line an act, in the order given. In an eligible claim they sum to the amount, an act shut out being 0.

    What is taken off falls on the earliest acts first, which shows nothing but the sum. Where it must be spread over
    several balances the lines name none: the sum stands, and which balance gets what is a person's to say.
    """
    outcomes: list[Outcome] = [outcome if left else "ineligible" for left in stands]
    if outcome != "eligible":
        return tuple(
            Line(place, "fraud", one, None, None, act.balance)
            for place, (act, one) in enumerate(zip(claim.acts, outcomes, strict=True))
        )
    acts = tuple(act for act, left in zip(claim.acts, stands, strict=True) if left)
    total = reckon(claim, acts)
    shares = _shares(claim.acts, stands, total.taken_off_yen)
    split_open = _split_open(total, acts)
    return tuple(
        Line(place, "fraud", one, "credit" if yen else None, yen, None if split_open and yen else act.balance)
        for place, (act, one, yen) in enumerate(zip(claim.acts, outcomes, shares, strict=True))
    )


def _shares(acts: tuple[Act, ...], stands: tuple[bool, ...], taken_off: int) -> list[int]:
    """What is left of each act when the deductions have been taken from the earliest first."""
    shares = [act.loss_yen if left else 0 for act, left in zip(acts, stands, strict=True)]
    if not taken_off:
        return shares
    for place, act in sorted(enumerate(acts), key=itemgetter(1)):
        if stands[place]:
            shares[place] -= min(taken_off, act.loss_yen)
            taken_off -= min(taken_off, act.loss_yen)
    return shares
