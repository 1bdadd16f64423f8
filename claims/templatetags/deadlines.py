"""`{{ deadline|until|shown }}` in templates: a deadline in the reader's language, as its bulletin states it.

`{{ payout|beyond_a_day|shown }}`: what the last day to collect a payout does not tell, its hour or its period.
"""

from __future__ import annotations

from django import template

from compensation import deadline_words
from compensation.models import Payout
from compensation.policy.bulletin import Words
from compensation.policy.periods import Deadline

register = template.Library()


@register.filter
def until(deadline: Deadline | None) -> Words | None:
    """The deadline in two languages; None where the bulletin states none."""
    return deadline_words.until(deadline) if deadline else None


@register.filter
def beyond_a_day(payout: Payout) -> Words | None:
    """The hour, or the period that the sending of the link begins; None where a day alone tells it, or nothing does."""
    return deadline_words.beyond_a_day(payout)
