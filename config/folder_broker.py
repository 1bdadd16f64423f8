"""The folder as broker of the walk-through: a message stands there whole or not at all.

Kombu's own transport opens a file under its final name and writes afterwards. A worker that looks in between takes an
empty message, and ends. Here everything is written under another name first, and renamed.
"""

from __future__ import annotations

import fcntl
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

from kombu.transport import filesystem
from kombu.utils.json import dumps

log = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    """Messages and bindings that nobody reads half."""

    # The annotations of the two classes above it name what is put differently.
    def _put(self, queue: str, payload: dict[str, Any], **options: Any) -> None:  # type: ignore[override]
        # Kombu's name: workers take the files in the order of their names.
        name = f"{round(monotonic() * 1000)}_{uuid4()}.{queue}.msg"
        _write(Path(self.data_folder_out, name), payload)

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message; raises Empty. One that cannot be read (the machine lost power) is left out.

        A message only says "look", so the next one makes up for it.
        """
        while True:
            try:
                return super()._get(queue)
            except ValueError:
                log.warning("a message of the queue %s could not be read and was left out", queue)

    def _queue_bind(self, exchange: str, routing_key: str | None, pattern: str | None, queue: str) -> None:
        bound = filesystem.exchange_queue_t(routing_key or "", pattern or "", queue or "")
        self.control_folder.mkdir(parents=True, exist_ok=True)
        with _alone_in(self.control_folder):
            table = self.get_table(exchange)
            if bound not in table:
                # The annotations of Kombu do not name it.
                _write(self._exchange_file(exchange), [bound, *table])  # type: ignore[attr-defined]


class Transport(filesystem.Transport):
    """Named by `broker_transport`."""

    Channel = Channel


def _write(path: Path, content: Any) -> None:
    half = path.with_name(f"{uuid4()}.half")
    half.write_text(dumps(content), encoding="utf-8")
    half.rename(path)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """One process at a time reads a table and writes it anew."""
    with (folder / "lock").open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
