"""Reading ahead: the next rows are made in a thread while the database works on those before them."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Generic, Self, TypeVar

Made = TypeVar("Made")


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
