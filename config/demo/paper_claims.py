"""Applications of travellers who used paper, or left the app, taken in as the special site takes them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from claims import consent, intake
from claims.answers import Answers
from claims.examination import claims_to_examine, examine
from compensation.programmes import in_force
from foundation.trail import clock
from foundation.trail.actor import Actor

FILE = Path(__file__).with_name("paper_claims.toml")


def apply_on_paper(*, by: Actor) -> dict[str, int]:
    """Begin every application of the file, send those that are no drafts, and examine them; how many stand where."""
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"]:
        _apply(row)
    return dict(examine(claims_to_examine(), clock.now(), by=by))


def _apply(row: dict[str, Any]) -> None:
    bulletin = in_force(row["programme"], clock.now()).row
    claim = intake.start_draft(bulletin, language=row["language"])
    answers = Answers(row["typed"], row.get("given", {}))
    intake.save_draft(claim, answers, language=row["language"])
    if not row.get("draft", False):
        who = Actor.person(f"claim:{claim.pk}")
        intake.receive(claim, shown=answers.digest, consent=consent.VERSION, is_traveller=True, by=who)
