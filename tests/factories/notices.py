"""Mails that come back, in our own words: with each part that a notice may have, or without it."""

from __future__ import annotations

from base64 import encodebytes
from binascii import b2a_qp
from email.message import Message
from uuid import UUID

from notifications.bounce_keys import bounce_key, return_address

RETURNED_TO = "bounces@portal.example"
BOUNDARY = "part-of-a-notice"


def notice(reference: UUID, action: str = "failed", *, envid: str | None = None, to: str | None = None) -> bytes:
    """A delivery status notification; its key stands in the ENVID and in the address, or in what is given instead."""
    return told(
        recipient(action), envid=bounce_key(reference) if envid is None else envid, to=to or return_to(reference)
    )


def told(*recipients: str, envid: str = "", to: str = RETURNED_TO) -> bytes:
    """The same with blocks about recipients as given."""
    about = f"Reporting-MTA: dns; mx.example.jp\n{f'Original-Envelope-Id: {envid}' if envid else 'X-None: 1'}\n"
    return _assembled("message/delivery-status", "\n".join([about, *recipients]), "text/rfc822-headers", to)


def told_globally(*recipients: str, envid: str = "", to: str = RETURNED_TO, encoding: str = "8bit") -> bytes:
    """The same as servers write it that know addresses beyond ASCII (RFC 6533), its part encoded in some way."""
    about = f"Reporting-MTA: dns; mx.例え.jp\n{f'Original-Envelope-Id: {envid}' if envid else 'X-None: 1'}\n"
    text = "\n".join([about, *recipients]).encode()
    encoded = {"8bit": text, "base64": encodebytes(text), "quoted-printable": b2a_qp(text)}[encoding].decode()
    kind = f"message/global-delivery-status\nContent-Transfer-Encoding: {encoding}"
    return _assembled(kind, encoded, "message/global-headers", to)


def _assembled(kind_of_status: str, status: str, kind_of_head: str, to: str) -> bytes:
    parts = (
        ("text/plain; charset=utf-8", "配達できませんでした。\n"),
        (kind_of_status, status),
        (kind_of_head, "From: office@portal.example\nTo: hana@example.jp\nSubject: =?utf-8?B?44GK?=\n"),
    )
    body = "".join(f"--{BOUNDARY}\nContent-Type: {kind}\n\n{text}\n" for kind, text in parts)
    head = f"Return-Path: <>\nFrom: MAILER-DAEMON@mx.example.jp\nTo: {to}\nSubject: returned\nMIME-Version: 1.0\n"
    kind = f'Content-Type: multipart/report; report-type=delivery-status; boundary="{BOUNDARY}"\n'
    return f"{head}{kind}\n{body}--{BOUNDARY}--\n".encode()


def recipient(action: str, address: str = "hana@example.jp", *, kind: str = "rfc822") -> str:
    """The block about one recipient."""
    return f"Final-Recipient: {kind}; {address}\nAction: {action}\nStatus: 5.1.1\n"


def return_to(reference: UUID) -> str:
    """The address that notices on this message come to."""
    return return_address(RETURNED_TO, reference)


def letter(text: str, *, to: str = RETURNED_TO) -> bytes:
    """A mail that is no notice at all."""
    mail = Message()
    mail["From"], mail["To"], mail["Subject"] = "hana@example.jp", to, "Re"
    mail.set_payload(text, "utf-8")
    return mail.as_bytes()
