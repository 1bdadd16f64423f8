"""Asking for a transfer: where it is offered, until when, once, and that nothing is paid twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.db import connection, transaction
from django.db.utils import IntegrityError

from compensation import collection, payouts
from compensation.gifts import stock
from compensation.gifts.models import GiftCode
from compensation.models import Payout
from compensation.reconciling import reconcile
from compensation.states import PayoutState
from compensation.transfers import checking
from compensation.transfers.models import TransferRequest, TransferTransition
from compensation.transfers.moves import TransferError
from compensation.transfers.requests import ask_for_payout
from compensation.transfers.states import AskedAt, TransferState
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.compensation.transfers.conftest import Opened
from tests.factories.compensation import jst
from tests.factories.gifts import stocked
from tests.factories.transfers import CHECKER, CLERK, HOLDER, LEADER, checked, listed, requested, wanted
from tests.harness.needs import needs_postgresql

pytestmark = pytest.mark.django_db


def state(payout: Payout) -> tuple[str, str]:
    payout.refresh_from_db()
    return payout.state, payout.method


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_request_takes_the_money_of_its_payout(opened: Opened) -> None:
    payout = opened()
    request = requested(payout)
    assert (request.state, request.items) == ("requested", ["bank_account", "identity", "lodging"])
    assert state(payout) == ("chosen", "bank_transfer")
    [balance] = reconcile()
    assert (balance.holds, balance.in_flight, balance.by_transfer) == (True, 2000, 2000)


def test_it_is_written_down_and_the_holder_is_told(opened: Opened) -> None:
    payout = opened()
    request = requested(payout)
    assert [step.to_state for step in TransferTransition.objects.filter(request=request)] == ["requested"]
    assert AuditEvent.objects.filter(action="transfer.requested", subject_ref=str(request.reference)).count() == 1
    message = Message.objects.get(subject_kind="transfer", subject_ref=payout.number)
    assert (message.purpose, message.state) == ("transfer_asked", "ready")
    assert "ﾔﾏﾀﾞ" not in open_envelope(message).body


def test_points_cannot_be_chosen_any_more(opened: Opened) -> None:
    stocked("amazon", 2000)
    payout = opened()
    requested(payout)
    with pytest.raises(collection.CollectionError, match="not_open"):
        collection.collect(payout, "amazon", by=HOLDER)
    assert stock.held(payout) == []


def test_once_points_were_taken_no_transfer_is_possible(opened: Opened) -> None:
    stocked("amazon", 2000)
    payout = opened()
    collection.collect(payout, "amazon", by=HOLDER)
    with pytest.raises(TransferError):
        requested(payout)
    assert TransferRequest.objects.count() == 0


def test_a_second_request_is_answered_with_the_first(opened: Opened) -> None:
    payout = opened()
    first = requested(payout)
    assert ask_for_payout(payout, wanted(holder="ベツノヒト"), by=HOLDER) == first
    assert (TransferRequest.objects.count(), Message.objects.filter(purpose="transfer_asked").count()) == (1, 1)


@pytest.mark.parametrize("key", ["kumamoto-3", "iwate-2"])
def test_it_is_offered_to_app_users(opened: Opened, key: str) -> None:
    assert requested(opened(key)).state == "requested"


@pytest.mark.parametrize("key", ["yamanashi-1", "nara-3"])
def test_it_is_not_offered_to_app_users(opened: Opened, key: str) -> None:
    payout = opened(key)
    with pytest.raises(TransferError) as refused:
        requested(payout)
    assert "案内されていません" in refused.value.ja
    assert state(payout)[0] == "opened"


def test_one_route_only(opened: Opened) -> None:
    payout = opened("yamanashi-1", collect_by=None)
    Payout.objects.filter(pk=payout.pk).update(route="special_site")
    assert requested(payout).state == "requested"


@pytest.mark.parametrize(
    ("at", "taken"),
    [(jst(2023, 4, 30, 23, 59), True), (jst(2023, 5, 1), False), (jst(2023, 3, 24, 13, 59), False)],
)
def test_the_deadline_of_the_site_counts(
    opened: Opened, clock: time_machine.Traveller, at: object, taken: bool
) -> None:
    payout = opened()
    clock.move_to(at)  # type: ignore[arg-type]
    if taken:
        assert requested(payout).state == "requested"
    else:
        with pytest.raises(TransferError):
            requested(payout)
        assert state(payout)[0] == "opened"


def test_a_supervisor_may_take_it_in_late_with_a_reason(opened: Opened, clock: time_machine.Traveller) -> None:
    payout = opened()
    clock.move_to(jst(2023, 5, 2))
    request = ask_for_payout(payout, wanted(AskedAt.DESK, late_because="入院していた"), by=CLERK)
    assert (request.state, request.late_because) == ("requested", "入院していた")


def test_no_request_after_the_last_day_to_collect(opened: Opened, clock: time_machine.Traveller) -> None:
    payout = opened(collect_by=date(2023, 4, 20))
    clock.move_to(jst(2023, 4, 21))
    with pytest.raises(TransferError, match="last day"):
        requested(payout)


@pytest.mark.parametrize("before", [PayoutState.RELEASED, PayoutState.PLANNED])
def test_the_desk_takes_it_for_a_payout_that_nobody_opened(opened: Opened, before: str) -> None:
    payout = opened(state=before)
    with pytest.raises(TransferError):
        requested(payout)
    ask_for_payout(payout, wanted(AskedAt.DESK), by=CLERK)
    assert state(payout) == ("chosen", "bank_transfer")


@needs_postgresql
def test_a_second_live_request_is_refused_by_the_database(opened: Opened) -> None:
    request = requested(opened())
    columns = ", ".join(str(field.column) for field in TransferRequest._meta.concrete_fields if field.column != "id")
    values = columns.replace("reference", "gen_random_uuid()", 1)
    with pytest.raises(IntegrityError, match="one_live_transfer_a_payout"):
        sql(f"INSERT INTO transfers_transferrequest ({columns}) SELECT {values} FROM transfers_transferrequest")  # noqa: S608
    assert TransferRequest.objects.get() == request


@needs_postgresql
def test_codes_beside_a_transfer_are_refused_by_the_database(opened: Opened) -> None:
    payout = opened()
    stocked("amazon", 2000)
    requested(payout)
    with pytest.raises(IntegrityError, match="codes_or_transfer"):
        sql(f"UPDATE gifts_giftcode SET payout_id = {payout.pk}, assigned_at = now()")  # noqa: S608
    assert GiftCode.objects.filter(payout=payout).count() == 0


def test_a_transfer_beside_codes_is_refused_by_the_database(opened: Opened) -> None:
    payout = opened()
    stocked("amazon", 2000)
    request = requested(payout)
    checking.withdraw(request, "やめる", by=HOLDER)
    collection.collect(payout, "amazon", by=HOLDER)
    ended = "state = 'requested', ended_at = NULL, ended_by = '', ended_because = ''"
    with pytest.raises(IntegrityError, match="transfer_or_codes"):
        sql(f"UPDATE transfers_transferrequest SET {ended} WHERE id = {request.pk}")  # noqa: S608
    request.refresh_from_db()
    assert request.state == "withdrawn"


@needs_postgresql
@pytest.mark.parametrize(
    ("change", "named"),
    [
        ("state = 'lost'", "transfer_state_known"),
        ("state = 'checked'", "transfer_checked_when_and_of_what"),
        ("checked_by = asked_by, checked_at = now()", "transfer_checked_by_another"),
        ("state = 'listed'", "transfer_"),
        ("state = 'refused'", "transfer_ended_by_whom_and_why"),
        ("payout_id = NULL", "transfer_of_something"),
        ("details_sealed = NULL", "transfer_sealed_until_erased"),
    ],
)
def test_nonsense_is_refused_by_the_database(opened: Opened, change: str, named: str) -> None:
    requested(opened())
    with pytest.raises(IntegrityError, match=named):
        sql(f"UPDATE transfers_transferrequest SET {change}")  # noqa: S608


@needs_postgresql
def test_listing_by_whoever_checked_is_refused_by_the_database(opened: Opened) -> None:
    checked(opened())
    with pytest.raises(IntegrityError, match="transfer_listed_by_another"):
        sql("UPDATE transfers_transferrequest SET state = 'listed', listed_at = now(), listed_by = checked_by")


class TestTheSteps:
    """From the check to the list for payment, and the ways out."""

    def test_one_checks_and_another_lists(self, opened: Opened) -> None:
        request = listed(opened())
        assert (request.state, request.checked_by, request.listed_by) == ("listed", "checker", "leader")
        assert request.planned_from == date(2023, 5, 11)

    def test_listed_after_the_planned_day_it_is_planned_from_that_day(
        self, opened: Opened, clock: time_machine.Traveller
    ) -> None:
        request = checked(opened())
        clock.move_to(jst(2023, 5, 20, 10))
        assert checking.list_for_payment(request, by=LEADER).planned_from == date(2023, 5, 20)

    def test_whoever_took_it_in_does_not_check_it(self, opened: Opened) -> None:
        request = requested(opened(), by=CLERK, asked_in=AskedAt.DESK)
        with pytest.raises(TransferError):
            checking.check(request, by=CLERK)

    def test_whoever_checked_does_not_list(self, opened: Opened) -> None:
        with pytest.raises(TransferError):
            checking.list_for_payment(checked(opened()), by=CHECKER)

    def test_pressed_twice_it_moves_once(self, opened: Opened) -> None:
        request = checked(opened())
        checking.check(request, by=CHECKER)
        checking.list_for_payment(request, by=LEADER)
        checking.list_for_payment(request, by=LEADER)
        steps = TransferTransition.objects.filter(request=request).order_by("pk").values_list("to_state", flat=True)
        assert list(steps) == ["requested", "checked", "listed"]
        assert Message.objects.filter(purpose="transfer_listed").count() == 1

    def test_what_is_missing_is_asked_back_and_answered(self, opened: Opened) -> None:
        request = requested(opened())
        asked = checking.ask_back(request, ["lodging"], "施設名が読めません。", by=CHECKER)
        assert (asked.state, asked.lacking, asked.question) == ("incomplete", ["lodging"], "施設名が読めません。")
        assert Message.objects.filter(purpose="transfer_incomplete").count() == 1
        answer = {"lodging": wanted(lodging_name="旅館見本").details.items["lodging"]}
        answered = checking.supply(request, answer, by=HOLDER)
        assert (answered.state, answered.lacking) == ("requested", [])
        assert checking.check(request, by=CHECKER).state == "checked"

    def test_an_answer_to_something_else_is_refused(self, opened: Opened) -> None:
        request = requested(opened())
        checking.ask_back(request, ["lodging"], "？", by=CHECKER)
        with pytest.raises(TransferError):
            checking.supply(request, {"identity": {}}, by=HOLDER)

    def test_what_was_asked_back_after_the_check_is_checked_again(self, opened: Opened) -> None:
        request = checking.ask_back(checked(opened()), ["identity"], "？", by=LEADER)
        assert (request.checked_by, request.checked_at) == ("", None)

    def test_withdrawn_it_can_be_taken_in_points(self, opened: Opened) -> None:
        stocked("amazon", 2000)
        payout = opened()
        assert checking.withdraw(requested(payout), "やめる", by=HOLDER) is False
        assert state(payout) == ("opened", "")
        collection.collect(payout, "amazon", by=HOLDER)
        assert state(payout) == ("fulfilled", "amazon")

    def test_and_asked_for_again(self, opened: Opened) -> None:
        payout = opened()
        checking.withdraw(requested(payout), "やめる", by=HOLDER)
        assert requested(payout).state == "requested"
        assert TransferRequest.objects.filter(payout=payout).count() == 2

    def test_what_was_checked_is_not_withdrawn(self, opened: Opened) -> None:
        with pytest.raises(TransferError):
            checking.withdraw(checked(opened()), "やめる", by=HOLDER)

    def test_after_the_last_day_to_collect_it_is_not_withdrawn(
        self, opened: Opened, clock: time_machine.Traveller
    ) -> None:
        payout = opened()
        request = requested(payout)
        clock.move_to(jst(2023, 6, 1))
        with pytest.raises(TransferError):
            checking.withdraw(request, "やめる", by=HOLDER)
        assert state(payout) == ("chosen", "bank_transfer")

    def test_refused_it_can_be_taken_in_points_and_the_holder_is_told(self, opened: Opened) -> None:
        payout = opened()
        checking.refuse(requested(payout), "名義が違います。", by=LEADER)
        assert state(payout) == ("opened", "")
        assert Message.objects.filter(purpose="transfer_refused").count() == 1

    def test_refused_after_the_last_day_it_waits_for_a_person_and_never_lapses(
        self, opened: Opened, clock: time_machine.Traveller
    ) -> None:
        payout = opened()
        request = requested(payout)
        clock.move_to(jst(2023, 6, 1))
        checking.refuse(request, "名義が違います。", by=LEADER)
        collection.lapse(jst(2023, 6, 2), by=LEADER)
        assert state(payout)[0] == "returned"
        [balance] = reconcile()
        assert (balance.holds, balance.returned) == (True, 2000)

    def test_a_payout_that_no_link_was_sent_for_is_freed(self, opened: Opened) -> None:
        payout = opened(state=PayoutState.PLANNED)
        request = requested(payout, by=CLERK, asked_in=AskedAt.DESK)
        assert checking.refuse(request, "名義が違います。", by=LEADER) is True
        assert state(payout)[0] == "cancelled"
        [balance] = reconcile()
        assert (balance.holds, balance.unclaimed) == (True, 2000)

    @pytest.mark.parametrize("to", [state for state in TransferState if state != TransferState.LISTED])
    def test_what_is_listed_stays_listed(self, opened: Opened, to: TransferState) -> None:
        request = listed(opened())
        acts: dict[TransferState, Callable[[], object]] = {
            TransferState.CHECKED: lambda: checking.check(request, by=CLERK),
            TransferState.INCOMPLETE: lambda: checking.ask_back(request, ["identity"], "？", by=CLERK),
            TransferState.REFUSED: lambda: checking.refuse(request, "だめ", by=CLERK),
            TransferState.WITHDRAWN: lambda: checking.withdraw(request, "やめる", by=HOLDER),
            TransferState.REQUESTED: lambda: checking.supply(request, {}, by=HOLDER),
        }
        with pytest.raises(TransferError):
            acts[to]()
        request.refresh_from_db()
        assert request.state == "listed"


def test_a_payout_without_its_request_is_a_contradiction(opened: Opened) -> None:
    payout = opened()
    Payout.objects.filter(pk=payout.pk).update(method="bank_transfer")
    payouts.move([payout.pk], PayoutState.CHOSEN, cause="test", by=HOLDER)
    [balance] = reconcile()
    assert (balance.holds, balance.torn) == (False, 1)
