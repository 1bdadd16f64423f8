"""Demonstration: every message becomes one file, named by its reference, so that twice leaves one."""

from __future__ import annotations

import os
import time
from pathlib import Path
from uuid import UUID

import orjson

from notifications.channels.contract import TOO_LATE, Answer, Capabilities, Found, Parcel, Presence, Result


class FileCarrier:
    """Writes `<reference>.json` into a folder: reference, channel, purpose, scope, sender, to, title, body, at."""

    name = "file"
    capabilities = Capabilities(look_up=True)

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    async def open(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    async def close(self) -> None:
        """Nothing is kept open."""

    async def send(self, parcel: Parcel) -> Answer:
        if time.monotonic() > parcel.not_after:
            return TOO_LATE
        target = self._file(parcel.reference)
        draft = target.with_suffix(f".{os.getpid()}.draft")
        try:
            draft.write_bytes(_content(parcel))
            # A link is made whole or not at all, and refuses a name that is taken.
            os.link(draft, target)
        except FileExistsError:
            return Answer(Result.DUPLICATE, provider_id=target.name)
        except OSError as error:
            return Answer(Result.NOT_SENT, detail=f"the folder refuses: {error.strerror}")
        finally:
            draft.unlink(missing_ok=True)
        return Answer(Result.ACCEPTED, provider_id=target.name)

    async def look_up(self, reference: UUID) -> Found:
        target = self._file(reference)
        return Found(Presence.PRESENT, target.name) if target.exists() else Found(Presence.ABSENT)

    def _file(self, reference: UUID) -> Path:
        return self._folder / f"{reference}.json"


def _content(parcel: Parcel) -> bytes:
    said = {
        "reference": str(parcel.reference),
        "channel": parcel.channel,
        "purpose": parcel.purpose,
        "scope": parcel.scope,
        "sender": parcel.sender,
        "to": parcel.address,
        "title": parcel.title,
        "body": parcel.body,
        "text_version": parcel.text_version,
        "parts": parcel.parts,
        "at": parcel.at.isoformat(),
    }
    return orjson.dumps(said, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)
