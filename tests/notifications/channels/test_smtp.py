"""Before the final dot nothing is accepted; after it, without an answer, it may be."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default

import pytest

from notifications.bounce_keys import bounce_key
from notifications.channels import smtp
from notifications.channels.contract import Answer, Found, Parcel, Presence, Result
from notifications.channels.smtp import NO_NOTICES, Notices, SmtpCarrier, compose
from tests.factories.parcels import REFERENCE, parcel
from tests.harness.children import free_port

LETTER = {"channel": "email", "address": "taro@example.jp", "sender": "office@portal.example", "title": "お知らせ"}
USUAL = {"greeting": "220 hello", "EHLO": "250 ok", "MAIL": "250 ok", "RCPT": "250 ok", "DATA": "354 go", ".": "250 q1"}


class MailServer:
    """Answers each command from a table; "" hangs up."""

    def __init__(self, answers: dict[str, str]) -> None:
        self._answers = {**USUAL, **answers}
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self.texts = list[bytes]()
        self.commands = list[str]()
        self.connections = 0
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._socket.accept()
            except OSError:
                return
            self.connections += 1
            with line, line.makefile("rwb", buffering=0) as talk:
                self._talk(talk)

    def _talk(self, talk: socket.SocketIO) -> None:
        said = "greeting"
        while answer := self._answers.get(said, "250 ok"):
            talk.write(answer.encode() + b"\r\n")
            said = self._text(talk) if answer.startswith("354") else self._command(talk)
            if not said:
                return

    def _command(self, talk: socket.SocketIO) -> str:
        self.commands.append(talk.readline().decode().strip())
        return self.commands[-1][:4].upper()

    def _text(self, talk: socket.SocketIO) -> str:
        lines = list[bytes]()
        while (line := talk.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.texts.append(b"".join(lines))
        return "." if line else ""


@contextmanager
def server(**answers: str) -> Iterator[MailServer]:
    running = MailServer({name.replace("dot", "."): answer for name, answer in answers.items()})
    try:
        yield running
    finally:
        running.close()


def send(running: MailServer, *parcels: Parcel, notices: Notices = NO_NOTICES) -> list[Answer]:
    async def all_of_them() -> list[Answer]:
        carrier = SmtpCarrier(f"smtp://127.0.0.1:{running.port}", seconds=2, notices=notices)
        answers = [await carrier.send(each) for each in parcels]
        await carrier.close()
        return answers

    return asyncio.run(all_of_them())


def test_an_accepted_letter_reads_as_it_was_written() -> None:
    with server() as running:
        [answer] = send(running, parcel(**LETTER, body="本文です。\n.点から始まる行"))
    letter = message_from_bytes(running.texts[0], policy=default)
    assert (answer.result, answer.provider_id) == (Result.ACCEPTED, "q1")
    assert (letter["Subject"], letter["Message-ID"]) == ("お知らせ", f"<{REFERENCE}@portal.example>")
    assert letter.get_content().splitlines() == ["本文です。", ".点から始まる行"]


def test_the_line_is_kept() -> None:
    with server() as running:
        answers = send(running, parcel(**LETTER), parcel(**LETTER))
    assert ([answer.result for answer in answers], running.connections) == ([Result.ACCEPTED] * 2, 1)


@pytest.mark.parametrize(
    ("command", "answer", "result"),
    [
        ("greeting", "", Result.NOT_SENT),
        ("greeting", "421 later", Result.NOT_SENT),
        ("MAIL", "451 later", Result.NOT_ACCEPTED),
        ("MAIL", "", Result.NOT_SENT),
        ("RCPT", "550 no such user", Result.REJECTED),
        ("RCPT", "450 busy", Result.NOT_ACCEPTED),
        ("DATA", "554 no", Result.REJECTED),
        ("DATA", "", Result.NOT_SENT),
        ("dot", "552 too large", Result.REJECTED),
        ("dot", "451 try again", Result.NOT_ACCEPTED),
        ("dot", "", Result.UNKNOWN),
    ],
)
def test_where_the_dialogue_ends(command: str, answer: str, result: Result) -> None:
    with server(**{command: answer}) as running:
        [got] = send(running, parcel(**LETTER))
    assert got.result == result


def test_after_a_refusal_the_next_letter_goes() -> None:
    with server(RCPT="550 no such user") as running:
        answers = send(running, parcel(**LETTER), parcel(**LETTER))
    assert ([answer.result for answer in answers], running.connections) == ([Result.REJECTED] * 2, 1)


DSN = "250-hello\r\n250 DSN"
KEY = bounce_key(REFERENCE)


def commands(running: MailServer) -> list[str]:
    return [said for said in running.commands if said.upper().startswith(("MAIL", "RCPT"))]


def test_notices_are_asked_for_where_they_are_offered() -> None:
    with server(EHLO=DSN) as running:
        send(running, parcel(**LETTER), notices=Notices("bounces@portal.example"))
    assert commands(running) == [
        f"mail FROM:<bounces+{KEY}@portal.example> ENVID={KEY} RET=HDRS",
        "rcpt TO:<taro@example.jp> NOTIFY=SUCCESS,FAILURE,DELAY",
    ]


def test_without_a_mailbox_for_them_only_what_fails_is_told_to_the_sender() -> None:
    with server(EHLO=DSN) as running:
        send(running, parcel(**LETTER))
    assert commands(running) == [
        f"mail FROM:<office@portal.example> ENVID={KEY} RET=HDRS",
        "rcpt TO:<taro@example.jp> NOTIFY=FAILURE,DELAY",
    ]


def test_where_none_are_offered_the_address_alone_names_the_message() -> None:
    with server() as running:
        send(running, parcel(**LETTER), notices=Notices("bounces@portal.example"))
    assert commands(running) == [f"mail FROM:<bounces+{KEY}@portal.example>", "rcpt TO:<taro@example.jp>"]


def test_a_refusal_that_repeats_the_address_is_kept_without_it() -> None:
    with server(RCPT="550 5.1.1 <taro@example.jp>: unknown, taro@example.jp.") as running:
        [answer] = send(running, parcel(**LETTER))
    assert answer.detail == "SMTP 550 5.1.1 <t＊＊＊@example.jp>: unknown, t＊＊＊@example.jp."


def test_a_line_that_was_silent_for_long_is_opened_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "IDLE_SECONDS", -1.0)
    with server() as running:
        answers = send(running, parcel(**LETTER), parcel(**LETTER))
    assert ([answer.result for answer in answers], running.connections) == ([Result.ACCEPTED] * 2, 2)


def test_nobody_listening_means_not_sent() -> None:
    carrier = SmtpCarrier(f"smtp://127.0.0.1:{free_port()}", seconds=1)
    assert asyncio.run(carrier.send(parcel(**LETTER))).result == Result.NOT_SENT


def test_a_lease_that_is_over_opens_no_line() -> None:
    with server() as running:
        [answer] = send(running, parcel(**LETTER, not_after=0))
    assert (answer.result, running.connections) == (Result.NOT_SENT, 0)


def test_an_address_that_breaks_the_header_is_rejected() -> None:
    with server() as running:
        [answer] = send(running, parcel(**{**LETTER, "address": "a@example.jp\r\nBcc: b@example.jp"}))
    assert (answer.result, running.connections) == (Result.REJECTED, 0)


def test_a_mail_server_cannot_be_asked() -> None:
    assert asyncio.run(SmtpCarrier("smtp://x", seconds=1).look_up(REFERENCE)) == Found(Presence.UNCLEAR)


def test_the_text_is_plain_and_carries_no_list_headers() -> None:
    letter = message_from_bytes(compose(parcel(**LETTER)), policy=default)
    assert (letter.get_content_type(), letter["Content-Transfer-Encoding"]) == ("text/plain", "base64")
    assert letter["List-Unsubscribe"] is None
