"""Where a clause stands, said to readers of both languages."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin import Clause, Words
from compensation.policy.places import place
from tests.compensation.policy.making import ALL, bulletin


def _clause(section: str, item: str) -> Clause:
    return Clause("a.1", Words("文書", "document"), Words("日", "day"), section, item, Words("内容", "content"))


@pytest.mark.parametrize(
    ("section", "item", "expected"),
    [
        ("1", "前文", Words("1 前文", "1 preamble")),
        ("2", "(A) 申請方法・紙", Words("2 (A) 申請方法・紙", "2 (A) how to apply, paper")),
        ("補足", "A①", Words("補足 A①", "Supplement A①")),
        ("3", "", Words("3", "3")),
        ("補償内容（予定）", "", Words("補償内容（予定）", "what is paid (plan)")),
        ("補償申請方法", "(A)", Words("補償申請方法 (A)", "how to claim (A)")),
        ("別添", "禁止事項", Words("別添 禁止事項", "Annex prohibited acts")),
        ("2", "連絡元・アプリ※1", Words("2 連絡元・アプリ※1", "2 senders, appnote1")),
        ("2", "別表", Words("2 別表", "")),
    ],
)
def test_places(section: str, item: str, expected: Words) -> None:
    assert place(_clause(section, item)) == expected


@pytest.mark.parametrize("programme", ALL)
def test_every_place_of_the_four_is_said_in_english(programme: str) -> None:
    assert [clause.id for clause in bulletin(programme).clauses.values() if not place(clause).en] == []
