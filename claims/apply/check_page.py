"""The answer to a check: what the policy says of these answers, why, and what to do about it now."""

from __future__ import annotations

from typing import Literal, NamedTuple

from claims.apply.programme_pages import ProgrammePage
from claims.status_reasons import reasons_in, unnumbered
from compensation.eligibility_check import Said, answer
from compensation.outages import outage_of
from compensation.policy.bulletin import Clause, Words
from compensation.policy.decision import Decision
from compensation.policy.explain import doubts, explanation
from compensation.policy.letters import letter
from compensation.policy.places import place

Act = Literal["wait", "apply", "apply_later", "call", "elsewhere", "nothing"]

_CONTACT = "contact"


class Ground(NamedTuple):
    """A clause of the bulletin: where it stands, what it says, and what was found under it."""

    place: Words
    clause: Clause
    found: Words


class Verdict(NamedTuple):
    """One decision in words: its opening, what settled it, and every clause that bore on it."""

    decision: Decision
    opening: Words
    reasons: tuple[Words, ...]
    grounds: tuple[Ground, ...]
    doubts: tuple[Words, ...]

    @property
    def tone(self) -> str:
        """How its box looks."""
        return {"eligible": "good", "ineligible": "plain", "refer": "warn"}.get(self.decision.outcome, "key")


class CheckAnswer(NamedTuple):
    """The verdict as things stand, the one upon an application sent now, and what to do."""

    verdict: Verdict
    once_applied: Verdict | None
    act: Act


def check_answer(said: Said, page: ProgrammePage) -> CheckAnswer:
    """Decide under the page's bulletin as of its instant; reads the hours of the outage and writes nothing."""
    found = answer(said, page.rules, page.now, outage_of(page.bulletin.row.programme_id))
    applied = _verdict(found.once_applied, page) if found.once_applied and page.stage == "open" else None
    return CheckAnswer(_verdict(found.now, page), applied, _act(said, found.now, page))


def _verdict(decision: Decision, page: ProgrammePage) -> Verdict:
    # Whom to call stands beside the answer, with today's hours.
    told, clauses = [step for step in decision.trace if step.rule != _CONTACT], page.rules.clauses
    grounds = [
        Ground(place(clauses[one.clause]), clauses[one.clause], unnumbered(Words(one.ja, one.en)))
        for one in explanation(told)
    ]
    reasons = reasons_in(told, granted=decision.outcome == "eligible", alone=True).first
    return Verdict(
        decision,
        letter(decision, page.rules.contact).opening,
        reasons,
        tuple(grounds),
        tuple(Words(one.ja, one.en) for one in doubts(decision.doubts)),
    )


def _act(said: Said, decision: Decision, page: ProgrammePage) -> Act:
    """What the traveller does next, by the way of payment that the decision names."""
    if said.owner == "elsewhere":
        return "elsewhere"
    if decision.outcome == "refer" or decision.route == "call_centre":
        return "call"
    if decision.outcome == "ineligible" or (decision.route is None and decision.outcome == "eligible"):
        return "nothing"
    if decision.route == "automatic":
        return "wait"
    if decision.route == "special_site":
        return "apply" if page.stage == "open" else "apply_later"
    return "call"
