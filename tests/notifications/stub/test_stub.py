"""The ground truth itself: what the stub writes down, and what it is told to do."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from notifications.stub.behaviour import Behaviour, BehaviourError, Chance
from notifications.stub.ledger import Ledger, accepted, read


def test_the_ledger_deduplicates_nothing(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger")
    assert [ledger.accept("a", 1), ledger.accept("b", 1), ledger.accept("a", 1)] == ["stub-1", "stub-2", "stub-3"]
    ledger.close()
    assert accepted(tmp_path / "ledger") == {"a": 2, "b": 1}


def test_the_ledger_goes_on_where_it_ended(tmp_path: Path) -> None:
    first = Ledger(tmp_path / "ledger")
    first.accept("a", 1)
    first.close()
    again = Ledger(tmp_path / "ledger")
    assert (len(again), again.id_of("a"), again.accept("b", 2)) == (1, "stub-1", "stub-2")
    again.close()
    assert read(tmp_path / "ledger") == [
        {"id": "stub-1", "reference": "a", "parts": 1},
        {"id": "stub-2", "reference": "b", "parts": 2},
    ]


def test_no_ledger_yet(tmp_path: Path) -> None:
    assert read(tmp_path / "none") == []


def test_chance_keeps_to_the_mix_and_repeats_itself() -> None:
    behaviour = Behaviour(mix={"accept_drop": 0.25, "busy": 0.25}, seed=7)
    drawn = [Chance(behaviour).treatment() for _ in range(3)]
    luck = Chance(behaviour)
    counts = Counter(luck.treatment() for _ in range(4_000))
    assert len(set(drawn)) == 1
    assert {name: round(number / 4_000, 1) for name, number in counts.items()} == {
        "accept": 0.5,
        "accept_drop": pytest.approx(0.25, abs=0.06),
        "busy": pytest.approx(0.25, abs=0.06),
    }


def test_unknown_settings_are_refused() -> None:
    with pytest.raises(BehaviourError):
        Behaviour().changed({"colour": "blue"})
    with pytest.raises(BehaviourError):
        Behaviour().changed({"mix": {"explode": 1}})
