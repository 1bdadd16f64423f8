"""What the portal writes into the call log by itself, as both languages read it."""

from __future__ import annotations

import pytest

from claims.call_entries import ASK_SHOP, CHECK_FORM, FORM_ASKED, FORM_CAME, FORM_TAKEN, NUMBER_TOLD, logged, written
from foundation.japan.bilingual import Both

NUMBER = "23-0412-7358-A"


@pytest.mark.parametrize("entry", [ASK_SHOP, CHECK_FORM, FORM_CAME, NUMBER_TOLD, FORM_ASKED, FORM_TAKEN])
def test_an_entry_of_the_portal_is_read_in_both_languages(entry: Both) -> None:
    kept = written(entry, NUMBER)
    assert logged(kept) == Both(kept, entry.en.format(number=NUMBER))
    assert "{" not in kept


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("鹿みやげ店に電話する", ""),
        ("Call the shop again", "Call the shop again"),
        ("", ""),
        ("利用店舗へ照会する。急ぎ", ""),
    ],
)
def test_what_a_person_wrote_stays_theirs(text: str, english: str) -> None:
    assert logged(text) == Both(text, english)
