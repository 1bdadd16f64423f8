"""Every text that a bulletin shows and every clause that it cites is what somebody has read and approved."""

from __future__ import annotations

import pytest

from tests.compensation.bulletins.approve import FOLDER
from tests.compensation.bulletins.values import told
from tests.compensation.policy.fraud.cases import policy
from tests.compensation.policy.making import ALL, FILES, bulletin


@pytest.mark.parametrize("programme", ALL)
def test_texts_and_citations_are_the_approved_ones(programme: str) -> None:
    approved = (FOLDER / f"{FILES[programme]}.txt").read_text(encoding="utf-8").splitlines()
    assert list(told(bulletin(programme))) == approved


def test_texts_of_the_fraud_policy_are_the_approved_ones() -> None:
    assert list(told(policy())) == (FOLDER / "twooca-1.txt").read_text(encoding="utf-8").splitlines()
