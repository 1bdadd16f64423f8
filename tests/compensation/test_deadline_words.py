"""Deadlines in words, in each of the ways a bulletin may state them."""

from __future__ import annotations

import pytest

from compensation.deadline_words import until
from compensation.policy.periods import Deadline
from tests.compensation.bulletins.example import changed, read

EXAMPLE = read()
DAY = "Wed, 31 Jan 2024"


def paper_until(line: str) -> Deadline:
    """The worked example with another deadline for applications."""
    stated = "deadline = { until = 2024-01-31T17:00:00, inclusive = true"
    rules = read(changed((stated, f"deadline = {{ {line}"))).paper
    assert rules is not None
    return rules.deadline


@pytest.mark.parametrize(
    ("line", "ja", "en"),
    [
        ("day = 2024-01-31", "1月31日（水）まで", f"until {DAY}"),
        ("until = 2024-01-31T17:00:00, inclusive = true", "1月31日（水）17:00まで", f"until {DAY}, 17:00"),
        ("until = 2024-01-31T09:00:00, inclusive = false", "1月31日（水）09:00より前", f"before {DAY}, 09:00"),
        ('days = 72, after = "site_open"', "1月31日（水）まで", f"until {DAY}"),
    ],
)
def test_a_deadline_of_the_bulletin_itself(line: str, ja: str, en: str) -> None:
    assert until(paper_until(line)) == (f"2024年{ja}", en)


def test_days_from_something_of_the_claim() -> None:
    assert EXAMPLE.app is not None
    assert EXAMPLE.paper is not None
    assert until(EXAMPLE.app.receipt) == (
        "リンクが送られた日の翌日から30日以内", "within 30 days after the day on which the link is sent",
    )  # fmt: skip
    assert until(EXAMPLE.paper.receipt) == (
        "申請した日の翌日から60日以内",
        "within 60 days after the day of the application",
    )


def test_silence_has_no_words() -> None:
    assert until(Deadline(("awashima.silent.deadline",), silent=True)) is None
