"""The one door of payouts: who may go where, what is written, what a cancelled payout gives back."""

from __future__ import annotations

from itertools import product

import pytest

from compensation import payouts
from compensation.models import Entitlement, Payout, PayoutLink, PayoutTransition
from compensation.states import PAYOUT_MOVES, PayoutState
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from notifications.models import Message
from tests.factories.compensation import coupon_with_ledger, payout_for
from tests.factories.settlement import charged, family, settled

pytestmark = pytest.mark.django_db
BY = Actor("staff", "staff:3", "山田")


def payout(state: str = PayoutState.PLANNED) -> Payout:
    return payout_for(coupon_with_ledger(), state=state, method="amazon")


@pytest.mark.parametrize(("before", "after"), list(product(PayoutState, PayoutState)))
def test_a_payout_moves_as_the_table_says_and_no_other_way(before: PayoutState, after: PayoutState) -> None:
    moving = payout(before)
    moved = payouts.move([moving.pk], after, cause="test", by=BY)
    allowed = after in PAYOUT_MOVES[before]
    moving.refresh_from_db()
    assert (moved, moving.state) == (([moving.pk], after) if allowed else ([], before))
    assert PayoutTransition.objects.count() == allowed


def test_a_move_says_from_where_why_and_by_whom() -> None:
    moving = payout()
    payouts.release([moving.pk], cause="mailing 7 released", by=BY)
    written = PayoutTransition.objects.values_list("payout", "from_state", "to_state", "cause", "actor").get()
    assert written == (moving.pk, "planned", "released", "mailing 7 released", "staff:3")


def test_many_move_at_once_and_those_elsewhere_stay() -> None:
    planned, lapsed = [payout() for _ in range(3)], payout(PayoutState.LAPSED)
    moved = payouts.release([*(one.pk for one in planned), lapsed.pk], by=BY)
    assert (moved, Payout.objects.get(pk=lapsed.pk).state) == ([one.pk for one in planned], "lapsed")


def test_moving_many_takes_few_statements(django_assert_num_queries: object) -> None:
    ids = [payout().pk for _ in range(20)]
    with django_assert_num_queries(5):  # type: ignore[operator]
        payouts.release(ids, by=BY)


@pytest.mark.usefixtures("campaigns")
def test_a_cancelled_payout_gives_its_money_back_and_tells_nobody() -> None:
    family(2)
    charged()
    settled()
    cancelled, other = Payout.objects.order_by("-yen")
    payouts.cancel([cancelled.pk], cause="wrong account", by=BY)
    assert sorted(Entitlement.objects.values_list("owed", "committed")) == [(2000, 0), (2000, 0), (2000, 2000)]
    assert PayoutLink.objects.get(payout=cancelled).ended_at is not None
    assert PayoutLink.objects.get(payout=other).ended_at is None
    states = dict(Message.objects.values_list("subject_ref", "state"))
    assert states == {cancelled.number: "cancelled", other.number: "planned"}
    assert AuditEvent.objects.get(action="payout.cancelled").subject_ref == cancelled.number


@pytest.mark.usefixtures("campaigns")
def test_money_that_came_back_is_paid_by_the_next_settlement() -> None:
    charged()
    settled()
    payouts.cancel(Payout.objects.values_list("pk", flat=True), cause="wrong", by=BY)
    settled()
    assert list(Payout.objects.order_by("pk").values_list("state", "yen")) == [("cancelled", 2000), ("planned", 2000)]
    assert Entitlement.objects.values_list("owed", "committed").get() == (2000, 2000)


def test_a_payout_that_was_chosen_is_not_cancelled() -> None:
    chosen = payout(PayoutState.CHOSEN)
    assert payouts.cancel([chosen.pk], cause="late", by=BY) == []
    assert AuditEvent.objects.count() == 0
