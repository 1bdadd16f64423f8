"""`{{ deadline|until|shown }}` in templates: a deadline in the reader's language, as its bulletin states it."""

from __future__ import annotations

from django import template

from compensation import deadline_words
from compensation.policy.bulletin import Words
from compensation.policy.periods import Deadline

register = template.Library()


@register.filter
def until(deadline: Deadline | None) -> Words | None:
    """The deadline in two languages; None where the bulletin states none."""
    return deadline_words.until(deadline) if deadline else None
