"""`manage.py settle` as an operator meets it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command

from compensation import settlement
from compensation.awards import OvertakenError
from compensation.models import Decision
from foundation.tables.exclusive import BusyError
from tests.factories.compensation import jst
from tests.factories.settlement import charged

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]
AS_OF = "2023-04-01T00:00:00+09:00"


def said(*arguments: str) -> dict[str, Any]:
    out = StringIO()
    call_command("settle", "--programme", "kumamoto", *arguments, stdout=out)
    (line,) = out.getvalue().splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


def test_one_json_object_says_what_was_done() -> None:
    charged()
    assert said("--as-of", AS_OF) == {
        "programme": "kumamoto", "as_of": AS_OF, "bulletin": "kumamoto-3", "dry_run": False, "coupons": 1,
        "eligible": 1, "ineligible": 0, "pending": 0, "refer": 0, "decided_later": 0, "decided": 1, "superseded": 0,
        "referrals": 0, "payouts": 1, "yen": 2000,
    }  # fmt: skip


def test_a_dry_run_says_the_same_and_writes_nothing() -> None:
    charged()
    assert (said("--as-of", AS_OF, "--dry-run")["yen"], Decision.objects.count()) == (2000, 0)


@pytest.mark.parametrize("arguments", [("elsewhere", AS_OF), ("kumamoto", "tomorrow"), ("", AS_OF), ("twooca", AS_OF)])
def test_what_cannot_be_settled_is_refused_with_2(arguments: tuple[str, str]) -> None:
    programme, as_of = arguments
    with pytest.raises(CommandError) as refused:
        call_command("settle", "--programme", programme, "--as-of", as_of)
    assert refused.value.returncode == 2


@pytest.mark.parametrize("as_of", ["2031-04-01T00:00:00+09:00", "0001-01-01T00:00:00+09:00"])
def test_an_instant_that_has_not_come_is_settled_by_nobody(as_of: str) -> None:
    charged()
    with time_machine.travel(jst(2023, 4, 10), tick=False), pytest.raises(CommandError) as refused:
        said("--as-of", as_of)
    assert (refused.value.returncode, Decision.objects.count()) == (2, 0)


@pytest.mark.parametrize("error", [BusyError("settle:kumamoto"), OvertakenError("a coupon got another payee")])
def test_a_run_that_others_stand_in_the_way_of_ends_with_2(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(settlement, "_pass", refuse)
    with pytest.raises(CommandError) as refused:
        call_command("settle", "--programme", "kumamoto", "--as-of", AS_OF)
    assert refused.value.returncode == 2
