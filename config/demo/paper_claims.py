"""Applications of travellers who used paper, or left the app, taken in as the special site takes them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from claims import consent, intake
from claims.answers import Answers
from compensation.programmes import in_force
from foundation.trail import clock
from foundation.trail.actor import Actor

FILE = Path(__file__).with_name("paper_claims.toml")


def apply_on_paper() -> int:
    """Begin every application of the file and send those that are no drafts; how many were received."""
    rows = tomllib.loads(FILE.read_text(encoding="utf-8"))["claim"]
    return sum(_apply(row) for row in rows)


def _apply(row: dict[str, Any]) -> bool:
    bulletin = in_force(row["programme"], clock.now()).row
    claim = intake.start_draft(bulletin, language=row["language"])
    answers = Answers(row["typed"], row.get("given", {}))
    intake.save_draft(claim, answers, language=row["language"])
    if row.get("draft", False):
        return False
    intake.receive(claim, shown=answers.digest, consent=consent.VERSION, by=Actor.person(f"claim:{claim.pk}"))
    return True
