"""Mails that came back to the return address: each becomes a delivery report, kept sealed and then folded.

A notice is believed only if it carries a bounce key. What names no message of ours, or cannot be read, is kept with
the reason; reading the same mail again changes nothing.
"""

from __future__ import annotations

import mailbox
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Final

from foundation.trail.clock import now
from foundation.vault.sealing import open_sealed, seal
from notifications import bounce_notices
from notifications.bounce_keys import references_in
from notifications.bounce_notices import LONGEST
from notifications.models import DeliveryReport, Message
from notifications.reports import hear
from notifications.states import UNREADABLE

PROVIDER: Final = "mail"
"""Under whose name notices stand in the inbox: they come from whichever server had the mail last."""
KEPT: Final = 65_536
"""Bytes of a mail that are kept."""


class NoMailboxError(Exception):
    """The path is neither a Maildir nor an mbox file."""


def take_in_mail(raw: bytes) -> str:
    """Keep one mail and fold what it says: matched, unmatched, unreadable, or known before."""
    report = report_of(raw)
    if not hear(report):
        return "known"
    if report.says == UNREADABLE:
        return UNREADABLE
    ours = report.reference is not None and Message.objects.filter(reference=report.reference).exists()
    return "matched" if ours else "unmatched"


def report_of(raw: bytes) -> DeliveryReport:
    """The row for a mail; its text is sealed, as it holds the address of whoever did not get ours."""
    key, notice = sha256(raw).hexdigest(), bounce_notices.read(raw)
    named = references_in(notice.names)
    ours = next(iter(named)) if len(named) == 1 else None
    return DeliveryReport(
        provider=PROVIDER,
        event_key=key,
        reference=ours,
        says=notice.says,
        problem=notice.problem or _doubt(len(named)),
        signed=ours is not None,
        sealed=True,
        raw=seal(raw[:KEPT].decode("latin-1"), bound_to=_bound_to(key)),
        received_at=now(),
    )


def mail_of(report: DeliveryReport) -> bytes:
    """The mail as it came, of which more than `KEPT` bytes are not kept; raises SealError, also once it was purged."""
    return open_sealed(report.raw, bound_to=_bound_to(report.event_key)).encode("latin-1")


def read_in(path: Path, *, seconds: float | None = None) -> Counter[str]:
    """Take in every new mail of a Maildir (what was read moves to its `cur`), or every mail of an mbox file.

    `seconds`: stop beginning new ones after that time. Raises NoMailboxError.
    """
    last = time.monotonic() + seconds if seconds is not None else float("inf")
    if (path / "new").is_dir():
        return _read_maildir(path, last)
    if not path.is_file():
        raise NoMailboxError(f"{path} is neither a Maildir (a folder with new/ in it) nor an mbox file.")
    return Counter(take_in_mail(raw) for raw in _of_mbox(path) if time.monotonic() < last)


def _read_maildir(maildir: Path, last: float) -> Counter[str]:
    done = Counter[str]()
    (maildir / "cur").mkdir(exist_ok=True)
    for file in sorted((maildir / "new").iterdir()):
        if time.monotonic() >= last:
            break
        # Another reader may have taken it; a link may lead anywhere.
        with suppress(FileNotFoundError):
            if file.is_file() and not file.is_symlink():
                done[take_in_mail(_beginning(file))] += 1
                file.rename(maildir / "cur" / f"{file.name}:2,S")
    return done


def _beginning(file: Path) -> bytes:
    with file.open("rb") as mail:
        return mail.read(LONGEST + 1)


def _of_mbox(path: Path) -> Iterator[bytes]:
    box = mailbox.mbox(path, create=False)
    try:
        for key in box.iterkeys():
            yield box.get_bytes(key)
    finally:
        box.close()


def _bound_to(event_key: str) -> str:
    return f"bounce:{event_key}"


def _doubt(named: int) -> str:
    if named == 1:
        return ""
    return "carries the keys of several messages" if named else "carries no key of ours"
