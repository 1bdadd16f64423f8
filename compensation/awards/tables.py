"""The tables that an award fills, with their columns and PostgreSQL's names of the columns' types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.db import models

from compensation.models import (
    ClawBack,
    Decision,
    DecisionLine,
    Entitlement,
    Loss,
    Payee,
    Payout,
    PayoutLine,
    PayoutLink,
    Referral,
)
from notifications import outbox
from notifications.models import Message

_TYPES: Final = {
    "BigAutoField": "int8",
    "BigIntegerField": "int8",
    "BinaryField": "bytea",
    "BooleanField": "bool",
    "CharField": "varchar",
    "DateField": "date",
    "DateTimeField": "timestamptz",
    "ForeignKey": "int8",
    "JSONField": "jsonb",
    "OneToOneField": "int8",
    "PositiveSmallIntegerField": "int2",
    "SlugField": "varchar",
    "TextField": "text",
    "UUIDField": "uuid",
}


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """A table, and the columns that its rows give in this order. Told apart by identity, which hashes at once."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]


def _of_columns(model: type[models.Model], columns: tuple[str, ...]) -> Table:
    fields = {str(field.column): field for field in model._meta.concrete_fields}
    types = tuple(_TYPES[fields[column].get_internal_type()] for column in columns)
    return Table(model._meta.db_table, columns, types)


def _table(model: type[models.Model], names: str) -> Table:
    fields = {field.name: str(field.column) for field in model._meta.concrete_fields}
    return _of_columns(model, tuple(fields[name] for name in names.split()))


DECISION: Final = _table(
    Decision,
    "id programme bulletin subject_kind subject_id case outcome amount route remedy facts trace doubts decided_at "
    "recorded_at actor supersedes",
)
LOSS: Final = _table(Loss, "id programme coupon key recorded_at")
LINE: Final = _table(DecisionLine, "id decision loss position case outcome remedy yen balance")
PAYEE: Final = _table(Payee, "id programme kind key phone_hash email_hash recorded_at")
ENTITLEMENT: Final = _table(Entitlement, "id programme loss balance payee line owed committed recorded_at")
CLAW_BACK: Final = _table(ClawBack, "entitlement decision yen recorded_at")
PAYOUT: Final = _table(
    Payout,
    "id number programme payee route state yen bulletin method collect_by collect_until collect_days recorded_at",
)
PAYOUT_LINE: Final = _table(PayoutLine, "payout entitlement yen")
LINK: Final = _table(PayoutLink, "payout token_hash token_sealed issued_at misses")
REFERRAL: Final = _table(Referral, "programme decision coupon reason clause opened_at closed_by closed_because")
MESSAGE: Final = _of_columns(Message, outbox.COLUMNS)

# A row comes after what it refers to, for databases that check at once.
IN_ORDER: Final = (DECISION, LOSS, LINE, PAYEE, ENTITLEMENT, CLAW_BACK, PAYOUT, PAYOUT_LINE, LINK, MESSAGE, REFERRAL)
# Those whose ids are taken in advance, because rows of others name them.
NUMBERED: Final = (DECISION, LOSS, LINE, PAYEE, ENTITLEMENT, PAYOUT)
