"""What a claimant for misuse is still asked, as boxes: on the status page, and at the desk for who answers by phone."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms

from claims.fraud_fields import DayText, email_field, plain_field
from claims.fraud_questions import missing_of, questions_of
from claims.models import Claim
from compensation.policy.fraud.policy import Item
from foundation.japan.bilingual import said


class AnswerForm(forms.Form):
    """A box for each item that is missing and each question that is open; what is left empty stays asked."""

    def __init__(self, claim: Claim, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.claim = claim
        self.items = missing_of(claim)
        self.open_questions = [asked for asked in questions_of(claim) if asked.row.answered_at is None]
        for item in self.items:
            self.fields[item.id] = _field(item)
        for asked in self.open_questions:
            field = plain_field(asked.question, asked.question, needed=False, rows=3, most=2000)
            self.fields[f"question-{asked.key}"] = field

    def items_given(self) -> dict[str, str]:
        """What was missing, by the item of the policy."""
        return {item.id: str(self.cleaned_data[item.id]) for item in self.items}

    def replies(self) -> dict[UUID, str]:
        """The answers, by the key of the question."""
        return {asked.key: str(self.cleaned_data[f"question-{asked.key}"]) for asked in self.open_questions}


def _field(item: Item) -> forms.Field:
    if item.id == "police_date":
        return DayText(label=said(*item.name), required=False)
    if item.id == "email":
        field = email_field()
        field.required = False
        return field
    rows = 4 if item.id in {"circumstances", "address"} else 1
    return plain_field(item.name.ja, item.name.en, needed=False, rows=rows, most=2000 if rows > 1 else 100)
