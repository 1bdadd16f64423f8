"""Faults of workers and providers: F1 to F10, F17 to F20."""

from __future__ import annotations

import signal
import time
from functools import partial

from foundation.trail.actor import Actor
from notifications import mailings
from notifications.models import Mailing, Transition
from tests.factories.notifications import mailing, new_message, planned, ready
from tests.faults import jobs
from tests.faults.columns import PACE
from tests.faults.forked import Forked, Place
from tests.faults.invariants import states
from tests.faults.scene import WORKERS, Scene

HANAKO, JIRO = Actor("staff", "hanako", "花子"), Actor("staff", "jiro", "次郎")


def begin(scene: Scene, **settings: object) -> None:
    """A provider with these settings, and all messages ready."""
    scene.provider(**settings)
    scene.planned = len(ready(scene.number))


def small(scene: Scene) -> None:
    """A window so small that the fault comes in the middle."""
    scene.window = max(5, scene.number // 250)


def f1(scene: Scene) -> None:
    """A worker is killed every half second, and another takes its place."""
    small(scene)
    begin(scene, latency_ms=100)
    scene.employ()
    kills = 0
    while states()["ready"] > scene.number // 10 and kills < 20:
        time.sleep(0.5)
        scene.look()
        worker = scene.chance.choice(scene.workers)
        worker.kill()
        scene.replace(worker)
        kills += 1
    scene.until(lambda: not states()["leased"] + states()["sending"] + states()["ready"])
    assert scene.peak <= kills * scene.window, "I5: each kill makes at most a window's worth unknown"


def killed(scene: Scene, point: str) -> None:
    """Each of the first workers kills itself at the point, and others take their places once the last one died.

    A worker passes once for each group that it writes, so that there are enough for all of them.
    """
    latest = min(5, scene.number // (WORKERS * PACE.most))
    deaths = [{"die_at": point, "passing": scene.chance.randint(1, latest)} for _ in range(WORKERS)]
    scene.employ(*deaths)
    scene.until(lambda: all(worker.wait(0) is not None for worker in scene.workers))
    assert [worker.wait(0) for worker in scene.workers] == [-signal.SIGKILL] * WORKERS
    for worker in list(scene.workers):
        scene.replace(worker)


def f2(scene: Scene) -> None:
    begin(scene, latency_ms=100)
    killed(scene, "written_ahead")


def f3(scene: Scene) -> None:
    begin(scene, latency_ms=100)
    killed(scene, "answered")


def f4(scene: Scene) -> None:
    """Five plan and die: one inside its transaction, four after it and before anybody was rung for."""
    scene.provider()
    place, part = Place(scene.folder / "planners.log"), scene.number // 4
    planners = [Forked(partial(jobs.plan, dies="inside"), place, part)]
    planners += [Forked(partial(jobs.plan, dies="after"), place, part) for _ in range(4)]
    assert [each.wait(60) for each in planners] == [-signal.SIGKILL] * 5
    scene.planned = 4 * part
    assert states() == {"ready": scene.planned}
    scene.employ()


def f5(scene: Scene) -> None:
    """Workers are stopped past their lease and go on: one of them right before a first byte."""
    small(scene)
    begin(scene, latency_ms=100)
    scene.employ({"stop_at_byte": scene.number // 20})
    for share in (0.2, 0.4, 0.6):
        scene.until_taken(share)
        time.sleep(scene.chance.random() * 0.1)
        stopped = scene.workers[1:3] + ([scene.workers[0]] if share == 0.6 else [])
        for worker in stopped:
            worker.signal(signal.SIGSTOP)
        time.sleep(PACE.lease + PACE.settle)
        scene.until(lambda: not states()["leased"] + states()["sending"] or states()["ready"] > 0)
        time.sleep(3 * PACE.settle)
        for worker in stopped:
            worker.signal(signal.SIGCONT)


def f6(scene: Scene) -> None:
    """An error for everything, and half of it accepted; after a while it is mended."""
    begin(scene, mix={"accept_error": 0.5, "error": 0.5})
    scene.employ()
    scene.until(lambda: scene.look()["unknown"] + states()["held"] + states()["accepted"] > 0)
    time.sleep(2)
    scene.look()
    scene.providers[0].behave(mix={})


def f7(scene: Scene) -> None:
    """Too many, come again in a second: for half of all that is asked."""
    begin(scene, mix={"busy": 0.5}, retry_after=1)
    scene.employ()
    scene.until_taken(0.6)
    scene.providers[0].behave(mix={})


def f8(scene: Scene) -> None:
    """It accepts and then says nothing, or hangs up."""
    begin(scene, mix={"accept_hang": 0.08, "accept_drop": 0.06, "hang": 0.03, "drop": 0.03}, hang_seconds=20)
    scene.employ()
    scene.until_taken(0.6)
    scene.providers[0].behave(mix={})


def f9(scene: Scene) -> None:
    """The first provider refuses every connection for a while; the second takes over, and gives back."""
    small(scene)
    begin(scene, latency_ms=50)
    first, second = scene.providers[0], scene.provider(latency_ms=50)
    scene.employ()
    scene.until_taken(0.2)
    first.stop()
    scene.until_taken(0.6)
    first.start()
    kept = first.file.stat().st_size
    scene.until(lambda: scene.is_quiet() or first.file.stat().st_size > kept)
    assert second.file.stat().st_size > 0
    taken_over = Transition.objects.filter(to_state="sending", cause__startswith="stub-2 takes over from stub: not_")
    assert taken_over.exists()


def f10(scene: Scene) -> None:
    """It answers with a page, or with half an answer."""
    begin(scene, mix={"html": 0.1, "cut": 0.1})
    scene.employ()
    scene.until_taken(0.6)
    scene.providers[0].behave(mix={})


def f17(scene: Scene) -> None:
    """One worker's clock is ten minutes ahead and another's behind, and both are killed on the way."""
    small(scene)
    begin(scene, latency_ms=100)
    scene.employ({"clock_off": 600}, {"clock_off": -600})
    for share in (0.2, 0.5):
        scene.until_taken(share)
        for worker, off in zip(scene.workers[:2], (600, -600), strict=True):
            worker.kill()
            scene.replace(worker, clock_off=off)
    scene.until_taken(0.8)


def f18(scene: Scene) -> None:
    """Twice the workers and two beats, by mistake."""
    begin(scene, mix={"accept_drop": 0.02}, latency_ms=50)
    scene.employ(workers=2 * WORKERS, beats=2)


def f19(scene: Scene) -> None:
    """A deploy under load: what is under way is written down, the rest given back, and nothing is unknown."""
    small(scene)
    begin(scene, latency_ms=100)
    scene.employ()
    for share in (0.2, 0.4, 0.6, 0.8):
        scene.until_taken(share)
        for worker in list(scene.workers):
            assert worker.end() == 0
            scene.replace(worker)
    assert scene.peak == 0


def f20(scene: Scene) -> None:
    """The kill switch at half."""
    small(scene)
    scene.provider(latency_ms=100)
    sending = release(scene.number)
    scene.planned = scene.number
    scene.employ()
    scene.until_taken(0.5)
    mailings.pause(Mailing.objects.get(pk=sending.pk), by=HANAKO)
    stopped = scene.taken()
    time.sleep(1)
    assert scene.taken() - stopped <= 2 * WORKERS * scene.window
    standing = scene.taken()
    time.sleep(1)
    assert scene.taken() == standing
    mailings.resume(Mailing.objects.get(pk=sending.pk), by=HANAKO)


def release(number: int, **given: object) -> Mailing:
    """A mailing of so many messages, approved by two."""
    sending = mailing(planned_on=None, **given)
    planned([new_message(mailing_id=sending.pk) for _ in range(number)])
    mailings.prepare(sending, by=HANAKO)
    mailings.release(sending, by=JIRO)
    return sending
