"""The steps of an application in their order, and which of them comes next.

A step of its own for something that only some claims need is one more line in `WALKED`: the name of its address, its
title, and whether it is still to be walked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from claims.answers import Answers
from claims.apply.programme_pages import ProgrammePage
from claims.contact_codes import is_settled
from claims.contacts import contacts
from claims.models import Claim
from foundation.japan.bilingual import Both

Asked = Callable[[ProgrammePage, Answers], bool]
Open = Callable[[Claim, Answers], bool]

INPUT: Final = Both("入力", "Your details")
CHECK: Final = Both("確認", "Check")
DONE: Final = Both("完了", "Done")
STEPS: Final = (INPUT, CHECK, DONE)
"""Of an application that needs nothing between its answers and the check."""


class Step(NamedTuple):
    """A step before the check: the name of its address, whether this claim has it, and whether it is still to do."""

    name: str
    title: Both
    is_asked: Asked
    is_open: Open


def _always(page: ProgrammePage, answers: Answers) -> bool:
    return True


def _answers_missing(claim: Claim, answers: Answers) -> bool:
    return not answers.given


def _contact_unsettled(claim: Claim, answers: Answers) -> bool:
    return not is_settled(claim, contacts(answers.given))


WALKED: Final = (
    Step("answer", INPUT, _always, _answers_missing),
    Step("reach", Both("送り先の確認", "Reaching you"), _always, _contact_unsettled),
)


def next_step(page: ProgrammePage, claim: Claim, answers: Answers) -> str:
    """The first step that is still open; "confirm" once there is none."""
    for step in WALKED:
        if step.is_asked(page, answers) and step.is_open(claim, answers):
            return step.name
    return "confirm"


def progress(page: ProgrammePage, answers: Answers, at: str) -> dict[str, object]:
    """For the bar of steps: the titles of this claim's steps, and which of them the page `at` is, from 1."""
    walked = [(step.name, step.title) for step in WALKED if step.is_asked(page, answers)]
    steps = [*walked, ("confirm", CHECK), ("done", DONE)]
    names = [name for name, _ in steps]
    return {"steps": [title for _, title in steps], "step": names.index(at) + 1}
