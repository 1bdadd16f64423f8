"""E-mail on a kept SMTP connection, with the dialogue in our hands.

Until the dot that ends the text a server has accepted nothing; after it, without an answer, it may have.
"""

from __future__ import annotations

import asyncio
import re
import smtplib
import time
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP as WIRE
from typing import Final, NamedTuple
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID

from foundation.vault import masking
from notifications.bounce_keys import bounce_key, return_address
from notifications.channels.contract import TOO_LATE, Answer, Capabilities, Found, Parcel, Presence, Result

ADDRESS: Final = re.compile(r"[^\s<>]+@[^\s<>:;,]+")
IDLE_SECONDS: Final = 30.0
"""A kept line that was silent for longer is opened anew: servers hang up on those who say nothing."""


class Notices(NamedTuple):
    """Where a server's notices on our messages go (`mailbox`), and how long one may take until nobody waits for it."""

    mailbox: str = ""
    seconds: float = 0


NO_NOTICES: Final = Notices()


class SmtpCarrier:
    """One connection, one message after the other. `url`: smtp://, smtps://, or smtp:// with ?tls=true (STARTTLS).

    `place` in the order of preference: the first is called smtp, the next smtp-2.
    """

    def __init__(self, url: str, *, seconds: float, place: int = 0, notices: Notices = NO_NOTICES) -> None:
        self.name = f"smtp-{place + 1}" if place else "smtp"
        self.capabilities = Capabilities(notice_seconds=notices.seconds)
        self._url, self._seconds, self._mailbox = urlsplit(url), seconds, notices.mailbox
        self._used = 0.0
        self._line: smtplib.SMTP | None = None
        self._turn = asyncio.Lock()

    async def open(self) -> None:
        """The first message opens the line."""

    async def close(self) -> None:
        self._hang_up()

    async def send(self, parcel: Parcel) -> Answer:
        async with self._turn:
            if time.monotonic() > parcel.not_after:
                return TOO_LATE
            return await asyncio.to_thread(self._send, parcel)

    async def look_up(self, reference: UUID) -> Found:
        """A mail server cannot be asked."""
        return Found(Presence.UNCLEAR)

    def _send(self, parcel: Parcel) -> Answer:
        try:
            text = compose(parcel)
        except ValueError as error:
            return Answer(Result.REJECTED, detail=f"no e-mail can be made of it: {error}"[:200])
        try:
            refusal = self._until_the_dot(parcel, text)
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Answer(Result.NOT_SENT, detail=type(error).__name__)
        return refusal or self._the_dot(parcel)

    def _until_the_dot(self, parcel: Parcel, text: bytes) -> Answer | None:
        """Sender, recipient and text; an answer where the server refuses on the way."""
        line = self._usable()
        notify = line.has_extn("dsn")
        code, said = line.mail(self._envelope_sender(parcel), _about_the_mail(parcel) if notify else [])
        if code < 400:
            code, said = line.rcpt(parcel.address, [f"NOTIFY={self._notify}"] if notify else [])
        if code < 400:
            code, said = line.docmd("DATA")
        if code >= 400:
            line.rset()
            return _refused(code, said)
        line.send(_stuffed(text))
        return None

    def _the_dot(self, parcel: Parcel) -> Answer:
        assert self._line is not None  # noqa: S101 - the text has just gone through it
        # Nothing is accepted before the dot: it is what must not come late.
        if time.monotonic() > parcel.not_after:
            self._hang_up()
            return TOO_LATE
        try:
            self._line.send(b".\r\n")
            code, said = self._line.getreply()
        except (OSError, smtplib.SMTPException) as error:
            self._hang_up()
            return Answer(Result.UNKNOWN, detail=f"after the final dot: {type(error).__name__}")
        if code >= 400:
            return _refused(code, said)
        return Answer(Result.ACCEPTED, provider_id=said.decode("ascii", "replace")[:120], detail=f"SMTP {code}")

    def _usable(self) -> smtplib.SMTP:
        if time.monotonic() - self._used > IDLE_SECONDS:
            self._hang_up()
        self._line, self._used = self._line or self._connect(), time.monotonic()
        return self._line

    def _envelope_sender(self, parcel: Parcel) -> str:
        return return_address(self._mailbox, parcel.reference) if self._mailbox else parcel.sender

    @property
    def _notify(self) -> str:
        # Notices of success go to a mailbox of their own, never by the thousand to the office that people write to.
        return "SUCCESS,FAILURE,DELAY" if self._mailbox else "FAILURE,DELAY"

    def _connect(self) -> smtplib.SMTP:
        make = smtplib.SMTP_SSL if self._url.scheme == "smtps" else smtplib.SMTP
        line = make(self._url.hostname or "localhost", self._url.port or 25, timeout=self._seconds)
        if parse_qs(self._url.query).get("tls") == ["true"]:
            line.starttls()
        line.ehlo_or_helo_if_needed()
        if self._url.username:
            line.login(unquote(self._url.username), unquote(self._url.password or ""))
        return line

    def _hang_up(self) -> None:
        line, self._line = self._line, None
        if line is not None:
            with suppress(OSError, smtplib.SMTPException):
                line.close()


def compose(parcel: Parcel) -> bytes:
    """The e-mail on the wire: plain text in UTF-8, its id made of our reference."""
    message = EmailMessage(policy=WIRE)
    domain = parcel.sender.rpartition("@")[2]
    message["From"], message["To"], message["Subject"] = parcel.sender, parcel.address, parcel.title
    message["Message-ID"] = f"<{parcel.reference}@{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(parcel.body, charset="utf-8", cte="base64")
    return message.as_bytes()


def _about_the_mail(parcel: Parcel) -> list[str]:
    """With its notices come our key, and of our text the head only."""
    return [f"ENVID={bounce_key(parcel.reference)}", "RET=HDRS"]


def _stuffed(text: bytes) -> bytes:
    body = b"\r\n".join(b"." + line if line.startswith(b".") else line for line in text.splitlines())
    return body + b"\r\n"


def _refused(code: int, said: bytes) -> Answer:
    # Servers like to repeat the address; what is kept of an attempt holds none.
    without_addresses = ADDRESS.sub(lambda found: masking.email(found[0]), said.decode("ascii", "replace"))
    detail = f"SMTP {code} {without_addresses}"[:200]
    return Answer(Result.REJECTED if code >= 500 else Result.NOT_ACCEPTED, detail=detail)
