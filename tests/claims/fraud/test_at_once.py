"""Approvals and files that are asked for at the same moment: one of them is done, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from claims.fraud_decisions import Agreed, DecisionError, approve, prepare
from claims.models import FraudProposal
from compensation.bulletin_loading import load_bulletins
from compensation.credits.exports import send_ready
from compensation.credits.models import CreditInstruction
from compensation.models import Decision, Loss, Programme
from foundation.trail.actor import Actor
from tests.factories.fraud import BOSS, BY, CARDHOLDER, THIRD, arrived, decided, examined

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor == "sqlite", reason="one writer at a time: nothing arrives at once"),
]


def at_once(acts: list[Callable[[], object]]) -> list[bool]:
    """Do these at the same moment, each on a connection of its own; which of them did something."""
    together = Barrier(len(acts))

    def do(act: Callable[[], object]) -> bool:
        try:
            together.wait(timeout=10)
            return act() is not None
        except DecisionError:
            return False
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as hands:
        return sorted(hands.map(do, acts))


def test_two_approvals_are_one_decision() -> None:
    load_bulletins(by=Actor.system("tests"))
    proposal = prepare(examined(arrived()), by=BY)
    kept = [FraudProposal.objects.get(pk=proposal.pk) for _ in range(2)]
    done = at_once([lambda: approve(kept[0], by=BOSS), lambda: approve(kept[1], by=THIRD)])
    assert done == [False, True]
    assert (Decision.objects.count(), CreditInstruction.objects.count()) == (1, 1)


def test_user_and_cardholder_at_once_are_granted_one_loss() -> None:
    load_bulletins(by=Actor.system("tests"))
    card = {"act_1_kind": ["charge"], "act_1_balance": ["card"], "cause": ["card_info_stolen"], "issuer_told": ["yes"]}
    user = prepare(examined(arrived(card)), by=BY)
    other = prepare(examined(arrived(CARDHOLDER), account="TW-1234"), by=BY, agreed=Agreed(10330, "口座へ振り込む。"))
    done = at_once([lambda: approve(user, by=BOSS), lambda: approve(other, by=BOSS)])
    assert (done, Loss.objects.count(), Decision.objects.count()) == ([False, True], 1, 1)


def test_two_files_share_no_credit() -> None:
    load_bulletins(by=Actor.system("tests"))
    decided(examined(arrived()))
    programme = Programme.objects.get(slug="twooca")
    done = at_once([lambda: send_ready(programme, by=BOSS), lambda: send_ready(programme, by=THIRD)])
    assert (done, CreditInstruction.objects.get().transitions.count()) == ([False, True], 2)
