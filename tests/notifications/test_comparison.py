"""After a restore: what providers accepted meanwhile is accepted here, and only what they did not have goes."""

from __future__ import annotations

import json
from datetime import timedelta
from io import StringIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from notifications import origin
from notifications.channels.contract import Answer, Capabilities, Found, Parcel, Presence, Result
from notifications.comparison import by_asking, by_list
from notifications.leases import claim
from notifications.models import LookUp, Message
from notifications.transitions import verify_chain
from tests.factories.notifications import PLANNER, mailing, new_message, planned, ready

pytestmark = pytest.mark.django_db


class Office:
    """A provider that has some references."""

    def __init__(self, *has: UUID, name: str = "office", can: Capabilities | None = None, silent: bool = False) -> None:
        self.has, self.name, self.silent = set(has), name, silent
        self.capabilities = can or Capabilities(look_up=True)

    async def open(self) -> None:
        """Nothing to open."""

    async def close(self) -> None:
        """Nothing to close."""

    async def send(self, parcel: Parcel) -> Answer:
        return Answer(Result.ACCEPTED)

    async def look_up(self, reference: UUID) -> Found:
        if self.silent:
            return Found(Presence.UNCLEAR)
        return Found(Presence.PRESENT if reference in self.has else Presence.ABSENT)


def three() -> list[Message]:
    """Two that are ready, and one that waits for its mailing's release."""
    return [*ready(2), *planned([new_message(mailing_id=mailing().pk)])]


def states() -> list[str]:
    return list(Message.objects.order_by("pk").values_list("state", flat=True))


def ask(*offices: Office) -> dict[str, int]:
    return dict(+by_asking({"sms": offices}, settle=0, by=PLANNER))


def test_what_a_provider_has_is_accepted_and_the_rest_may_go() -> None:
    messages = three()
    assert ask(Office(messages[0].reference), Office(messages[2].reference)) == {"accepted": 2, "absent": 1}
    assert states() == ["accepted", "ready", "accepted"]
    assert [verify_chain(message) for message in Message.objects.order_by("pk")] == [2, 1, 1]
    asked = LookUp.objects.filter(message=messages[1], attempt=None)
    assert list(asked.values_list("says", flat=True)) == ["absent"] * 2


def test_one_provider_that_does_not_answer_leaves_it_unclear() -> None:
    three()
    assert ask(Office(), Office(silent=True)) == {"unclear": 3}
    assert states() == ["ready", "ready", "planned"]


def test_where_nobody_can_be_asked_a_person_decides() -> None:
    three()
    assert ask(Office(can=Capabilities())) == {"held": 3}
    assert states() == ["held"] * 3


def test_two_providers_with_keys_protect_nothing_together() -> None:
    three()
    keyed = Capabilities(key_seconds=3_600)
    assert ask(Office(can=keyed), Office(can=keyed)) == {"held": 3}


def test_the_key_of_the_only_provider_lets_them_go_to_it_while_it_lasts() -> None:
    first = three()[0]
    assert ask(Office(can=Capabilities(key_seconds=3_600))) == {"keyed": 3}
    for message in Message.objects.all():
        assert message.only_provider == "office"
        assert message.key_until is not None
        assert timedelta(minutes=29) < message.key_until - first.recorded_at < timedelta(minutes=31)


def test_a_lease_that_still_runs_is_not_compared() -> None:
    three()
    claim(1, ["sms"], seconds=60)
    assert ask(Office()) == {"absent": 2, "unclear": 1}


def test_a_list_tells_what_was_accepted_and_what_this_database_lost() -> None:
    messages = three()
    done = by_list({messages[0].reference, messages[2].reference, uuid4()}, by=PLANNER)
    assert (done, states()) == ({"accepted": 2, "missing": 1, "unclear": 0}, ["accepted", "ready", "accepted"])


class TestCommand:
    def run(self, *arguments: str) -> tuple[int, dict[str, object]]:
        said = StringIO()
        try:
            call_command("compare_after_restore", *arguments, stdout=said)
        except SystemExit as ended:
            return int(str(ended.code)), json.loads(said.getvalue())
        return 0, json.loads(said.getvalue() or "{}")

    def test_where_sending_is_not_held_nothing_is_done(self) -> None:
        with pytest.raises(CommandError, match="Sending is not held") as refused:
            self.run()
        assert refused.value.returncode == 2

    def test_it_asks_and_lets_sending_go_on(self, settings: Settings, tmp_path: Path) -> None:
        settings.OUTBOX_DIR, settings.MESSAGE_SETTLE_SECONDS = tmp_path, 0
        first, _ = ready(2)
        (tmp_path / f"{first.reference}.json").touch()
        self.run("--hold")
        assert not origin.may_send(None)
        code, said = self.run()
        assert (code, said["accepted"], said["absent"], said["sending"]) == (0, 1, 1, "goes on")
        assert (origin.may_send(None), states()) == (True, ["accepted", "ready"])

    def test_a_list_with_messages_that_were_lost_holds_unless_a_person_says_otherwise(self, tmp_path: Path) -> None:
        file = tmp_path / "accepted.txt"
        file.write_text(f"{uuid4()}\n")
        self.run("--hold")
        assert self.run("--accepted", str(file)) == (1, {"accepted": 0, "missing": 1, "unclear": 0, "sending": "held"})
        assert self.run("--accepted", str(file), "--despite-missing")[0] == 0

    def test_a_list_that_cannot_be_read_changes_nothing(self, tmp_path: Path) -> None:
        file = tmp_path / "accepted.txt"
        file.write_text("not a reference\n")
        self.run("--hold")
        with pytest.raises(CommandError, match="no list of references"):
            self.run("--accepted", str(file))
        assert not origin.may_send(None)
