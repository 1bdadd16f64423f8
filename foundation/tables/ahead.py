"""Reading ahead: the next rows are made in a thread while the database works on those before them.

`read_ahead` makes them freely; `Ahead` makes one at a time, when its owner says that it is about to wait.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from queue import Full, Queue
from threading import Event, Thread
from typing import Final, Generic, Self, TypeVar

Made = TypeVar("Made")

_PATIENCE: Final = 0.1


class Ahead(Generic[Made]):
    """One item of the source at a time, made when its owner says so.

    Two threads that both compute only take the interpreter from each other: `prepare` is to be called where the owner
    is about to wait. The source must not use the owner's database connection. Use as a context manager.
    """

    def __init__(self, source: Iterator[Made]) -> None:
        self._source = source
        self._thread = ThreadPoolExecutor(1)
        self._coming: Future[Made | None] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.shutdown(cancel_futures=True)

    def prepare(self) -> None:
        """Begin to make the next item."""
        if self._coming is None:
            self._coming = self._thread.submit(next, self._source, None)

    def take(self) -> Made | None:
        """The next item as soon as it is made, or None at the end; an error of the source is raised here."""
        self.prepare()
        coming, self._coming = self._coming, None
        return coming.result() if coming else None


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
