"""The register: every pattern of addresses with its page, or the reason why it has none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.urls import get_resolver
from django.urls.resolvers import URLPattern, URLResolver

from tests.pages import application, console, payout_site, special_site, transfers
from tests.pages.entry import Entry, State

ENTRIES: Final[tuple[Entry, ...]] = (
    *special_site.ENTRIES,
    *application.ENTRIES,
    *special_site.MISUSE_ENTRIES,
    *payout_site.ENTRIES,
    *transfers.ENTRIES,
    *console.DESK,
    *console.MISUSE,
    *console.OFFICES,
    *console.REFUSALS,
    *special_site.DEMONSTRATION,
)
OF_DJANGO: Final = "admin/"
"""The master data behind `admin/` are Django's own pages, for administrators alone; they are not read here."""

ANSWERS_BY_REDIRECT: Final = "takes a POST and answers with a redirect or a file; it has no page of its own"
FOR_MACHINES: Final = "is for machines"
PART_OF_A_PAGE: Final = "answers with parts of the form of a transfer, which is read in the state that they make"
WITHOUT_PAGE: Final = {
    "bank-search": PART_OF_A_PAGE,
    "apply:choose-points": ANSWERS_BY_REDIRECT,
    "desk:arrangement": ANSWERS_BY_REDIRECT,
    "desk:claw_back": ANSWERS_BY_REDIRECT,
    "desk:credit-again": ANSWERS_BY_REDIRECT,
    "desk:credits-export": ANSWERS_BY_REDIRECT,
    "desk:fraud-approve": ANSWERS_BY_REDIRECT,
    "desk:hours-release": ANSWERS_BY_REDIRECT,
    "reports:again": ANSWERS_BY_REDIRECT,
    "sign-out": ANSWERS_BY_REDIRECT,
    "delivery-report": FOR_MACHINES,
    "livez": FOR_MACHINES,
    "readyz": FOR_MACHINES,
}
REFUSALS: Final = {entry.pattern for entry in console.REFUSALS}


class Reading(NamedTuple):
    """One page in one state."""

    entry: Entry
    state: State

    @property
    def name(self) -> str:
        """As it is named in a picture and in a failure."""
        return f"{self.entry.pattern.replace(':', '-').replace(' ', '-')}.{self.state.name}"


READINGS: Final = tuple(Reading(entry, state) for entry in ENTRIES for state in entry.states)


def patterns() -> set[str]:
    """The names of all patterns of addresses but Django's own; one without a name goes by its text."""
    return set(_named(get_resolver(), "", ""))


def _named(resolver: URLResolver, before: str, space: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        text = before + str(each.pattern)
        if text.startswith(OF_DJANGO):
            continue
        if isinstance(each, URLPattern):
            yield space + (each.name or text)
        else:
            yield from _named(each, text, space + (f"{each.namespace}:" if each.namespace else ""))
