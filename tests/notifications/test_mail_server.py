"""A real mail server: what it takes, what it refuses, what comes back, and what it had when the line broke."""

from __future__ import annotations

import asyncio
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path

import pytest
from django.db import connection

from notifications import sweep
from notifications.bounces import read_in
from notifications.channels.chosen import Carriers
from notifications.channels.smtp import Notices, SmtpCarrier
from notifications.dispatch import Dispatcher
from notifications.models import Attempt, Message
from notifications.pace import Pace
from notifications.transitions import verify_chain
from tests.factories.notifications import new_message, planned
from tests.harness.children import wait_until
from tests.harness.hangs_up import HangsUp
from tests.harness.needs import needs_postfix
from tests.harness.postfix import GONE, PORTAL, REACHED, Postfix

pytestmark = [pytest.mark.django_db(transaction=True), needs_postfix]

RETURNED = f"bounces@{PORTAL}"
TARO, NOBODY, HANA = f"taro@{REACHED}", f"nobody@{REACHED}", f"hana@{GONE}"
DEATHS = 3
QUEUE_ID = re.compile(r"with ESMTP id (\w+)")
PACE = Pace(window=20, batch=100, group=10, idle=0.02, settle=0)


@pytest.fixture(scope="module")
def server() -> Iterator[Postfix]:
    server = Postfix.create()
    yield server
    server.remove()


@pytest.fixture(autouse=True)
def _empty_mailboxes(server: Postfix) -> None:
    for address in (TARO, RETURNED):
        for file in mails(server, address):
            file.unlink()


def mails(server: Postfix, address: str) -> list[Path]:
    return [file for name in ("new", "cur") for file in (server.maildir(address) / name).glob("*")]


def letters(*addresses: str) -> list[Message]:
    usual = {"channel": "email", "title": "お知らせ", "sender": f"office@{PORTAL}"}
    return planned([new_message(address=address, **usual) for address in addresses])


def through(port: int) -> Carriers:
    carrier = SmtpCarrier(f"smtp://127.0.0.1:{port}", seconds=5, notices=Notices(RETURNED, seconds=600))
    return {"email": (carrier,)}


def send(port: int) -> None:
    asyncio.run(Dispatcher(through(port), PACE).run(until_empty=True))


def stand(messages: list[Message]) -> list[str]:
    """Where each of them stands now."""
    at = dict(Message.objects.values_list("pk", "state"))
    return [at[message.pk] for message in messages]


def came_back(server: Postfix, number: int) -> Counter[str]:
    """So many notices, waited for and read in."""
    assert wait_until(lambda: len(mails(server, RETURNED)) >= number, seconds=20), server.said()
    return read_in(server.maildir(RETURNED))


def test_delivered_refused_and_bounced_afterwards(server: Postfix) -> None:
    messages = letters(TARO, NOBODY, HANA)
    send(server.port)
    assert stand(messages) == ["accepted", "rejected", "accepted"]
    assert came_back(server, 2) == {"matched": 2}
    assert stand(messages) == ["delivered", "rejected", "undelivered"]
    assert [verify_chain(Message.objects.get(pk=message.pk)) for message in messages] == [5, 4, 5]
    [refused] = Attempt.objects.filter(message=messages[1])
    assert refused.detail.startswith("SMTP 550 5.1.1 <n＊＊＊@reached.example>")
    [arrived] = [message_from_bytes(file.read_bytes()) for file in mails(server, TARO)]
    assert (arrived["Message-ID"], arrived["From"]) == (f"<{messages[0].reference}@{PORTAL}>", f"office@{PORTAL}")


def test_a_line_that_broke_after_the_dot_is_closed_by_the_notice(server: Postfix) -> None:
    messages = letters(TARO, HANA)
    line = HangsUp(server.port)
    send(line.port)
    line.close()
    assert stand(messages) == ["unknown", "unknown"]
    # Nobody is asked, and nothing goes again, while a notice may come.
    assert +sweep.close_unknown(through(line.port), settle=0) == {}
    came_back(server, 2)
    assert stand(messages) == ["delivered", "undelivered"]
    assert (len(mails(server, TARO)), Attempt.objects.count()) == (1, 2)


@pytest.mark.faults
def test_a_server_that_is_killed_takes_nothing_twice_and_loses_nothing(server: Postfix) -> None:
    """What was under way when it died is closed by its notice, or waits for a person; it does not go again."""
    messages = letters(*[f"taro+{number}@{REACHED}" for number in range(150)])
    asyncio.run(_send_while_it_dies(server))
    assert wait_until(server.has_nothing_left, seconds=60)
    read_in(server.maildir(RETURNED))
    taken = _taken(server)
    found = Counter(stand(messages))
    assert (set(map(len, taken.values())), found["delivered"]) == ({1}, len(taken))
    assert found["delivered"] + found["unknown"] == len(messages)
    assert found["unknown"] <= DEATHS


async def _send_while_it_dies(server: Postfix) -> None:
    dispatcher = Dispatcher(through(server.port), PACE)
    sending = asyncio.create_task(dispatcher.run(until_empty=False))
    for _ in range(DEATHS):
        await asyncio.sleep(0.7)
        await asyncio.to_thread(server.kill)
        await asyncio.to_thread(server.start)
    await asyncio.to_thread(wait_until, _nothing_under_way, seconds=60, every=0.3)
    dispatcher.stop()
    await sending


def _nothing_under_way() -> bool:
    under_way = Message.objects.filter(state__in=["ready", "leased", "sending"]).exists()
    connection.close()
    return not under_way


def _taken(server: Postfix) -> dict[str, set[str]]:
    """Under which queue ids the server took each message. It may deliver one twice itself when it is killed."""
    taken = defaultdict[str, set[str]](set)
    for file in mails(server, TARO):
        arrived = message_from_bytes(file.read_bytes())
        taken[arrived["Message-ID"]] |= set(QUEUE_ID.findall(arrived["Received"]))
    return taken
