"""Whatever is removed or altered later is found, and named."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from typing import Any, Final

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection

from foundation.trail import append_only
from notifications.models import Attempt, Message, Seal, SealedHeads, Transition
from notifications.proving import prove
from notifications.seals import heads_of, seal_days
from notifications.transitions import move
from tests.factories.notifications import PLANNER, ready

pytestmark = pytest.mark.django_db

FIRST_DAY: Final = datetime(2031, 4, 1, 3, tzinfo=UTC)
SAFE: Final = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(FIRST_DAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def three(clock: time_machine.Traveller) -> list[Message]:
    """Three messages of one sealed day, of which the second moved on the day after, sealed as well."""
    made = ready(3)
    clock.shift(SAFE)
    move([made[1].pk], "cancelled", cause="tried", by=PLANNER)
    clock.shift(SAFE)
    seal_days()
    return made


def breaks() -> list[str]:
    told = list[str]()
    assert prove(tell=told.append, progress=lambda _: None).breaks == len(told)
    return told


def forge(change: Callable[[], object]) -> None:
    """As somebody does it who may take the triggers away."""
    with connection.cursor() as cursor:
        for statement in append_only.release(connection, append_only.append_only_models()):
            cursor.execute(statement)
    change()


@pytest.mark.usefixtures("three")
def test_what_nobody_touched_holds() -> None:
    proved = prove(tell=pytest.fail, progress=lambda _: None)
    last = Seal.objects.get(day=date(2031, 4, 2))
    assert proved == (3, 4, 2, 0, last.day, bytes(last.link).hex())


def test_every_day_is_sealed_once_it_is_over(clock: time_machine.Traveller) -> None:
    [message] = ready(1)
    assert seal_days() == []
    clock.move_to(datetime(2031, 4, 1, 15, 59, 59, tzinfo=UTC))
    assert seal_days() == []
    clock.move_to(datetime(2031, 4, 3, 16, tzinfo=UTC))
    assert [(seal.day, seal.count) for seal in seal_days()] == [
        (date(2031, 4, 1), 1),
        (date(2031, 4, 2), 0),
        (date(2031, 4, 3), 0),
    ]
    assert seal_days() == []
    message.refresh_from_db()
    [head] = heads_of(SealedHeads.objects.values_list("heads", flat=True))
    assert head == (message.reference, 1, bytes(message.chain_head or b""))


def test_before_the_first_message_nothing_is_sealed() -> None:
    assert seal_days() == []


def test_a_whole_message_that_was_removed_is_missed(three: list[Message]) -> None:
    def remove() -> None:
        Transition.objects.filter(message=three[0]).delete()
        three[0].delete()

    reference = three[0].reference
    forge(remove)
    assert breaks() == [f"{reference}: sealed on 2031-04-01, and gone"]


def test_a_message_put_among_those_of_a_sealed_day_is_found(
    three: list[Message], clock: time_machine.Traveller
) -> None:
    clock.move_to(FIRST_DAY)
    ready(1)
    assert breaks() == ["1 messages of 2031-04-01 were not there when the day was sealed"]


@pytest.mark.parametrize(
    ("columns", "wrong"),
    [
        ({"cause": "another"}, "step 1 does not follow from what stands before it"),
        ({"at": FIRST_DAY + timedelta(seconds=1)}, "step 1 does not follow from what stands before it"),
        ({"actor": "somebody"}, "step 1 does not follow from what stands before it"),
    ],
)
def test_a_step_that_was_altered_is_found(three: list[Message], columns: dict[str, object], wrong: str) -> None:
    forge(lambda: Transition.objects.filter(message=three[0]).update(**columns))
    assert breaks() == [f"{three[0].reference}: {wrong}"]


def test_a_step_taken_off_the_end_is_missed(three: list[Message]) -> None:
    forge(lambda: Transition.objects.filter(message=three[1], number=2).delete())
    assert breaks() == [f"{three[1].reference}: its last steps are missing"]


def test_a_chain_cut_short_and_made_to_fit_is_not_the_sealed_one(three: list[Message]) -> None:
    def cut() -> None:
        Transition.objects.filter(message=three[1], number=2).delete()
        head = Transition.objects.get(message=three[1]).link
        Message.objects.filter(pk=three[1].pk).update(moves=1, chain_head=head, state="ready")

    forge(cut)
    assert breaks() == [f"{three[1].reference}: step 2 is not the one that was sealed on 2031-04-02"]


@pytest.mark.parametrize("column", ["body_hash", "address_hash"])
def test_another_text_or_address_is_found(three: list[Message], column: str) -> None:
    Message.objects.filter(pk=three[2].pk).update(**{column: bytes(32)})
    assert breaks() == [f"{three[2].reference}: step 1 does not follow from what stands before it"]


def test_a_state_without_its_step_is_found(three: list[Message]) -> None:
    Message.objects.filter(pk=three[0].pk).update(state="delivered")
    assert breaks() == [f"{three[0].reference}: it stands as delivered, its last step says ready"]


def test_an_attempt_without_its_step_is_found(three: list[Message]) -> None:
    Attempt.objects.create(message=three[0], number=7, provider="stub", request_hash=bytes(32), started_at=FIRST_DAY)
    assert breaks() == [f"{three[0].reference}: attempt 7 has no step"]


def test_a_sending_whose_attempt_was_removed_is_found(three: list[Message]) -> None:
    held: dict[str, Any] = {"lease_token": three[0].reference, "leased_until": timedelta(1)}
    move([three[0].pk], "leased", cause="claimed", by=PLANNER, **held)
    move([three[0].pk], "sending", cause="written ahead", by=PLANNER, **held)
    assert breaks() == [f"{three[0].reference}: step 3 has no attempt"]


@pytest.mark.usefixtures("three")
def test_a_seal_that_was_altered_or_removed_is_found() -> None:
    first = Seal.objects.get(day=date(2031, 4, 1))

    def remove() -> None:
        SealedHeads.objects.filter(seal=first).delete()
        first.delete()

    forge(lambda: SealedHeads.objects.filter(seal=first).update(heads=b""))
    assert breaks() == [
        "the list of 2031-04-01 is not the one that was sealed",
    ]
    remove()
    assert breaks() == ["the seal of 2031-04-02 does not follow from the day before"]


@pytest.mark.usefixtures("three")
def test_the_command_says_what_holds(capsys: pytest.CaptureFixture[str]) -> None:
    said = StringIO()
    call_command("verify_chain", stdout=said)
    summary = json.loads(said.getvalue())
    assert (summary["messages"], summary["steps"], summary["days"], summary["holds"]) == (3, 4, 2, True)


def test_the_command_ends_with_1_and_names_what_is_wrong(three: list[Message]) -> None:
    Message.objects.filter(pk=three[0].pk).update(state="delivered")
    said = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_chain", stdout=said)
    told, summary = said.getvalue().splitlines()
    assert (ended.value.code, told.split(":")[0], json.loads(summary)["breaks"]) == (1, str(three[0].reference), 1)
