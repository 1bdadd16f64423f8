"""Numbers, instants and days as operators type them: a sign is no separator, and what is over does not lie ahead."""

from __future__ import annotations

import pytest
import time_machine
from django.core.exceptions import ValidationError

from claims.desk.enquiry_forms import HoursForm, PaymentForm
from claims.desk.typed_fields import ComingDayField, CountField, PastMomentField
from tests.factories.enquiries import IN_TIME

TRIED = {"paid_otherwise_yen": "1000", "presses": "1", "intended": "1"}


@pytest.fixture(autouse=True)
def _in_march(clock: time_machine.Traveller) -> None:
    clock.move_to(IN_TIME)


@pytest.mark.parametrize(
    ("typed", "read"), [("１，０００円", 1000), ("0", 0), ("３回", 3), ("1,000", 1000), (" 2 ", 2), ("", None)]
)
def test_a_count_is_read_in_any_width(typed: str, read: int | None) -> None:
    assert CountField(required=False).clean(typed) == read


@pytest.mark.parametrize("typed", ["-500", "−500", "－５００", "▲500", "1.5", "1,5", "三", "2-3"])
def test_a_sign_or_a_point_is_no_separator(typed: str) -> None:
    with pytest.raises(ValidationError):
        CountField().clean(typed)


def test_what_was_typed_of_a_payment_stays_in_its_box() -> None:
    form = PaymentForm(TRIED | {"paid_otherwise_yen": "-500", "at": "2023/3/21 10:00"}, booked=[])
    assert sorted(form.errors) == ["at", "paid_otherwise_yen"]
    assert (form["at"].value(), form["paid_otherwise_yen"].value()) == ("2023/3/21 10:00", "-500")


def test_nothing_was_tried_in_the_future() -> None:
    with pytest.raises(ValidationError, match="現在より後"):
        PastMomentField().clean("2023-03-21 10:00")


def test_hours_of_the_outage_do_not_lie_ahead() -> None:
    form = HoursForm({"starts_at": "2023/2/24 17:00", "ends_at": "2031/2/24 21:00", "source": "報告書"})
    assert sorted(form.errors) == ["ends_at"]


@pytest.mark.parametrize(("typed", "stands"), [("2023/3/20", True), ("2023/3/19", False), ("2023/3/21", True)])
def test_what_is_to_be_done_is_to_be_done_from_today_on(typed: str, *, stands: bool) -> None:
    field = ComingDayField()
    if stands:
        assert field.clean(typed) is not None
    else:
        with pytest.raises(ValidationError, match="今日以降"):
            field.clean(typed)
