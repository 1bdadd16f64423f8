"""Faults of what the portal stands on: the broker (F11, F12), the database (F13)."""

from __future__ import annotations

import os
import time
from contextlib import closing
from typing import Final

import redis

from tests.faults import backups
from tests.faults.everyday import begin, small
from tests.faults.processes import Portal
from tests.faults.scene import WORKERS, Scene
from tests.harness.postgres import PostgresCluster
from tests.harness.redis_server import RedisServer

AWAY: Final = float(os.environ.get("FAULT_REDIS_AWAY", "120"))
AWAY_AGAIN: Final = min(AWAY, 65.0)
"""Seconds for which the broker is gone: minutes in one column, in the others longer than any task may run.

How a provider can be asked has no part in it: nothing is sent, and nobody is asked, while nobody rings.
"""


def own_broker(scene: Scene) -> RedisServer:
    """A broker that ends with the scene."""
    broker = RedisServer.create()
    scene.ground.callback(broker.remove)
    return broker


def ring(scene: Scene, broker: RedisServer) -> None:
    """Celery works and rings until the end of the scene."""
    window = max(10, scene.number // 500)
    provider = scene.providers[0].url
    program = Portal(provider, scene.column, broker.url(), scene.folder, workers=WORKERS, window=window)
    scene.ground.enter_context(closing(program))


def f11(scene: Scene) -> None:
    """Redis is emptied and comes back empty after a restart, while Celery's workers send: the rows remember."""
    begin(scene, latency_ms=150)
    broker = own_broker(scene)
    ring(scene, broker)
    scene.until_taken(0.1)
    (scene.folder / "broker.log").write_text(content(broker), encoding="utf-8")
    with redis.Redis.from_url(broker.url()) as client:
        client.flushall()
    broker.stop()
    broker.start()


def f12(scene: Scene) -> None:
    """Redis is away for minutes: nobody rings, nothing is lost, and it goes on where it was."""
    begin(scene, latency_ms=150)
    broker = own_broker(scene)
    ring(scene, broker)
    scene.until_taken(0.1)
    broker.stop()
    time.sleep(AWAY if scene.column == "look-up" else AWAY_AGAIN)
    broker.start()


def content(broker: RedisServer) -> str:
    """All that stands in the broker, for the search for addresses."""
    with redis.Redis.from_url(broker.url(), decode_responses=True) as client:
        kinds = {"list": lambda key: client.lrange(key, 0, -1), "hash": client.hgetall, "string": client.get}
        return "\n".join(str(kinds.get(str(client.type(key)), lambda _: "")(key)) for key in client.keys("*"))


def stand_on_a_cluster(scene: Scene) -> PostgresCluster:
    """The test's database on a server of our own; the scene stands there until its end."""
    cluster = PostgresCluster.create()
    scene.ground.callback(cluster.remove)
    place = {"HOST": "127.0.0.1", "PORT": str(cluster.port), "NAME": "faults", "USER": "postgres", "PASSWORD": ""}
    schema = scene.folder / "schema.sql"
    backups.dump(schema, "--schema-only")
    backups.restore(schema, place)
    scene.ground.enter_context(backups.standing_on(place))
    return cluster


def f13(scene: Scene) -> None:
    """The database stops at once and comes back: in the middle of writing ahead, and of writing outcomes down."""
    cluster = stand_on_a_cluster(scene)
    small(scene)
    begin(scene, latency_ms=100)
    scene.employ({"wait_at": "claimed", "passing": 2})
    crash(scene, cluster)
    scene.workers[0].kill()
    scene.replace(scene.workers[0], wait_at="answered", passing=5)
    crash(scene, cluster)
    for share in (0.5, 0.7):
        scene.until_taken(share)
        cluster.crash()
        time.sleep(scene.chance.random())
        cluster.start()


def crash(scene: Scene, cluster: PostgresCluster) -> None:
    """Once the worker hangs at its point the server goes; the worker goes on before it is back."""
    work = scene.work()
    scene.until(work.reached.exists, every=0.01)
    cluster.crash()
    work.go.touch()
    time.sleep(0.3)
    cluster.start()
    work.reached.unlink()
    work.go.unlink()
