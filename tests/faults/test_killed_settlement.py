"""A settlement that is killed in the middle leaves whole accounts behind; the next run finishes what it began."""

from __future__ import annotations

import json
import signal
import subprocess
import sys

import pytest

from compensation.models import Coupon, Decision, Entitlement, Payout, PayoutLink
from compensation.reconciling import reconcile
from notifications.models import Message
from tests.bench.campaign import fill, kumamoto
from tests.faults.processes import environment
from tests.harness.children import end, wait_until
from tests.harness.services import TREE

COUPONS = 20_000
AS_OF = "2023-04-01T00:00:00+09:00"
SETTLE = [sys.executable, "manage.py", "settle", "--programme", "kumamoto", "--as-of", AS_OF]


def kill_when_something_is_written() -> None:
    running = subprocess.Popen(SETTLE, cwd=TREE, env=environment(), stdout=subprocess.DEVNULL, start_new_session=True)
    try:
        wait_until(Payout.objects.exists, seconds=60)
    finally:
        end(running, asking=signal.SIGKILL, seconds=5)


@pytest.mark.faults
@pytest.mark.django_db(transaction=True)
def test_a_killed_settlement_is_finished_by_the_next_run() -> None:
    fill(kumamoto().programme, COUPONS)
    kill_when_something_is_written()
    half = Decision.objects.count()
    assert 0 < half < COUPONS
    assert all(balance.holds for balance in reconcile())
    again = subprocess.run(SETTLE, cwd=TREE, env=environment(), capture_output=True, timeout=300, check=False)
    summary = json.loads(again.stdout.splitlines()[-1])
    assert (again.returncode, summary["coupons"], summary["decided"]) == (0, COUPONS, COUPONS - half)
    accounts = Coupon.objects.filter(payee__isnull=False).values("app_account").distinct().count()
    assert [model.objects.count() for model in (Payout, PayoutLink, Message)] == [accounts] * 3
    assert (Decision.objects.count(), Entitlement.objects.values("loss").distinct().count()) == (
        COUPONS,
        Entitlement.objects.count(),
    )
    assert all(balance.holds for balance in reconcile())
