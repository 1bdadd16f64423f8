"""What is wrong with facts or with a bulletin file, in words for whoever wrote them."""

from __future__ import annotations


class FactError(ValueError):
    """A fact is missing, ill-typed or unknown: `field` is its path, `message` says what was expected."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


class BulletinError(ValueError):
    """A bulletin file cannot be used: the key, its line in the file, what is wrong and how to mend it."""

    def __init__(self, field: str, line: int, message: str, remedy: str) -> None:
        super().__init__(f"line {line}: {field}: {message}. {remedy}")
        self.field = field
        self.line = line
        self.message = message
        self.remedy = remedy
