"""Every stored decision comes out again as it is stored; what differs is named."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Model

from compensation.awards import ClaimToAward, award_claim, paper_facts
from compensation.contacts import Contact
from compensation.models import Bulletin, Coupon, Decision, DecisionLine
from compensation.policy.coupons import balance
from compensation.policy.coupons.facts import SiteApplication
from compensation.policy.fraud import decide, facts_as_json, read_claim
from compensation.policy.trace_json import trace_as_json
from compensation.programmes import fraud_policy
from compensation.replaying import Difference, Replay, replay
from compensation.travellers import Applicant
from compensation.working_days import WorkingDays
from foundation.trail import append_only
from foundation.trail.actor import Actor
from tests.compensation.policy.fraud.cases import PAID_IN_FULL
from tests.factories.compensation import jst
from tests.factories.settlement import BEFORE_SNAPSHOT, LATER, OUTSIDE, charged, family, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

TRAVELLER = Applicant("", True)
PAPER: dict[str, Any] = {"app_account": "", "charged_at": None, "app_phone": "", "app_email": ""}
FIVE = frozenset({"name", "address", "contact", "email", "coupon_number"})


def replayed(slug: str | None = None) -> tuple[Replay, list[Difference]]:
    found: list[Difference] = []
    return replay(slug, tell=found.append), found


def claimed(*coupons: Coupon) -> int:
    """A decided claim whose application came in with another offset than Japan's."""
    ids = [coupon.pk for coupon in coupons]
    received = SiteApplication(jst(2023, 4, 5, 12).astimezone(UTC), FIVE)
    facts = paper_facts("kumamoto", ids, LATER, TRAVELLER)._replace(site_application=received)
    claim = ClaimToAward(7, "C-7", ids, facts, Contact("+819055556666", ""))
    return award_claim("kumamoto", claim, LATER, by=Actor.system("tests")).decision_id


def changed_in_sql(model: type[Model], pk: int, column: str, value: Any) -> None:
    """As somebody with the database in hand could: the triggers that forbid it taken away first."""
    with connection.cursor() as cursor:
        for statement in append_only.release(connection, [Decision, DecisionLine]):
            cursor.execute(statement)
        cursor.execute(f"UPDATE {model._meta.db_table} SET {column} = %s WHERE id = %s", [value, pk])  # noqa: S608


def decisions() -> list[int]:
    return list(Decision.objects.order_by("pk").values_list("pk", flat=True))


def fields(found: Sequence[Difference]) -> list[tuple[int, str]]:
    return [(difference.decision, difference.field) for difference in found]


def test_what_was_stored_comes_out_again() -> None:
    family(2)
    charged("kumamoto", 2000)
    charged("kumamoto", app_phone="", app_email="")
    charged("kumamoto", expires_on=OUTSIDE)
    charged("yamanashi", 300, app_phone="")
    settled("kumamoto", BEFORE_SNAPSHOT)
    settled("kumamoto")
    settled("yamanashi")
    claimed(charged(**PAPER), charged("kumamoto", 500, **PAPER))
    assert Decision.objects.exclude(superseded_at=None).count() == 5
    assert replayed() == (Replay(len(decisions()), 0, {}), [])


def test_one_programme_alone() -> None:
    for slug in ("kumamoto", "iwate"):
        charged(slug)
        settled(slug)
    assert replayed("iwate") == (Replay(1, 0, {}), [])


def test_a_parameter_of_the_stored_text_that_changed_is_seen() -> None:
    charged("kumamoto", 1500)
    charged()
    settled()
    poor, _ = decisions()
    text = Bulletin.objects.get(key="kumamoto-3").source
    Bulletin.objects.filter(key="kumamoto-3").update(
        source=text.replace("balance_at = 2023-04-01T00:00:00", "balance_at = 2023-04-02T00:00:00")
    )
    done, found = replayed()
    assert (done.decisions, done.differing) == (2, 2)
    assert found[:2] == [
        Difference(poor, "outcome", "eligible", "pending"),
        Difference(poor, "amount", 500, None),
    ]


def test_a_clause_of_the_stored_text_that_changed_is_seen() -> None:
    charged("kumamoto", expires_on=OUTSIDE)
    settled()
    text = Bulletin.objects.get(key="kumamoto-3").source
    Bulletin.objects.filter(key="kumamoto-3").update(source=text.replace("kumamoto.1.A", "kumamoto.1.Z"))
    [difference] = replayed()[1]
    assert (difference.field, {step[0] for step in difference.stored}) == ("trace", {"kumamoto.1.A"})
    assert {step[0] for step in difference.derived} == {"kumamoto.1.Z"}


def test_a_line_of_code_that_changed_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    charged("kumamoto", 500)
    settled()
    [pk] = decisions()
    kept = balance.known_sum
    monkeypatch.setattr(balance, "known_sum", lambda *of, restored: int(str(kept(*of, restored=restored))) + 1)
    assert replayed() == (Replay(1, 1, {"amount": 1}), [Difference(pk, "amount", 1500, 1501)])


@pytest.mark.parametrize(
    ("column", "value", "difference"),
    [
        ("amount", 1700, ("amount", 1700, 2000)),
        ('"case"', "B", ("case", "B", "A")),
        ("route", "special_site", ("route", "special_site", "automatic")),
        ("remedy", "", ("remedy", "", "pay")),
        ("doubts", '[["kumamoto.1.A", "b.other_event_silent"]]',
         ("doubts", [["kumamoto.1.A", "b.other_event_silent"]], [])),
    ],
)  # fmt: skip
def test_a_stored_decision_that_was_tampered_with_is_seen(column: str, value: Any, difference: Any) -> None:
    charged()
    settled()
    [pk] = decisions()
    changed_in_sql(Decision, pk, column, value)
    assert replayed()[1] == [Difference(pk, *difference)]


def test_a_stored_line_that_was_tampered_with_is_seen() -> None:
    coupon = charged()
    settled()
    [pk] = decisions()
    changed_in_sql(DecisionLine, DecisionLine.objects.get().pk, "yen", 2001)
    line = (0, coupon.pk, "A", "eligible", "pay")
    assert replayed()[1] == [Difference(pk, "lines", [(*line, 2001, "")], [(*line, 2000, "")])]


def test_facts_that_are_none_are_seen() -> None:
    charged()
    settled()
    [pk] = decisions()
    changed_in_sql(Decision, pk, "facts", "{}")
    assert replayed()[1] == [
        Difference(pk, "facts", {}, "facts.claimant_is_named_traveller: missing"),
    ]


@pytest.mark.parametrize("text", ["stage = = 3", 'kind = "coupon"'])
def test_a_stored_text_that_is_no_bulletin_is_seen(text: str) -> None:
    charged()
    settled()
    Bulletin.objects.filter(key="kumamoto-3").update(source=text)
    assert fields(replayed()[1]) == [(pk, "bulletin") for pk in decisions()]


def test_a_decision_on_misuse_is_derived_by_its_policy() -> None:
    stored = fraud_policy("twooca")
    claim = read_claim({"facts": PAID_IN_FULL})
    answer = decide(claim, stored.rules, WorkingDays(stored.rules.contact.year_end))
    kept = Decision.objects.create(
        programme=stored.row.programme, bulletin=stored.row, subject_kind="claim", subject_id=1, case=answer.case,
        outcome=answer.outcome, amount=answer.amount, route="", remedy=answer.remedy or "", facts=facts_as_json(claim),
        trace=trace_as_json(answer.trace), decided_at=LATER, recorded_at=LATER, actor="system:tests",
    )  # fmt: skip
    [line] = answer.lines
    DecisionLine.objects.create(
        decision=kept, position=0, case=line.case, outcome=line.outcome, remedy=line.remedy or "none", yen=1,
        balance=line.balance or "",
    )  # fmt: skip
    assert replayed("twooca")[1] == [
        Difference(
            kept.pk,
            "lines",
            [(0, None, "fraud", "eligible", "credit", 1, "value")],
            [(0, None, "fraud", "eligible", "credit", 10000, "value")],
        )
    ]


def test_the_command_names_each_difference_and_ends_with_1() -> None:
    charged()
    settled()
    [pk] = decisions()
    changed_in_sql(Decision, pk, "amount", 1700)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("replay_decisions", stdout=out)
    named, summary = out.getvalue().splitlines()
    assert (ended.value.code, named) == (1, f"decision {pk}: amount: stored 1700, derived 2000")
    assert json.loads(summary) == {
        "programme": None, "decisions": 1, "differing": 1, "fields": {"amount": 1}, "holds": False,
    }  # fmt: skip


def test_the_command_says_when_all_holds() -> None:
    charged()
    settled()
    out = StringIO()
    call_command("replay_decisions", "--programme", "kumamoto", stdout=out)
    assert json.loads(out.getvalue()) == {
        "programme": "kumamoto", "decisions": 1, "differing": 0, "fields": {}, "holds": True,
    }  # fmt: skip


def test_an_unknown_programme_is_refused_with_2() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("replay_decisions", "--programme", "atlantis")
    assert refused.value.returncode == 2
