"""Faults of mass sendings and of backups: F21, F22."""

from __future__ import annotations

import json
from datetime import datetime
from io import StringIO
from typing import Any, Final

from django.core.management import call_command
from django.test import override_settings

from notifications.models import DatabaseStamp, Mailing, Transition
from tests.factories.notifications import ready
from tests.faults import backups
from tests.faults.columns import PACE, toml
from tests.faults.everyday import release, small
from tests.faults.invariants import attempted, states
from tests.faults.scene import Scene

SEVENFOLD: Final = 7


def f21(scene: Scene) -> None:
    """A mailing seven times as long goes out beside a small one, which is not kept waiting by it."""
    scene.window = 10
    scene.provider(latency_ms=100)
    number = scene.number // (SEVENFOLD + 2)
    scene.employ()
    alone = _sent(scene, release(number))
    large = release(SEVENFOLD * number, purpose="large")
    scene.planned += SEVENFOLD * number
    scene.until(lambda: large.messages.filter(state="accepted").count() > number // 2, every=0.02)
    beside = _sent(scene, release(number))
    assert large.messages.exclude(state="accepted").count() > number, "the large one was still under way"
    scene.note = f"p95 {alone:.1f} s alone, {beside:.1f} s beside"
    assert beside <= 2 * alone, scene.note


def _sent(scene: Scene, mailing: Mailing) -> float:
    """Wait until all of it is accepted; after how many seconds 95 of 100 were."""
    scene.planned += mailing.messages.count()
    scene.until(lambda: not mailing.messages.exclude(state__in=("accepted", "held")).exists())
    steps = Transition.objects.filter(message__mailing=mailing, to_state__in=("ready", "accepted"))
    began: datetime = steps.filter(to_state="ready").order_by("at").values_list("at", flat=True)[0]
    handed_off = list(steps.filter(to_state="accepted").order_by("at").values_list("at", flat=True))
    return (handed_off[int(0.95 * len(handed_off))] - began).total_seconds()


def f22(scene: Scene) -> None:
    """A backup is restored that was made when a third was sent: nothing goes until it was compared.

    Where the provider can be asked, it is. Under its key what is sent again does no harm. Where neither is so, a person
    decides about all that the backup still had to send.
    """
    small(scene)
    scene.provider(latency_ms=50)
    scene.planned = len(ready(scene.number))
    scene.employ({"remembers": True})
    scene.until_taken(0.3)
    scene.dismiss()
    backups.dump(scene.folder / "backup.sql")
    scene.employ({"remembers": True})
    scene.until_taken(0.8)
    scene.dismiss()
    taken, scene.before = scene.taken(), attempted()
    restored = {**backups.here(), "NAME": f"{backups.here()['NAME'][:40]}_restored"}
    scene.ground.callback(backups.drop, restored)
    backups.restore(scene.folder / "backup.sql", restored)
    scene.ground.enter_context(backups.standing_on(restored))
    assert len(attempted()) < len(scene.before)
    assert states()["accepted"] < taken
    scene.employ({"remembers": True})
    scene.until(lambda: bool(DatabaseStamp.objects.get().doubt))
    assert (states()["leased"], scene.taken()) == (0, taken)
    said = _compare(scene)
    assert (said["sending"], said["held"] > 0) == ("goes on", scene.column == "none")


def _compare(scene: Scene) -> dict[str, Any]:
    file, said = scene.folder / "provider.toml", StringIO()
    file.write_text(toml(scene.providers[0].url, scene.column), encoding="utf-8")
    with override_settings(SMS_PROVIDER="http", SMS_DESCRIPTION=str(file), MESSAGE_SETTLE_SECONDS=PACE.settle):
        call_command("compare_after_restore", stdout=said)
    found: dict[str, Any] = json.loads(said.getvalue())
    return found
