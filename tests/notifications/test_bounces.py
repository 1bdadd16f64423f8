"""Mails that came back: kept sealed, believed only with a key of ours, folded like every report."""

from __future__ import annotations

import json
import mailbox
from io import StringIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pytest_django import Settings

from foundation.trail.actor import Actor
from foundation.trail.clock import now
from foundation.trail.models import AuditEvent
from foundation.vault.sealing import SealError
from notifications.bounce_keys import bounce_key
from notifications.bounces import KEPT, mail_of, read_in, take_in_mail
from notifications.models import DeliveryReport, Message
from notifications.purging import ADDRESSES, purge_returned_mail
from notifications.reports import of_message, unmatched
from notifications.tasks import import_bounces
from notifications.transitions import verify_chain
from tests.factories.notices import RETURNED_TO, letter, notice, return_to
from tests.factories.notifications import ready

pytestmark = pytest.mark.django_db

BY = Actor.system("purge_addresses")


def standing(state: str) -> Message:
    [message] = ready(1, channel="email", address="hana@example.jp", title="お知らせ")
    Message.objects.filter(pk=message.pk).update(state=state)
    return message


def state(message: Message) -> str:
    return Message.objects.get(pk=message.pk).state


def kept() -> DeliveryReport:
    return DeliveryReport.objects.get()


@pytest.mark.parametrize(
    ("before", "action", "after"),
    [
        ("accepted", "delivered", "delivered"),
        ("accepted", "failed", "undelivered"),
        ("accepted", "delayed", "accepted"),
        ("unknown", "delivered", "delivered"),
        ("unknown", "failed", "undelivered"),
        ("unknown", "delayed", "accepted"),
        ("unknown", "relayed", "accepted"),
        ("held", "delivered", "delivered"),
        ("rejected", "delivered", "rejected"),
    ],
)
def test_a_notice_moves_its_message(before: str, action: str, after: str) -> None:
    message = standing(before)
    assert (take_in_mail(notice(message.reference, action)), state(message)) == ("matched", after)
    assert (kept().signed, kept().problem, kept().folded_at is not None) == (True, "", True)


def test_the_chain_holds() -> None:
    [message] = ready(1, channel="email", address="hana@example.jp", title="お知らせ")
    take_in_mail(notice(message.reference, "failed"))
    message.refresh_from_db()
    assert (message.state, verify_chain(message)) == ("undelivered", 3)


def test_the_same_mail_twice_is_one_report() -> None:
    raw = notice(standing("accepted").reference)
    assert [take_in_mail(raw), take_in_mail(raw)] == ["matched", "known"]
    assert DeliveryReport.objects.count() == 1


@pytest.mark.parametrize("order", [("failed", "delivered"), ("delivered", "failed")])
def test_order_does_not_matter(order: tuple[str, str]) -> None:
    message = standing("accepted")
    for action in order:
        take_in_mail(notice(message.reference, action))
    assert state(message) == "delivered"


def test_the_envid_or_the_address_is_enough() -> None:
    one, other = standing("unknown"), standing("unknown")
    take_in_mail(notice(one.reference, "delivered", to=RETURNED_TO))
    take_in_mail(notice(other.reference, "delivered", envid=""))
    assert (state(one), state(other)) == ("delivered", "delivered")


@pytest.mark.parametrize("proof", ["", "0" * 20])
def test_who_knows_the_reference_alone_is_not_believed(proof: str) -> None:
    message = standing("accepted")
    forged = notice(message.reference, "failed", envid=message.reference.hex + proof, to=RETURNED_TO)
    assert (take_in_mail(forged), state(message)) == ("unmatched", "accepted")
    assert (kept().reference, kept().signed, kept().problem) == (None, False, "carries no key of ours")
    assert [report.says for report in unmatched()] == ["undelivered"]


def test_one_that_names_two_messages_moves_neither() -> None:
    one, other = standing("accepted"), standing("accepted")
    both = notice(one.reference, "failed", to=return_to(other.reference))
    assert (take_in_mail(both), state(one), state(other)) == ("unmatched", "accepted", "accepted")
    assert kept().problem == "carries the keys of several messages"


def test_a_key_of_a_message_that_is_not_here_is_kept() -> None:
    """As after a backup was restored."""
    assert take_in_mail(notice(uuid4(), "delivered")) == "unmatched"
    assert (list(unmatched()), kept().signed, kept().problem) == ([kept()], True, "")


def test_an_automatic_reply_stands_with_its_message_and_says_nothing() -> None:
    message = standing("accepted")
    assert take_in_mail(letter("不在です", to=return_to(message.reference))) == "unreadable"
    assert (state(message), kept().problem) == ("accepted", "no delivery status in it, perhaps an automatic reply")
    assert [heard.report.says for heard in of_message(message)] == ["unreadable"]


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", letter("あ" * KEPT)])
def test_whatever_came_is_kept(raw: bytes) -> None:
    assert (take_in_mail(raw), mail_of(kept())) == ("unreadable", raw[:KEPT])


def test_the_text_is_sealed() -> None:
    raw = notice(standing("accepted").reference)
    take_in_mail(raw)
    assert b"hana" not in bytes(kept().raw)
    assert mail_of(kept()) == raw


def test_its_text_ends_with_the_addresses() -> None:
    message = standing("accepted")
    take_in_mail(notice(message.reference))
    assert purge_returned_mail(by=BY) == 0
    old = ADDRESSES.started_by(now().date())
    report = kept()
    # Of a table that only grows a test cannot make a row older.
    report.pk, report.event_key, report.received_at = None, "old", now().replace(year=old.year, month=1, day=1)
    report.save()
    assert (purge_returned_mail(by=BY), purge_returned_mail(by=BY)) == (1, 0)
    report.refresh_from_db()
    assert (bytes(report.raw), report.says, report.raw_purged_at is not None) == (b"", "undelivered", True)
    assert AuditEvent.objects.filter(action="returned_mail_purged").count() == 1
    with pytest.raises(SealError):
        mail_of(report)


def test_what_a_provider_posted_cannot_be_purged() -> None:
    DeliveryReport.objects.create(
        provider="stub", event_key="e", says="delivered", signed=True, raw=b"", received_at=now()
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        DeliveryReport.objects.update(raw_purged_at=now())


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    for name in ("new", "cur", "tmp"):
        (tmp_path / name).mkdir()
    return tmp_path


def put(maildir: Path, *mails: bytes) -> None:
    for number, raw in enumerate(mails):
        (maildir / "new" / f"{number}.host").write_bytes(raw)


def test_a_maildir_is_read_once(maildir: Path) -> None:
    message = standing("accepted")
    put(maildir, notice(message.reference), letter("不在です"), notice(message.reference))
    assert read_in(maildir) == {"matched": 1, "unreadable": 1, "known": 1}
    assert sorted(file.name for file in (maildir / "cur").iterdir()) == [f"{number}.host:2,S" for number in range(3)]
    assert (read_in(maildir), state(message)) == ({}, "undelivered")


def test_killed_between_keeping_and_moving_it_is_read_again(maildir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    message = standing("accepted")
    put(maildir, notice(message.reference))
    with monkeypatch.context() as here:
        here.setattr(Path, "rename", _die)
        with pytest.raises(KeyboardInterrupt):
            read_in(maildir)
    assert (read_in(maildir), DeliveryReport.objects.count()) == ({"known": 1}, 1)


def _die(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_link_in_a_maildir_leads_nowhere(maildir: Path) -> None:
    (maildir / "secret").write_bytes(b"not a mail")
    (maildir / "new" / "link").symlink_to(maildir / "secret")
    assert (read_in(maildir), DeliveryReport.objects.count()) == ({}, 0)


def test_a_turn_ends(maildir: Path) -> None:
    put(maildir, letter("a"))
    assert read_in(maildir, seconds=0) == {}


def test_an_mbox_is_read_and_stays_as_it_is(tmp_path: Path) -> None:
    message = standing("unknown")
    box = mailbox.mbox(tmp_path / "mbox")
    box.add(notice(message.reference, "delivered"))
    box.add(letter("不在です"))
    box.close()
    before = (tmp_path / "mbox").read_bytes()
    assert read_in(tmp_path / "mbox") == {"matched": 1, "unreadable": 1}
    assert (state(message), (tmp_path / "mbox").read_bytes()) == ("delivered", before)


def test_the_command_counts(maildir: Path) -> None:
    put(maildir, notice(standing("accepted").reference), letter("a"))
    said = StringIO()
    call_command("import_bounces", str(maildir), stdout=said)
    assert json.loads(said.getvalue()) == {"matched": 1, "unmatched": 0, "unreadable": 1, "known": 0}


@pytest.mark.parametrize("given", [[], ["nothing/here"]])
def test_the_command_says_what_it_lacks(given: list[str]) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("import_bounces", *given)
    assert refused.value.returncode == 2


def test_the_task_reads_the_mailbox_of_the_settings(maildir: Path, settings: Settings) -> None:
    settings.BOUNCE_MAILDIR = str(maildir)
    message = standing("accepted")
    put(maildir, notice(message.reference, "delivered"))
    import_bounces()
    assert state(message) == "delivered"


def test_nothing_is_logged_of_whom_it_concerns(maildir: Path, caplog: pytest.LogCaptureFixture) -> None:
    message = standing("accepted")
    put(maildir, notice(message.reference), letter("hana@example.jp"), b"\xff hana@example.jp")
    with caplog.at_level(0):
        read_in(maildir)
    assert "hana" not in caplog.text
    assert bounce_key(message.reference) not in caplog.text
