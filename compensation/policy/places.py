"""Where in a document a clause stands, in Japanese as the document counts and in English."""

from __future__ import annotations

import re

from compensation.policy.bulletin import Clause, Words

ENGLISH = {
    "補償内容（予定）": "what is paid (plan)",
    "補償申請方法": "how to claim",
    "申請方法": "how to apply",
    "禁止事項": "prohibited acts",
    "連絡元": "senders",
    "アプリ": "app",
    "前文": "preamble",
    "補足": "Supplement",
    "別添": "Annex",
    "紙": "paper",
    "※": "note",
    "・": ", ",
}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def place(clause: Clause) -> Words:
    """Section and item; the English is "" where a word of the place has none."""
    written = f"{clause.section} {clause.item}".strip()
    english = written
    for japanese, word in ENGLISH.items():
        english = english.replace(japanese, word)
    return Words(written, "" if JAPANESE.search(english) else english)
