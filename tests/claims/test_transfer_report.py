"""The status report on bank transfers: by state, as of an instant, tying to its total."""

from __future__ import annotations

import pytest
import time_machine

from claims import report_words
from claims.report_rows import Row, Total
from claims.status_report import status_report
from compensation.models import Payout, Programme
from compensation.transfers import checking
from tests.factories.cases import paid_case
from tests.factories.compensation import jst
from tests.factories.transfers import CHECKER, HOLDER, LEADER, banks, requested

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def payout() -> Payout:
    return paid_case(state="opened").payout


def test_requests_stand_by_state_and_tie(clock: time_machine.Traveller) -> None:
    banks()
    programme = Programme.objects.get(slug="kumamoto")
    first, second, third = requested(payout()), requested(payout()), requested(payout())
    clock.move_to(jst(2023, 4, 11))
    checking.list_for_payment(checking.check(first, by=CHECKER), by=LEADER)
    checking.withdraw(third, "やめる", by=HOLDER)
    clock.move_to(jst(2023, 4, 12))
    report = status_report(programme, jst(2023, 4, 12))
    assert report.rows_of("transfer") == (
        Row("transfer", "", "", "automatic", "transfer_listed", 1, 2000),
        Row("transfer", "", "", "automatic", "transfer_requested", 1, 2000),
        Row("transfer", "", "", "automatic", "transfer_withdrawn", 1, 0),
    )
    assert Total("transfer", 3, 4000) in report.totals
    before = status_report(programme, jst(2023, 4, 10, 23))
    assert before.rows_of("transfer") == (Row("transfer", "", "", "automatic", "transfer_requested", 3, 6000),)
    assert second.state == "requested"


def test_without_requests_nothing_is_said_of_them() -> None:
    programme = Programme.objects.get(slug="nara")
    assert [total.unit for total in status_report(programme, jst(2023, 4, 10)).totals] == ["coupon", "claim", "payout"]


def test_a_refused_request_is_not_called_as_a_refused_credit() -> None:
    words = {report_words.STATE[code].ja for code in ("transfer_refused", "refused")}
    assert words == {"振込不可", "加算不可"}
