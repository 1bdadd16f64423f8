"""A settlement that is broken off, overtaken or run twice at once; and what the database refuses by itself."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from compensation import settlement
from compensation.awards import OvertakenError, reasons
from compensation.awards.writing import Sheaf, write
from compensation.models import (
    Coupon,
    Decision,
    DecisionLine,
    Entitlement,
    Loss,
    Payout,
    PayoutLink,
    Referral,
)
from foundation.tables.exclusive import BusyError, only_one
from notifications.models import Mailing, Message
from tests.factories.compensation import SNAPSHOT, PayeeFactory, ProgrammeFactory
from tests.factories.settlement import charged, family, settled

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("campaigns")]


@pytest.fixture
def on_write(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Calls to make before the chunks are written, one a chunk, the last in the list first."""
    calls: list[Any] = []

    def before(sheaf: Sheaf, terms: Any, **options: Any) -> None:
        if calls:
            calls.pop()()
        write(sheaf, terms, **options)

    monkeypatch.setattr(settlement, "write", before)
    return calls


def test_deciding_and_writing_overlap_and_say_the_same() -> None:
    family(3)
    for _ in range(6):
        charged()
    summary = settled(chunk=2)
    assert (summary.counts["decided"], summary.counts["payouts"], summary.counts["yen"]) == (9, 7, 18000)
    assert sum(Payout.objects.values_list("yen", flat=True)) == 18000


def test_a_run_that_was_killed_is_finished_by_the_next(on_write: list[Any]) -> None:
    def die() -> None:
        raise KeyboardInterrupt

    for _ in range(6):
        charged()
    on_write += [die, lambda: None]
    with pytest.raises(KeyboardInterrupt):
        settled(chunk=2)
    half = Decision.objects.count()
    settled(chunk=2)
    # SQLite, whose ids are taken within one transaction, writes the whole run or nothing.
    assert half == (2 if connection.vendor == "postgresql" else 0)
    assert (Decision.objects.count(), Payout.objects.count(), Message.objects.count()) == (6, 6, 6)


def test_a_coupon_that_a_claim_took_meanwhile_is_referred(on_write: list[Any]) -> None:
    coupon, other = charged(), charged()
    applicant = PayeeFactory.create(kind="applicant", key="claim-1")
    on_write.append(lambda: Coupon.objects.filter(pk=coupon.pk).update(payee=applicant))
    summary = settled()
    assert (summary.counts["decided"], Payout.objects.get().lines.get().entitlement.loss.coupon) == (2, other)
    assert list(Referral.objects.values_list("coupon", "reason")) == [(coupon.pk, reasons.CLAIMED_ELSEWHERE)]


def test_a_mailing_that_was_prepared_meanwhile_takes_no_more_messages(on_write: list[Any]) -> None:
    charged()
    on_write.append(
        lambda: Mailing.objects.update(state="prepared", prepared_at=SNAPSHOT, prepared_by="staff:1", list_hash="x")
    )
    settled()
    assert list(Mailing.objects.order_by("pk").values_list("state", "messages__yen")) == [
        ("prepared", None),
        ("open", 2000),
    ]


def test_a_run_that_is_overtaken_again_and_again_gives_up(on_write: list[Any]) -> None:
    charged()
    on_write += [lambda: Mailing.objects.filter(state="open").update(state="cancelled")] * settlement.PASSES
    with pytest.raises(OvertakenError):
        settled()
    assert (Decision.objects.count(), Payout.objects.count()) == (0, 0)


def test_one_settlement_a_programme_at_a_time() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer")
    elsewhere = connection.copy()
    try:
        with only_one(elsewhere, "settle:kumamoto"), pytest.raises(BusyError):
            settled()
        settled()
    finally:
        elsewhere.close()


def _refused(statement: str) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_the_database_refuses_a_second_entitlement_for_one_loss() -> None:
    charged()
    settled()
    owed = Entitlement.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Entitlement.objects.create(
            programme=owed.programme, loss=owed.loss, payee=owed.payee, line=owed.line, owed=2000, recorded_at=SNAPSHOT
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Loss.objects.create(programme=owed.programme, key=owed.loss.key, recorded_at=SNAPSHOT)


def test_the_database_refuses_to_commit_more_than_is_owed() -> None:
    charged()
    settled()
    _refused("UPDATE compensation_entitlement SET committed = owed + 1")
    _refused("UPDATE compensation_entitlement SET owed = owed - 1")
    _refused("UPDATE compensation_entitlement SET committed = -1")


def test_the_database_refuses_a_second_standing_decision_and_to_rewrite_one() -> None:
    charged()
    settled()
    first = Decision.objects.get()
    copied = {field.attname: getattr(first, field.attname) for field in Decision._meta.concrete_fields}
    with pytest.raises(IntegrityError), transaction.atomic():
        Decision.objects.create(**{**copied, "id": None})
    _refused("UPDATE compensation_decision SET amount = 1")
    _refused("DELETE FROM compensation_decision")
    _refused("UPDATE compensation_decisionline SET yen = 1")
    assert DecisionLine.objects.get().yen == 2000


def test_the_database_refuses_a_second_live_link() -> None:
    charged()
    settled()
    link = PayoutLink.objects.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        PayoutLink.objects.create(
            payout=link.payout, token_hash=uuid.uuid4().bytes * 2, token_sealed=b"x", issued_at=SNAPSHOT
        )


def test_settling_does_not_need_the_programme_of_another() -> None:
    ProgrammeFactory.create(slug="elsewhere")
    charged()
    assert settled().counts["coupons"] == 1
