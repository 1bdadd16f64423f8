"""Writes the decision on a claim for misuse, and what it owes: a loss an act, an entitlement a loss and balance."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from compensation.awards.writing import RAISED
from compensation.contacts import Contact, email_hash, phone_hash
from compensation.credits.claw_backs import claw_back, granted
from compensation.models import Decision, DecisionLine, Entitlement, Loss, Payee
from compensation.policy import decision as policy
from compensation.policy.fraud import FraudClaim, decide, facts_as_json
from compensation.policy.trace_json import trace_as_json
from compensation.programmes import PolicyInForce
from compensation.states import LineRemedy, PayeeKind, SubjectKind
from compensation.working_days import WorkingDays
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.clock import now


class FraudAward(NamedTuple):
    """A claim to be decided. `agreed` is the sum a person settled where the policy leaves it to one.

    `keys` are the losses' natural keys by the place of the act; `losses` those that this claim has taken before.
    `shares` are yen by balance, wherever the policy names no balance itself.
    """

    claim_id: int
    number: str
    policy: PolicyInForce
    facts: FraudClaim
    keys: Mapping[int, str]
    losses: Mapping[int, int]
    agreed: int | None
    shares: Mapping[str, int]
    contact: Contact


class Raised(NamedTuple):
    """An entitlement, and by how much it owes more than before."""

    entitlement: Entitlement
    yen: int


class Awarded(NamedTuple):
    """The decision as it was written; the losses by the place of their act; and what is newly owed."""

    decision: Decision
    losses: dict[int, int]
    raised: list[Raised]


def decision_on(facts: FraudClaim, force: PolicyInForce) -> policy.Decision:
    """What the policy says of these facts."""
    return decide(facts, force.rules, WorkingDays(force.rules.contact.year_end))


def award_fraud(award: FraudAward, decided_at: datetime, *, by: Actor) -> Awarded:
    """Decide a claim and write what follows, in one transaction; a standing decision is superseded and named.

    Where it grants less than an earlier one, what was credited too much becomes a claw-back. Raises IntegrityError
    where another claim has taken the loss of one of the acts, NotCreditedError where less is granted of what is not
    credited yet, ValueError where the shares are not the sum.
    """
    new = decision_on(award.facts, award.policy)
    parts = list(_parts(new, award))
    with transaction.atomic():
        row = _decision(new, award, decided_at, by)
        losses = _losses(award, sorted({place for place, _, _ in parts}))
        lines = _lines(new, row, losses)
        raised = [one for one in (_owe(part, award, row, losses, lines, by) for part in parts) if one.yen]
        _take_back_the_rest(award, row, losses, parts, by)
    return Awarded(row, losses, raised)


def _decision(new: policy.Decision, award: FraudAward, decided_at: datetime, by: Actor) -> Decision:
    standing = Decision.objects.select_for_update().filter(
        subject_kind=SubjectKind.CLAIM, subject_id=award.claim_id, superseded_at__isnull=True
    )
    before, at = standing.first(), now()
    if before is not None:
        Decision.objects.filter(pk=before.pk).update(superseded_at=at)
    return Decision.objects.create(
        programme=award.policy.row.programme,
        bulletin=award.policy.row,
        subject_kind=SubjectKind.CLAIM,
        subject_id=award.claim_id,
        case=new.case,
        outcome=new.outcome,
        amount=new.amount,
        route=new.route or "",
        remedy=new.remedy or "",
        facts=facts_as_json(award.facts),
        trace=trace_as_json(new.trace),
        doubts=[list(doubt) for doubt in new.doubts],
        decided_at=decided_at,
        recorded_at=at,
        actor=by.ref,
        supersedes=before,
    )


def _parts(new: policy.Decision, award: FraudAward) -> Iterator[tuple[int, str, int]]:
    """What is owed: the place of the act, the balance ("" where none is credited), and yen."""
    sums = _agreed_sums(award) if new.outcome == "refer" else [(line.subject, line.yen or 0) for line in new.lines]
    named = {line.subject: line.balance for line in new.lines if line.remedy == "credit"}
    if new.outcome not in {"eligible", "refer"}:
        return
    shares = {balance: yen for balance, yen in award.shares.items() if yen}
    unnamed = sum(yen for place, yen in sums if not named.get(place))
    if shares and sum(shares.values()) != unnamed:
        raise ValueError(f"the shares are not the sum of {unnamed}")
    for place, yen in sums:
        balance = named.get(place)
        if balance:
            yield place, balance, yen
        else:
            yield from _shared(place, yen, shares)


def _shared(place: int, yen: int, shares: dict[str, int]) -> Iterator[tuple[int, str, int]]:
    """The yen of one act out of the shares that are left; whatever no share names is credited to no balance."""
    for balance in list(shares):
        part = min(yen, shares[balance])
        if part:
            yield place, balance, part
        shares[balance] -= part
        yen -= part
    if yen:
        yield place, "", yen


def _agreed_sums(award: FraudAward) -> list[tuple[int, int]]:
    """The agreed sum over the acts, the first one first, each up to what it cost."""
    left, sums = award.agreed or 0, list[tuple[int, int]]()
    for place, act in enumerate(award.facts.acts):
        part = min(left, act.loss_yen)
        sums.append((place, part))
        left -= part
    if left:
        raise ValueError("more was agreed than the acts cost")
    return sums


def _losses(award: FraudAward, places: list[int]) -> dict[int, int]:
    """The loss of each act that is owed for; the database refuses one that another claim has taken."""
    found = dict(award.losses)
    for place in places:
        if place not in found:
            programme = award.policy.row.programme
            found[place] = Loss.objects.create(programme=programme, key=award.keys[place], recorded_at=now()).pk
    return found


def _lines(new: policy.Decision, row: Decision, losses: Mapping[int, int]) -> dict[int, int]:
    lines = {}
    for position, line in enumerate(new.lines):
        lines[line.subject] = DecisionLine.objects.create(
            decision=row,
            loss_id=losses.get(line.subject),
            position=position,
            case=line.case,
            outcome=line.outcome,
            remedy=line.remedy or LineRemedy.NONE,
            yen=line.yen,
            balance=line.balance or "",
        ).pk
    return lines


def _owe(
    part: tuple[int, str, int],
    award: FraudAward,
    row: Decision,
    losses: Mapping[int, int],
    lines: Mapping[int, int],
    by: Actor,
) -> Raised:
    place, balance, yen = part
    known = Entitlement.objects.select_for_update().filter(loss_id=losses[place], balance=balance).first()
    if known is None:
        return Raised(_entitlement(part, award, losses, lines), yen)
    more = yen - granted(known)
    if more < 0:
        claw_back(row, known, -more, award.number, by=by)
        return Raised(known, 0)
    if more:
        owed = known.owed + more
        Entitlement.objects.filter(pk=known.pk, owed=known.owed).update(owed=owed)
        detail, scope = {"raised_by": more, "owed": owed}, award.policy.row.programme.slug
        audit.record(RAISED, by=by, kind="entitlement", refs=[str(known.pk)], scope=scope, detail=detail)
    return Raised(known, more)


def _entitlement(
    part: tuple[int, str, int], award: FraudAward, losses: Mapping[int, int], lines: Mapping[int, int]
) -> Entitlement:
    place, balance, yen = part
    return Entitlement.objects.create(
        programme=award.policy.row.programme,
        loss_id=losses[place],
        balance=balance,
        payee=_payee(award),
        line_id=lines[place],
        owed=yen,
        recorded_at=now(),
    )


def _payee(award: FraudAward) -> Payee:
    defaults: dict[str, Any] = {
        "phone_hash": phone_hash(award.contact.phone),
        "email_hash": email_hash(award.contact.email),
        "recorded_at": now(),
    }
    programme = award.policy.row.programme
    return Payee.objects.get_or_create(
        programme=programme, kind=PayeeKind.APPLICANT, key=award.number, defaults=defaults
    )[0]


def _take_back_the_rest(
    award: FraudAward, row: Decision, losses: Mapping[int, int], parts: list[tuple[int, str, int]], by: Actor
) -> None:
    """Whatever was granted before and is not any more."""
    named = {(losses[place], balance) for place, balance, _ in parts}
    for entitlement in Entitlement.objects.select_for_update().filter(loss__in=losses.values()).order_by("pk"):
        left = granted(entitlement)
        if (entitlement.loss_id, entitlement.balance) not in named and left:
            claw_back(row, entitlement, left, award.number, by=by)
