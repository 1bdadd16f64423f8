"""Claims for misuse over all events, grounds and states, taken through the portal's own doors."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from uuid import uuid4

from claims import fraud_terms
from claims.answers import Typed
from claims.contacts import Contacts
from claims.fraud_calls import Told, begin_by_call
from claims.fraud_closing import close_credited
from claims.fraud_decisions import Agreed, approve, prepare, reconsider
from claims.fraud_examination import Established, establish, sheet_of, sign
from claims.fraud_facts import JUDGED
from claims.fraud_forms import FraudForm
from claims.fraud_intake import Arrival, take_in
from claims.fraud_questions import answer, ask
from claims.fraud_withdrawal import withdraw
from claims.models import Claim, FraudAct, FraudClaim, FraudContact
from compensation.credits.exports import send_ready
from compensation.credits.instructions import move
from compensation.credits.models import CreditFile
from compensation.credits.states import CreditState
from compensation.models import Programme
from compensation.programmes import PolicyInForce, fraud_policy
from foundation.japan import phone
from foundation.staff.models import User
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.clock import JST

FILE: Final = Path(__file__).with_name("misuse_claims.toml")
STEPS: Final = ("called", "received", "examining", "examined", "proposed", "decided", "sent", "credited")
"""How far a claim has come, each step after those before it."""


class People(NamedTuple):
    """Who examines and approves, and the two who reconsider: neither of the first has a part in that."""

    examiner: Actor
    first: Actor
    second: Actor
    third: Actor


def claim_for_misuse(staff: Mapping[str, User], *, by: Actor) -> dict[str, int]:
    """Take in every claim of the file and bring each as far as it says; how many stand in which state.

    Nothing is made where no policy on misuse is loaded.
    """
    data = tomllib.loads(FILE.read_text(encoding="utf-8"))
    try:
        force = fraud_policy(data["programme"])
    except Programme.DoesNotExist:
        return {}
    names = ("operator", "supervisor", "supervisor2", "administrator")
    people = People(*(Actor.of_user(staff[name]) for name in names))
    claims = [_brought(row, data["usual"], number, force, people) for number, row in enumerate(data["claim"], start=1)]
    _credit(force, claims, by=by)
    for claim, row in claims:
        if "lowered" in row:
            _reconsider(claim, {**row, "facts": row["lowered"]}, "加算のあとで回収金が見つかった。", people)
    stands = Claim.objects.filter(pk__in=[claim.pk for claim, _ in claims]).values_list("state", flat=True)
    return dict(Counter(stands))


def _brought(
    row: dict[str, Any], usual: dict[str, str], number: int, force: PolicyInForce, people: People
) -> tuple[Claim, dict[str, Any]]:
    examiner, reach = people.examiner, STEPS.index(row["reach"])
    if row["reach"] == "called":
        return _called(row, usual, number, force, examiner).claim, row
    claim = _taken_in(row, usual, number, force, examiner)
    if reach >= STEPS.index("examining"):
        _examine(claim, row, examiner, whole=reach >= STEPS.index("examined"))
    if reach >= STEPS.index("proposed"):
        proposal = prepare(claim, by=examiner, agreed=_agreed(claim, row), shares=row.get("shares", {}))
        if reach >= STEPS.index("decided"):
            approve(proposal, by=people.first)
    if "reconsidered" in row:
        _reconsider(claim, {**row, "found": []}, row["reconsidered"], people)
    _ask(claim, row, examiner)
    if "withdrawn" in row:
        withdraw(claim, row["withdrawn"], by=Actor.person(f"claim:{claim.pk}"))
    return claim, row


def _reconsider(claim: Claim, row: dict[str, Any], because: str, people: People) -> None:
    """Taken up again, and decided by two who had no part in the first decision."""
    reconsider(claim, because, by=people.examiner)
    _examine(claim, row, people.second, whole=True)
    approve(prepare(claim, by=people.second), by=people.third)


def _ask(claim: Claim, row: dict[str, Any], by: Actor) -> None:
    if "question" not in row:
        return
    question = ask(claim, row["question"], fraud_terms.due(fraud_terms.ANSWER, clock.now()), by=by)
    if "answer" in row:
        answer(claim, {}, {question.key: row["answer"]}, by=Actor.person(f"claim:{claim.pk}"))


def _called(row: dict[str, Any], usual: dict[str, str], number: int, force: PolicyInForce, by: Actor) -> FraudContact:
    """The call alone: who it was, and what they said."""
    filled = {name: usual[name].format(number=number) for name in ("claimant", "name", "contact", "email")}
    at = _moment(row.get("called_at", row["at"]))
    typed = {name: [value] for name, value in filled.items()} | {"first_contact_at": [f"{at:%Y-%m-%d %H:%M}"]}
    reach = Contacts(phone.parse(filled["contact"]).e164, filled["email"], "email")
    said = row.get("told", "不正利用の補償を求めたい")
    told = Told(typed, reach, ["name"], said, at, fraud_terms.due(fraud_terms.ANSWER, at))
    return begin_by_call(force, uuid4(), told, by=by)


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JST)


def _taken_in(row: dict[str, Any], usual: dict[str, str], number: int, force: PolicyInForce, by: Actor) -> Claim:
    typed: dict[str, str] = {**usual, **row.get("typed", {})}
    filled = {name: value.format(number=number) for name, value in typed.items()}
    form: Typed = {name: [value] for name, value in filled.items()}
    answers = FraudForm(form, check=True).answers()
    if not answers.given:
        raise ValueError(f"claim {number} of {FILE.name} cannot be read")
    arrival = Arrival(row.get("entrance", "homepage"), _moment(row["at"]))
    draft = _called(row, usual, number, force, by).claim if "called_at" in row else None
    return take_in(force.row, answers, arrival, by=by, draft=draft)


def _examine(claim: Claim, row: dict[str, Any], by: Actor, *, whole: bool) -> None:
    """Establish the facts and sign the items: those that were found against it, and with `whole` all the others."""
    fields = {"negligence": "none", **row.get("facts", {})}
    acts = [
        {"position": act.position, "reference": act.reference or _reference(claim, row, act.position)}
        for act in FraudAct.objects.filter(claim=claim)
    ]
    is_user = FraudClaim.objects.get(claim=claim).is_user
    account = row.get("account", "" if is_user else f"TW-{claim.pk:06}")
    establish(claim, Established(fields, account, acts), by=by)
    found = row.get("found", [])
    for item in sorted({*found, *(JUDGED if whole else ())}):
        verdict, evidence = ("found", "記録と説明が合わない。") if item in found else ("clear", "記録を確認した。")
        sign(claim, item, verdict, evidence, by=by)


def _reference(claim: Claim, row: dict[str, Any], position: int) -> str:
    return str(row.get("reference", f"TX-{claim.pk}-{position + 1}"))


def _agreed(claim: Claim, row: dict[str, Any]) -> Agreed | None:
    return Agreed(sheet_of(claim).sum.amount, row["agreed"]) if "agreed" in row else None


def _credit(force: PolicyInForce, claims: list[tuple[Claim, dict[str, Any]]], *, by: Actor) -> None:
    """Send what is ready of the claims that came so far, and confirm what was credited."""
    file = send_ready(force.row.programme, by=by)
    if file is None:
        return
    credited = [claim.number for claim, row in claims if row["reach"] == "credited"]
    done = CreditFile.objects.get(pk=file.pk).instructions.filter(claim_number__in=credited)
    move(done.values_list("pk", flat=True), CreditState.CONFIRMED, cause="confirmation", by=by)
    close_credited(by=by)
