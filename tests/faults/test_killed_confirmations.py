"""kill -9 at several places of an import of confirmations, and the import again: each line counts once."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from claims.fraud_closing import close_credited
from claims.models import Claim
from compensation.bulletin_loading import load_bulletins
from compensation.credits.confirmations import import_confirmations
from compensation.credits.exports import send_ready
from compensation.credits.models import CreditInstruction, CreditTransition
from compensation.models import Programme
from compensation.reconciling import reconcile
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.factories.fraud import BOSS, arrived, decided, examined
from tests.faults.processes import environment
from tests.harness.at_once import pressed_at_once
from tests.harness.services import TREE

pytestmark = pytest.mark.django_db(transaction=True)
CREDITS = 4
REFUSED = [("3", "yen"), ("5", "reference"), ("8", "result")]
"""Line and column of what is refused in the file."""
SMALL = [("after", 2)]
"""Where the default suite kills it; the others are marked."""
PLACES = [
    ("before", 1), ("after", 1), ("before", 2), ("before", 4), ("after", 4), ("before", 5), ("after", 5),
    ("refused", 1), ("refused", 2), ("refused", 3), ("end", 0),
]  # fmt: skip
"""Five lines are taken in (one of them twice), three are refused."""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Four credits that were sent, and what came of them: credited, refused, told twice, and lines that are wrong."""
    load_bulletins(by=Actor.system("tests"))
    for place in range(CREDITS):
        decided(examined(arrived(customer_id=f"TW-{place}")))
    send_ready(Programme.objects.get(slug="twooca"), by=BOSS)
    first, second, third, fourth = CreditInstruction.objects.order_by("pk")
    lines = [
        (first.reference, first.yen, "credited"),
        (second.reference, second.yen + 1, "credited"),
        (second.reference, second.yen, "credited"),
        ("nobody/1/value", 1, "credited"),
        (third.reference, third.yen, "refused"),
        (first.reference, first.yen, "credited"),
        (second.reference, second.yen, "refused"),
        (fourth.reference, fourth.yen, "credited"),
    ]
    path = tmp_path / "confirmations.csv"
    rows = "".join(f"{reference},{yen},{result}\n" for reference, yen, result in lines)
    path.write_text(f"reference,yen,result\n{rows}", encoding="utf-8")
    return path


def run(*argv: str) -> subprocess.CompletedProcess[bytes]:
    """A program on the test's database."""
    return subprocess.run(
        [sys.executable, *argv], cwd=TREE, env=environment(), capture_output=True, timeout=120, check=False
    )


def standing() -> dict[str, Any]:
    """Where each credit stands, by how many steps it came there, and what the audit says of them."""
    return {
        "states": list(CreditInstruction.objects.order_by("pk").values_list("state", flat=True)),
        "steps": Counter(CreditTransition.objects.values_list("instruction", "to_state")),
        "audit": Counter(AuditEvent.objects.filter(subject_kind="credit").values_list("action", "subject_ref")),
    }


def reported(report: Path) -> list[tuple[str, str]]:
    """Line and column of what the report says was refused."""
    with report.open(encoding="utf-8-sig", newline="") as opened:
        _, *rows = csv.reader(opened)
    return [(row[0], row[1]) for row in rows]


def kill_and_import_again(file: Path, moment: str, place: int) -> None:
    report = file.with_name("refused.csv")
    killed = run("-m", "tests.faults.confirming", str(file), str(report), moment, str(place))
    assert killed.returncode == -signal.SIGKILL
    half = standing()
    again = run("manage.py", "import_credit_confirmations", str(file), "--report", str(report))
    summary = json.loads(again.stdout.splitlines()[-1])
    moved = sum(state == "sent" for state in half["states"])
    assert (again.returncode, summary) == (1, {"moved": moved, "known": CREDITS + 1 - moved, "refused": 3})
    assert reported(report) == REFUSED
    counted_once()


def counted_once() -> None:
    whole = standing()
    assert whole["states"] == ["confirmed", "confirmed", "refused", "confirmed"]
    # Made, sent, and one result each.
    assert set(whole["steps"].values()) == set(whole["audit"].values()) == {1}
    assert whole["steps"].total() == whole["audit"].total() == 3 * CREDITS
    assert [close_credited(by=BOSS), close_credited(by=BOSS)] == [3, 0]
    assert Claim.objects.filter(state="closed", closed_as="credited").count() == 3
    assert all(balance.holds for balance in reconcile())


@pytest.mark.parametrize(("moment", "place"), SMALL)
def test_an_import_that_dies_is_finished_by_the_next(file: Path, moment: str, place: int) -> None:
    kill_and_import_again(file, moment, place)


@pytest.mark.faults
@pytest.mark.parametrize(("moment", "place"), PLACES)
def test_an_import_that_dies_anywhere_is_finished_by_the_next(file: Path, moment: str, place: int) -> None:
    kill_and_import_again(file, moment, place)


@pytest.mark.faults
def test_an_import_that_dies_three_times_is_finished_by_the_fourth(file: Path) -> None:
    report = file.with_name("refused.csv")
    for place in (1, 2, 3):
        killed = run("-m", "tests.faults.confirming", str(file), str(report), "after", str(place))
        assert killed.returncode == -signal.SIGKILL
    kill_and_import_again(file, "before", 4)


def test_two_who_import_the_same_file_at_once_count_it_once(file: Path) -> None:
    reports = [file.with_name(f"refused-{place}.csv") for place in (1, 2)]
    refused = pressed_at_once(
        *[lambda report=report: import_confirmations(file, report, by=BOSS) for report in reports]
    )
    assert (refused, [reported(report) for report in reports]) == ([], [REFUSED, REFUSED])
    counted_once()
