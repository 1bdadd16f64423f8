"""Every yen owed is in one place, now and as of any instant; and what makes the books disagree is found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command

from claims.status_report import status_report
from compensation import payouts
from compensation.models import Entitlement, Payout, Programme
from compensation.reconciling import Balance, reconcile
from compensation.states import EntryKind, PayoutState
from foundation.trail.actor import Actor
from tests.factories.compensation import jst
from tests.factories.settlement import booked, charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]
BY = Actor("staff", "staff:3", "山田")


def balance(**yen: int) -> Balance:
    return Balance(**{**dict.fromkeys(Balance._fields, 0), "programme": "kumamoto", **yen})  # type: ignore[arg-type]


def moved(payout: Payout, *states: PayoutState) -> None:
    for state in states:
        if state == PayoutState.CHOSEN:
            Payout.objects.filter(pk=payout.pk).update(method="amazon")
        assert payouts.move([payout.pk], state, cause="test", by=BY) == [payout.pk]


def four_payouts() -> list[Payout]:
    for spent in (0, 100, 200, 300):
        charged("kumamoto", spent)
    settled()
    return list(Payout.objects.order_by("-yen"))


def test_without_a_debt_there_is_nothing_to_balance() -> None:
    assert reconcile() == []


def test_every_place_that_money_can_be_in() -> None:
    first, second, third, fourth = four_payouts()
    moved(first, PayoutState.RELEASED, PayoutState.OPENED, PayoutState.CHOSEN, PayoutState.FULFILLED)
    moved(second, PayoutState.RELEASED, PayoutState.OPENED, PayoutState.CHOSEN)
    moved(third, PayoutState.RELEASED, PayoutState.LAPSED)
    payouts.cancel([fourth.pk], cause="test", by=BY)
    (found,) = reconcile()
    assert found == balance(owed=7400, paid=2000, in_flight=1900, lapsed=1800, unclaimed=1700)
    assert found.holds


def test_as_of_an_instant_the_books_are_what_they_were() -> None:
    with time_machine.travel(jst(2023, 4, 2), tick=False):
        first, *_ = four_payouts()
    with time_machine.travel(jst(2023, 4, 5), tick=False):
        moved(first, PayoutState.RELEASED, PayoutState.OPENED)
    with time_machine.travel(jst(2023, 4, 6), tick=False):
        moved(first, PayoutState.CHOSEN, PayoutState.FULFILLED)
    assert [reconcile(at) for at in (jst(2023, 4, 1), jst(2023, 4, 3), jst(2023, 4, 5, 12), jst(2023, 4, 7))] == [
        [balance()],
        [balance(owed=7400, unclaimed=7400)],
        [balance(owed=7400, unclaimed=7400)],
        [balance(owed=7400, unclaimed=5400, paid=2000)],
    ]


def test_a_sum_that_rose_later_was_not_owed_before() -> None:
    with time_machine.travel(jst(2023, 4, 2), tick=False):
        coupon = charged("kumamoto", 500)
        settled()
    with time_machine.travel(jst(2023, 4, 5), tick=False):
        booked(coupon, EntryKind.ADJUSTMENT, 200, jst(2023, 3, 20))
        settled()
    assert reconcile(jst(2023, 4, 3)) == [balance(owed=1500, unclaimed=1500)]
    assert reconcile() == [balance(owed=1700, unclaimed=1700)]


def test_what_a_person_must_look_at_first_is_decided_and_not_owed() -> None:
    with time_machine.travel(jst(2023, 4, 2), tick=False):
        charged(app_account="one", app_phone="+819011112222")
        charged("kumamoto", 500, app_account="one", app_phone="+819033334444")
        charged()
        settled()
    assert reconcile() == [balance(owed=2000, unclaimed=2000, held_back=3500)]
    assert reconcile(jst(2023, 4, 3))[0].held_back == 3500
    report = status_report(Programme.objects.get(slug="kumamoto"), jst(2023, 4, 3))
    assert report.totals[0].yen == 2000 + 3500
    assert {row.state: row.yen for row in report.rows_of("coupon")} == {"planned": 2000, "held_back": 3500}


def _torn() -> None:
    Payout.objects.update(yen=1999)


def _uncommitted() -> None:
    Entitlement.objects.update(committed=0)


def _lowered() -> None:
    Entitlement.objects.update(owed=1500, committed=1500)


@pytest.mark.parametrize(
    ("damage", "wrong"),
    [
        (_torn, {"torn": 1}),
        (_uncommitted, {"miscommitted": 1}),
        (_lowered, {"owed": 1500, "overpaid": 1, "miscommitted": 1}),
    ],
)
def test_damaged_books_are_found(damage: Callable[[], None], wrong: dict[str, int]) -> None:
    charged()
    settled()
    damage()
    (found,) = reconcile()
    assert (found, found.holds) == (balance(**{"owed": 2000, "unclaimed": 2000, **wrong}), False)


def said(*arguments: str) -> dict[str, object]:
    out = StringIO()
    call_command("reconcile", *arguments, stdout=out)
    answer: dict[str, object] = json.loads(out.getvalue().splitlines()[-1])
    return answer


def test_the_command_says_what_holds() -> None:
    charged()
    settled()
    expected = {**balance(owed=2000, unclaimed=2000)._asdict(), "holds": True}
    assert said() == {"as_of": None, "holds": True, "programmes": [expected]}


def test_the_command_ends_with_1_where_the_books_disagree(capsys: pytest.CaptureFixture[str]) -> None:
    charged()
    settled()
    _torn()
    with pytest.raises(SystemExit) as ended:
        call_command("reconcile")
    assert (ended.value.code, json.loads(capsys.readouterr().out)["holds"]) == (1, False)


@pytest.mark.parametrize("as_of", ["yesterday", "2940/4/1 0:00", "0001-01-01T00:00:00+09:00"])
def test_the_command_refuses_what_is_no_instant_of_the_past(as_of: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("reconcile", "--as-of", as_of)
    assert refused.value.returncode == 2


def test_an_instant_may_be_written_as_people_write_it() -> None:
    assert said("--as-of", "2023年4月1日 0:00")["programmes"] == []
    assert isinstance(jst(2023, 4, 1), datetime)
