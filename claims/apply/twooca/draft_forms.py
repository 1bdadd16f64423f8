"""What was typed into a claim for misuse, kept with its draft."""

from __future__ import annotations

from claims import answers as claim_answers
from claims import intake
from claims.answers import Answers, Typed
from claims.fraud_forms import FraudForm
from claims.models import Claim

ENTRANCE = "entrance"
"""By which of the policy's entrances the claimant came; asked by no box, so it stays from the first button on."""


def keep(claim: Claim, typed: Typed, *, language: str) -> Answers:
    """Keep what was typed, also what cannot be read yet, and what it gives once all of it can be read."""
    form = FraudForm(without_entrance(typed), check=True)
    entrance = claim_answers.of(claim).typed.get(ENTRANCE) or typed.get(ENTRANCE, [])
    answers = Answers({**form.typed, ENTRANCE: entrance}, form.answers().given)
    intake.save_draft(claim, answers, language=language)
    return answers


def without_entrance(typed: Typed) -> Typed:
    """What the boxes of the form hold."""
    return {name: values for name, values in typed.items() if name != ENTRANCE}
