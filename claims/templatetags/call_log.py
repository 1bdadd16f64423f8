"""`{{ call.next_action|logged|shown }}` in templates: what stands in the call log, in the reader's language."""

from __future__ import annotations

from django import template

from claims import call_entries
from foundation.japan.bilingual import Both

register = template.Library()


@register.filter
def logged(text: str) -> Both:
    """An entry that the portal wrote in both languages; a person's words as they are."""
    return call_entries.logged(text)
