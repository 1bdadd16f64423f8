"""Faults of delivery reports: F14 to F16, through the webhook of the portal's own pages."""

from __future__ import annotations

import hmac
import json
import shutil
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import cache
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from notifications.models import DeliveryReport, Transition
from notifications.states import MessageState
from notifications.stub import ledger
from tests.faults.everyday import begin
from tests.faults.invariants import states
from tests.faults.processes import SECRET, Site
from tests.faults.scene import Scene

FORGERS: Final = 4


@cache
def site() -> Site:
    """One site for all of a run."""
    return Site(Path(tempfile.mkdtemp(prefix="portal-site-")))


def close_site() -> None:
    """End it, where one was asked for."""
    if site.cache_info().currsize:
        site().close()
        shutil.rmtree(site().log.parent, ignore_errors=True)
        site.cache_clear()


def begin_with_reports(scene: Scene, **settings: Any) -> None:
    """A provider that reports to the site; in the column without any ability not even by our reference."""
    scene.logs.append(site().log)
    begin(scene, reports_url=site().reports, secret=SECRET, **settings)
    scene.employ()


def until_delivered(scene: Scene) -> None:
    """Every message that was accepted is delivered: its state says what its reports say."""
    scene.until(lambda: not states()["accepted"] + states()["expired"] and scene.is_quiet(), every=0.2)


def f14(scene: Scene) -> None:
    """Every report five times, at once."""
    begin_with_reports(scene, reports_times=5)
    until_delivered(scene)
    # Without our reference an unknown is not known again: a person has it, perhaps before its report came.
    scene.until(lambda: DeliveryReport.objects.count() == len(scene.ledger()), every=0.2)
    assert Transition.objects.filter(to_state="delivered").count() == scene.planned - states()["held"]


def f15(scene: Scene) -> None:
    """Three words on each message in any order, some before the acceptance, some after it expired."""
    words = ["accepted", "expired", "delivered"]
    begin_with_reports(scene, report_says=words, reports_within=1.5, answer_after_ms=100)
    until_delivered(scene)
    scene.until(lambda: DeliveryReport.objects.count() == 3 * len(scene.ledger()), every=0.2)
    late = Transition.objects.filter(from_state=MessageState.EXPIRED, to_state=MessageState.DELIVERED)
    assert late.exists()


def f16(scene: Scene) -> None:
    """A third of the reports comes again, a third comes forged beside it, a third unsigned: only true ones count."""
    begin_with_reports(scene)
    until_delivered(scene)
    before = DeliveryReport.objects.count(), states()
    lines = ledger.read(scene.providers[0].file)
    shares = [lines[place::FORGERS] for place in range(FORGERS)]
    with ThreadPoolExecutor(FORGERS) as pool:
        said = sum(pool.map(_forge, shares), Counter[int]())
    assert said == {200: len(lines[::3]), 403: len(lines) - len(lines[::3])}
    assert (DeliveryReport.objects.count(), states()) == before
    assert not Transition.objects.filter(to_state="undelivered").exists()


def _forge(lines: list[dict[str, Any]]) -> Counter[int]:
    with closing(HTTPConnection("127.0.0.1", site().port, timeout=30)) as line:
        return Counter(_post(line, one, int(one["id"].rpartition("-")[2]) % 3) for one in lines)


def _post(line: HTTPConnection, one: dict[str, Any], kind: int) -> int:
    """Kind 1: the true report again. 2: another word under a wrong signature. 0: without one."""
    true = {"event": f"{one['id']}:delivered", "id": one["id"], "says": "delivered"}
    raw = json.dumps(true if kind == 1 else {**true, "event": "new", "says": "undelivered"}).encode()
    secret = SECRET if kind == 1 else "guessed"
    signature = hmac.digest(secret.encode(), raw, "sha256").hex()
    headers = {"X-Signature": signature} if kind else {}
    line.request("POST", "/api/v1/delivery-reports/stub/", raw, headers)
    answer = line.getresponse()
    answer.read()
    return answer.status
