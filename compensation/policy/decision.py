"""What a decision is made of: the same shape for a coupon claim and for a fraud claim."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

Case = Literal["A", "B", "fraud", "none"]
Outcome = Literal["eligible", "ineligible", "pending", "refer"]
Route = Literal["automatic", "special_site", "call_centre"]
Remedy = Literal["restore", "pay", "credit"]
Balance = Literal["cafeteria", "value", "money", "card"]
Result = Literal["holds", "fails", "open", "unclear"]


class Step(NamedTuple):
    """One clause that was tested.

    `rule` names the sentence that words this step (one wording a rule, Japanese and English);
    `facts` are the values it was tested on, in the order the sentence uses them;
    `bears` is true where the outcome bore on the decision, so that the clause is cited.
    """

    clause: str
    rule: str
    facts: tuple[Any, ...]
    result: Result
    bears: bool = True


class Line(NamedTuple):
    """One loss (a coupon, or an act of misuse): its place in the claim, case, outcome, remedy and whole yen."""

    subject: int
    case: Case
    outcome: Outcome
    remedy: Remedy | None
    yen: int | None
    balance: Balance | None = None


class Doubt(NamedTuple):
    """A point on which a reasonable reader could differ: the clause, and the sentence that says why."""

    clause: str
    rule: str


class Decision(NamedTuple):
    """The answer to one claim as of one instant; `amount` in whole yen, only where the outcome is eligible."""

    programme: str
    bulletin: str
    case: Case
    outcome: Outcome
    amount: int | None
    route: Route | None
    remedy: Remedy | None
    lines: tuple[Line, ...]
    trace: tuple[Step, ...]
    doubts: tuple[Doubt, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        """Every clause that bore on the decision, once each, in the order it was tested."""
        return tuple(dict.fromkeys(step.clause for step in self.trace if step.bears))
