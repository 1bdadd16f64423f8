"""Making credits of what a decision newly owes, and moving them: each through one door."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.db.models import F

from compensation.credits.models import Arrangement, CreditFile, CreditInstruction, CreditLine, CreditTransition
from compensation.credits.states import CREDIT_MOVES, CREDITED, ArrangementKind, CreditState
from compensation.fraud_awards import Raised
from compensation.models import Decision, Entitlement
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from foundation.vault.sealing import open_sealed, seal


class NoAccountError(ValueError):
    """A balance is to be credited, and nobody knows the account's id."""


class CreditMoveError(ValueError):
    """A credit may not go from where it stands to where it was sent."""


def instruct(
    decision: Decision, claim_number: str, raised: Sequence[Raised], *, account: str, agreed: str, by: Actor
) -> None:
    """Make one instruction for each balance of what is newly owed, in the transaction of the decision.

    What no balance is credited with becomes an arrangement: of a card with its issuer, otherwise as `agreed`. Raises
    NoAccountError without the id of the account, IntegrityError for a decision that has its credits already.
    """
    by_balance: dict[str, list[Raised]] = defaultdict(list)
    for one in raised:
        by_balance[one.entitlement.balance].append(one)
    with transaction.atomic():
        for balance, parts in by_balance.items():
            if balance in CREDITED:
                _credit(decision, claim_number, balance, parts, account, by)
            else:
                kind = ArrangementKind.ISSUER if balance == "card" else ArrangementKind.CONSULTATION
                _arrange(decision, claim_number, kind, parts, agreed, by)


def account_of(instruction: CreditInstruction) -> str:
    """The id of the account that is credited; "" once it was erased."""
    if not instruction.account_sealed:
        return ""
    return open_sealed(instruction.account_sealed, bound_to=f"credit.account:{instruction.reference}")


def move(
    instructions: Iterable[int], to: CreditState, *, cause: str, by: Actor, file: CreditFile | None = None
) -> list[CreditInstruction]:
    """Move instructions (primary keys), all or none; those that stand there already stay. Raises CreditMoveError."""
    with transaction.atomic():
        rows = list(CreditInstruction.objects.select_for_update().filter(pk__in=list(instructions)).order_by("pk"))
        moving = [row for row in rows if row.state != to]
        for row in moving:
            if to not in CREDIT_MOVES[row.state]:
                raise CreditMoveError(f"{row.reference}: {row.state} cannot become {to}")
        _put(moving, to, file)
        _note(moving, to, cause, by)
    return moving


def try_again(instruction: CreditInstruction, cause: str, *, by: Actor) -> None:
    """Send a refused credit once more, under its own reference. Raises CreditMoveError."""
    move([instruction.pk], CreditState.READY, cause=cause, by=by)


def note(arrangement: Arrangement, words: str, *, by: Actor) -> bool:
    """Note what was arranged, once; False where somebody had. Raises ValueError without words."""
    if not words.strip():
        raise ValueError("an arrangement is noted in words")
    with transaction.atomic():
        waiting = Arrangement.objects.filter(pk=arrangement.pk, noted_at__isnull=True)
        noted = waiting.update(words=words.strip(), noted_at=clock.now(), noted_by=by.ref)
        if noted:
            scope = arrangement.programme.slug
            audit.record("arrangement.noted", by=by, kind="claim", refs=[arrangement.claim_number], scope=scope)
    return bool(noted)


def _credit(decision: Decision, claim_number: str, balance: str, parts: list[Raised], account: str, by: Actor) -> None:
    if not account:
        raise NoAccountError(claim_number)
    reference = f"{claim_number}/{decision.pk}/{balance}"
    row = CreditInstruction.objects.create(
        reference=reference,
        programme=decision.programme,
        decision=decision,
        claim_number=claim_number,
        balance=balance,
        yen=sum(one.yen for one in parts),
        account_sealed=seal(account, bound_to=f"credit.account:{reference}"),
        made_at=clock.now(),
    )
    CreditLine.objects.bulk_create(
        CreditLine(instruction=row, entitlement=one.entitlement, yen=one.yen) for one in parts
    )
    for one in parts:
        Entitlement.objects.filter(pk=one.entitlement.pk).update(committed=F("committed") + one.yen)
    _note([row], CreditState.READY, "decided", by)


def _arrange(
    decision: Decision, claim_number: str, kind: ArrangementKind, parts: list[Raised], agreed: str, by: Actor
) -> None:
    at = clock.now()
    Arrangement.objects.create(
        decision=decision,
        programme=decision.programme,
        claim_number=claim_number,
        kind=kind,
        yen=sum(one.yen for one in parts),
        words=agreed,
        made_at=at,
        noted_at=at if agreed else None,
        noted_by=by.ref if agreed else "",
    )


def _put(rows: list[CreditInstruction], to: CreditState, file: CreditFile | None) -> None:
    keys = [row.pk for row in rows]
    if to == CreditState.SENT:
        CreditInstruction.objects.filter(pk__in=keys, file__isnull=True).update(state=to, file=file)
    elif to == CreditState.READY:
        CreditInstruction.objects.filter(pk__in=keys).update(state=to, file=None)
    else:
        CreditInstruction.objects.filter(pk__in=keys).update(state=to)


def _note(rows: list[CreditInstruction], to: CreditState, cause: str, by: Actor) -> None:
    at = clock.now()
    CreditTransition.objects.bulk_create(
        CreditTransition(instruction=row, to_state=to, cause=cause[:200], at=at, actor=by.ref) for row in rows
    )
    for scope in sorted({row.programme.slug for row in rows}):
        refs = [row.reference for row in rows if row.programme.slug == scope]
        audit.record(f"credit.{to}", by=by, kind="credit", refs=refs, scope=scope)
