"""No programme may take an address of the site: every first word of an address is refused as a slug."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from compensation.policy.bulletin_schema.checks import RESERVED, SLUG

PROMISED = {
    "check", "apply", "status", "r", "receive", "verify-message", "twooca", "console", "reports", "admin", "api",
    "livez", "readyz", "metrics",
}  # fmt: skip


def first_words(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for entry in patterns:
        word = str(entry.pattern).split("/", maxsplit=1)[0]
        if word or not isinstance(entry, URLResolver):
            yield word
        else:
            yield from first_words(entry.url_patterns)


def test_every_address_is_reserved() -> None:
    assert {word for word in first_words(get_resolver().url_patterns) if SLUG.match(word)} - RESERVED == set()


def test_addresses_that_are_promised_are_reserved() -> None:
    assert PROMISED.issubset(RESERVED)
