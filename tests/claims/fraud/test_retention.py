"""The sealed fields of misuse have a class and an end."""

from __future__ import annotations

from datetime import date

from foundation.vault.retention import all_classes


def test_a_purge_knows_the_classes_of_misuse() -> None:
    mine = {kept.name: kept for kept in all_classes() if kept.name.startswith("misuse_")}
    assert sorted(mine) == ["misuse_claim", "misuse_draft"]
    assert mine["misuse_claim"].ends_on(date(2023, 4, 10)) == date(2028, 4, 8)
    assert mine["misuse_draft"].is_over(date(2023, 4, 10), today=date(2023, 10, 7))
