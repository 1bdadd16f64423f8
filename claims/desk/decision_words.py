"""A stored decision in words: what was decided, under which clause of which document, and what is doubted."""

from __future__ import annotations

from typing import Final, NamedTuple

from claims.desk.history_words import actor_words
from compensation.explanations import doubtful, sentences
from compensation.models import Bulletin, Decision
from compensation.policy.bulletin import Bulletin as Rules
from compensation.policy.bulletin import Clause
from compensation.policy.explain import Explained
from compensation.programmes import Origin, origin_of, rules_of
from foundation.japan.bilingual import Both

OUTCOMES: Final = {
    "eligible": (Both("対象", "Eligible"), "good"),
    "ineligible": (Both("対象外", "Not eligible"), "bad"),
    "pending": (Both("確認待ち", "Pending"), "warn"),
    "refer": (Both("要判断", "Needs a person"), "warn"),
}
CASES: Final = {
    "A": Both("ケースA", "Case A"),
    "B": Both("ケースB", "Case B"),
    "fraud": Both("不正利用", "Fraud"),
    "none": Both("該当なし", "No case"),
}
ROUTES: Final = {
    "automatic": Both("アプリ会員への自動対応", "Automatic (app account)"),
    "special_site": Both("特設サイト", "Special site"),
    "call_centre": Both("コールセンター", "Call centre"),
}
REMEDIES: Final = {
    "pay": Both("支払", "Payment"),
    "restore": Both("残高の戻入", "Balance restored"),
    "credit": Both("残高への加算", "Credited"),
    "extend": Both("期限延長", "Extended"),
}
_NOTHING: Final = Both("－", "–")


class Ground(NamedTuple):
    """One clause that bore on the decision: where it stands (None where the bulletin has no such place), what it
    says in our words, and what was found under it."""

    id: str
    place: Clause | None
    found: Both


class Told(NamedTuple):
    """A decision as the desk shows it. `tone` is the colour of its outcome, `origin` the document that decided."""

    row: Decision
    actor: Both
    outcome: Both
    tone: str
    case: Both
    route: Both
    remedy: Both
    origin: Origin
    grounds: list[Ground]
    doubts: list[Ground]


def told(decision: Decision) -> Told:
    """The decision with its clauses under its own bulletin."""
    outcome, tone = OUTCOMES[decision.outcome]
    rules = _rules(decision.bulletin)
    return Told(
        decision,
        actor_words(decision.actor),
        outcome,
        tone,
        CASES[decision.case],
        ROUTES.get(decision.route, _NOTHING),
        REMEDIES.get(decision.remedy, _NOTHING),
        origin_of(decision.bulletin),
        [_ground(one, rules) for one in sentences(decision)],
        [_ground(one, rules) for one in doubtful(decision)],
    )


def with_history(decision: Decision | None) -> list[Told]:
    """The standing decision first, then those it superseded, back to the first."""
    found = list[Told]()
    while decision is not None:
        found.append(told(decision))
        decision = decision.supersedes
    return found


def clause_of(rules: Rules | None, clause: str) -> Clause | None:
    """Where a clause stands and what it says; None for one that this bulletin does not have."""
    return rules.clauses.get(clause) if rules else None


def _ground(explained: Explained, rules: Rules | None) -> Ground:
    return Ground(explained.clause, clause_of(rules, explained.clause), Both(explained.ja, explained.en))


def _rules(row: Bulletin) -> Rules | None:
    return rules_of(row) if row.programme.kind == "coupon" else None
