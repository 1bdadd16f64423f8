"""Reading ahead: the next rows are made in a thread while the database takes those before them."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from queue import Full, Queue
from threading import Event, Thread
from typing import Final, TypeVar

Made = TypeVar("Made")

_PATIENCE: Final = 0.1


class _End:
    """What the thread puts last: nothing more comes, and perhaps the error that ended it."""

    def __init__(self, error: BaseException | None = None) -> None:
        self.error = error


@contextmanager
def read_ahead(source: Iterator[Made], *, depth: int = 1) -> Generator[Iterator[Made]]:
    """The same items, at most `depth` of them waiting; an error of the source is raised at its place.

    The source runs in a thread of its own and must not use the database connection of the caller.
    """
    queue: Queue[Made | _End] = Queue(depth)
    stopped = Event()
    thread = Thread(target=_fill, args=(source, queue, stopped), daemon=True)
    thread.start()
    try:
        yield _drain(queue)
    finally:
        stopped.set()
        thread.join()


def _fill(source: Iterator[Made], queue: Queue[Made | _End], stopped: Event) -> None:
    end = _End()
    try:
        for item in source:
            _offer(queue, item, stopped)
            if stopped.is_set():
                return
    except BaseException as error:  # noqa: BLE001 (whatever it is, it belongs to the reader)
        end = _End(error)
    _offer(queue, end, stopped)


def _offer(queue: Queue[Made | _End], item: Made | _End, stopped: Event) -> None:
    while not stopped.is_set():
        try:
            return queue.put(item, timeout=_PATIENCE)
        except Full:
            continue
    return None


def _drain(queue: Queue[Made | _End]) -> Iterator[Made]:
    while not isinstance(item := queue.get(), _End):
        yield item
    if item.error is not None:
        raise item.error
