"""What is said when something typed cannot be read."""

from __future__ import annotations


class UnreadableError(ValueError):
    """Typed text that is not what was asked for; `ja` and `en` tell the person who typed it what to do."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja = ja
        self.en = en
