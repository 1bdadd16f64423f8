"""What the portal itself writes into the call log: kept in Japanese, read in either language."""

from __future__ import annotations

import re
from typing import Final

from foundation.japan.bilingual import Both

ASK_SHOP: Final = Both("利用店舗へ照会する", "Ask the shop")
CHECK_FORM: Final = Both("申請フォームの到着を確かめる", "Check that the form has come")
FORM_CAME: Final = Both("申請フォームが届いた。", "The form has come.")
NUMBER_TOLD: Final = Both("受付番号 {number} を案内", "Told them the claim number {number}")
FORM_ASKED: Final = Both(
    "受付番号 {number} を案内し、フォームからの申請をお願いした。",
    "Told them the claim number {number}, and asked for the form.",
)
FORM_TAKEN: Final = Both("受付番号 {number} で受け付けた。", "Received as {number}.")
_OWN: Final = (ASK_SHOP, CHECK_FORM, FORM_CAME, NUMBER_TOLD, FORM_ASKED, FORM_TAKEN)
_PATTERNS: Final = [(re.compile(re.escape(own.ja).replace(r"\{number\}", r"([\w-]+)")), own) for own in _OWN]
_JAPANESE: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")


def written(entry: Both, number: str = "") -> str:
    """An entry as it is kept."""
    return entry.ja.format(number=number)


def logged(text: str) -> Both:
    """What stands in the log, in both languages where the portal wrote it; a person's words have their own alone."""
    for pattern, own in _PATTERNS:
        found = pattern.fullmatch(text)
        if found:
            return Both(text, own.en.format(number="".join(found.groups())))
    return Both(text, "" if _JAPANESE.search(text) else text)
