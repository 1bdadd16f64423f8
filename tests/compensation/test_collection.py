"""A link alone does not pay; the question, the locks, the last day, and codes that are handed out once."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine

from compensation import collection
from compensation.collection import Answer, CollectionError
from compensation.gifts import stock
from compensation.gifts.models import GiftCode
from compensation.models import Coupon, Payout, PayoutTransition
from compensation.states import PayoutState
from foundation.trail.actor import Actor
from tests.factories.collection import Collectable, collectable
from tests.factories.compensation import jst
from tests.factories.gifts import stocked

pytestmark = pytest.mark.django_db
HOLDER = Actor.person("payout:test")


@pytest.fixture(autouse=True)
def in_april() -> object:
    with time_machine.travel(jst(2023, 4, 10, 12), tick=False) as traveller:
        yield traveller


def _coupon(made: Collectable) -> Coupon:
    return Coupon.objects.get(losses__entitlements__payout_lines__payout=made.payout)


def _answer(made: Collectable, text: str) -> Answer:
    return collection.answer(made.link, text, by=HOLDER)


def _state(made: Collectable) -> str:
    return Payout.objects.get(pk=made.payout.pk).state


@pytest.mark.parametrize("field", ["inquiry_number", "charge_code"])
def test_a_number_of_a_coupon_in_the_payout_answers(field: str) -> None:
    made = collectable()
    assert _answer(made, f" {getattr(_coupon(made), field)} ") is Answer.RIGHT
    assert _state(made) == PayoutState.OPENED


def test_full_width_digits_and_hyphens_answer_as_well() -> None:
    made = collectable()
    number = _coupon(made).inquiry_number
    typed = number[:5].translate(str.maketrans("0123456789", "０１２３４５６７８９")) + "ー" + number[5:]
    assert _answer(made, typed) is Answer.RIGHT


@pytest.mark.parametrize(
    ("channel", "field", "expected"),
    [
        ("sms", "app_email", Answer.RIGHT),
        ("sms", "app_phone", Answer.WRONG),
        ("email", "app_phone", Answer.RIGHT),
        ("email", "app_email", Answer.WRONG),
    ],
)
def test_only_the_contact_that_the_message_did_not_go_to_answers(channel: str, field: str, expected: Answer) -> None:
    made = collectable(channel=channel)
    assert _answer(made, getattr(_coupon(made), field)) is expected


def test_a_number_of_somebody_elses_coupon_does_not_answer() -> None:
    made, other = collectable(), collectable()
    assert _answer(made, _coupon(other).inquiry_number) is Answer.WRONG


def test_five_misses_lock_and_the_right_answer_then_no_longer_opens() -> None:
    made = collectable()
    assert [_answer(made, "9") for _ in range(5)] == [Answer.WRONG] * 4 + [Answer.LOCKED]
    assert _answer(made, _coupon(made).inquiry_number) is Answer.LOCKED
    assert _state(made) == PayoutState.RELEASED


def test_a_right_answer_forgets_the_misses() -> None:
    made = collectable()
    _answer(made, "9")
    _answer(made, _coupon(made).inquiry_number)
    assert made.link.misses == 0


def test_a_person_unlocks() -> None:
    made = collectable()
    for _ in range(5):
        _answer(made, "9")
    collection.unlock(made.payout, by=Actor("staff", "supervisor", "監督"))
    assert _answer(made, _coupon(made).inquiry_number) is Answer.RIGHT


def test_a_choice_hands_out_the_sum_once() -> None:
    stocked("amazon", 1000, 1000, 1000, 1000)
    made = collectable(state=PayoutState.OPENED)
    for _ in range(2):
        collection.collect(made.payout, "amazon", by=HOLDER)
    assert [held.face_yen for held in stock.held(made.payout)] == [1000, 1000]
    assert GiftCode.objects.filter(payout__isnull=True).count() == 2
    assert list(PayoutTransition.objects.order_by("id").values_list("to_state", flat=True)) == ["chosen", "fulfilled"]


def test_a_second_press_with_another_method_changes_nothing() -> None:
    stocked("amazon", 2000)
    stocked("edy", 2000)
    made = collectable(state=PayoutState.OPENED)
    collection.collect(made.payout, "amazon", by=HOLDER)
    collection.collect(made.payout, "edy", by=HOLDER)
    assert Payout.objects.get(pk=made.payout.pk).method == "amazon"
    assert list(GiftCode.objects.filter(payout=made.payout).values_list("product__slug", flat=True)) == ["amazon"]


def test_an_empty_stock_leaves_the_choice_open() -> None:
    made = collectable(state=PayoutState.OPENED)
    with pytest.raises(CollectionError, match="out_of_stock"):
        collection.collect(made.payout, "amazon", by=HOLDER)
    assert _state(made) == PayoutState.OPENED


@pytest.mark.parametrize("state", [PayoutState.PLANNED, PayoutState.RELEASED, PayoutState.LAPSED])
def test_nothing_is_collected_before_the_question_or_after_the_end(state: str) -> None:
    stocked("amazon", 2000)
    made = collectable(state=state)
    with pytest.raises(CollectionError, match="not_open"):
        collection.collect(made.payout, "amazon", by=HOLDER)


def test_the_last_second_of_the_last_day_still_pays(in_april: time_machine.Traveller) -> None:
    stocked("amazon", 2000)
    made = collectable(state=PayoutState.OPENED)
    in_april.move_to(jst(2023, 5, 31, 23, 59, 59))
    collection.collect(made.payout, "amazon", by=HOLDER)
    assert _state(made) == PayoutState.FULFILLED


def test_the_midnight_after_the_last_day_no_longer_pays(in_april: time_machine.Traveller) -> None:
    stocked("amazon", 2000)
    made = collectable(state=PayoutState.OPENED)
    in_april.move_to(jst(2023, 6, 1))
    with pytest.raises(CollectionError, match="over"):
        collection.collect(made.payout, "amazon", by=HOLDER)
    assert _state(made) == PayoutState.OPENED


def test_what_was_not_collected_lapses_after_its_last_day_only() -> None:
    made, without = collectable(), collectable("yamanashi-1", collect_by=None)
    midnight = jst(2023, 6, 1)
    assert collection.lapse(midnight - timedelta(seconds=1), by=HOLDER) == 0
    assert collection.lapse(midnight, by=HOLDER) == 1
    assert (_state(made), _state(without)) == (PayoutState.LAPSED, PayoutState.RELEASED)
