"""What a status report counts, as of which instant, and that it ties."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine

from claims.report_rows import DoesNotTieError, Row, Total
from claims.status_report import status_report, tie
from compensation.imports.coupons import import_coupons
from compensation.imports.runs import Options
from compensation.models import Coupon, Decision, Programme
from compensation.states import SubjectKind
from foundation.trail.actor import Actor
from tests.compensation.imports.files import coupon_row, write_csv
from tests.factories.cases import SETTLED_AT, decided, moved, paid_case, paper_coupon, received
from tests.factories.collection import bulletin_row
from tests.factories.compensation import (
    CouponFactory,
    DecisionFactory,
    DecisionLineFactory,
    EntitlementFactory,
    LossFactory,
    jst,
)

pytestmark = pytest.mark.django_db

LATER = jst(2023, 4, 10)


def kumamoto() -> Programme:
    return bulletin_row("kumamoto-3").programme


def test_a_coupon_of_each_kind_stands_in_one_row() -> None:
    paper_coupon()
    received(paper_coupon())
    CouponFactory.create(programme=kumamoto())
    decided()
    coupon, _ = decided()
    Decision.objects.filter(subject_id=coupon.pk)
    report = status_report(kumamoto(), LATER)
    assert report.rows_of("coupon") == (
        Row("coupon", "", "by_claim", "special_site", "paper_claimed", 1, 0),
        Row("coupon", "", "undecided", "automatic", "not_settled", 1, 0),
        Row("coupon", "", "undecided", "special_site", "paper_unclaimed", 1, 0),
        Row("coupon", "A", "eligible", "automatic", "held_back", 2, 3000),
    )
    assert report.rows_of("claim") == (Row("claim", "", "undecided", "special_site", "received", 1, 0),)
    assert report.totals == (Total("coupon", 5, 3000), Total("claim", 1, 0), Total("payout", 0, 0))


def test_the_state_is_that_of_the_payout_at_the_instant() -> None:
    case = paid_case()
    moved(case.payout, ("released", jst(2023, 4, 3)), ("opened", jst(2023, 4, 5)), ("fulfilled", jst(2023, 4, 6)))
    instants = [jst(2023, 4, 3), jst(2023, 4, 4), jst(2023, 4, 6), jst(2023, 4, 7)]
    reports = [status_report(kumamoto(), at) for at in instants]
    states = [[(row.unit, row.state, row.units, row.yen) for row in report.rows] for report in reports]
    assert states == [
        [("coupon", state, 1, 2000), ("payout", state, 1, 2000)]
        for state in ("planned", "released", "opened", "fulfilled")
    ]


def test_what_came_later_does_not_count() -> None:
    coupon, _ = decided()
    paper_coupon(recorded_at=LATER)
    before = status_report(kumamoto(), SETTLED_AT)
    assert before.rows == (Row("coupon", "", "undecided", "automatic", "not_settled", 1, 0),)
    assert status_report(kumamoto(), LATER + timedelta(microseconds=1)).totals[0] == Total("coupon", 2, 1500)
    assert coupon.programme == before.programme


def test_a_decision_counts_until_another_supersedes_it() -> None:
    coupon, first = decided()
    Decision.objects.filter(pk=first.pk).update(superseded_at=LATER)
    DecisionFactory.create(
        coupon=coupon, bulletin=first.bulletin, outcome="refer", amount=None, supersedes=first, recorded_at=LATER
    )
    day = timedelta(days=1)
    rows = [status_report(kumamoto(), at).rows_of("coupon") for at in (LATER, LATER + day)]
    assert rows == [
        (Row("coupon", "A", "eligible", "automatic", "held_back", 1, 1500),),
        (Row("coupon", "A", "refer", "automatic", "refer", 1, 0),),
    ]


def brought_in(folder: Path, at: datetime, **cells: Any) -> None:
    with time_machine.travel(at, tick=False):
        import_coupons(Options(write_csv(folder, coupon_row(**cells))), by=Actor.system("tests"))


def test_an_import_that_changes_a_decided_coupon_leaves_earlier_reports(tmp_path: Path) -> None:
    bulletin = bulletin_row()
    brought_in(tmp_path, jst(2023, 3, 1), expires_on="2023-02-25")
    DecisionFactory.create(coupon=Coupon.objects.get(), bulletin=bulletin, amount=1500, recorded_at=SETTLED_AT)
    before = status_report(kumamoto(), LATER)
    brought_in(tmp_path, LATER + timedelta(days=1), expires_on="2023-02-24")
    assert status_report(kumamoto(), LATER) == before
    assert before.totals[0] == Total("coupon", 1, 1500)


def test_a_charge_that_a_later_import_brings_was_not_known_before(tmp_path: Path) -> None:
    paper, day = {"app_account": "", "charged_at": ""}, timedelta(days=1)
    bulletin_row()
    brought_in(tmp_path, jst(2023, 3, 1), **paper)
    brought_in(tmp_path, jst(2023, 3, 5))
    brought_in(tmp_path, jst(2023, 3, 9), **paper)
    instants = [jst(2023, 3, number) for number in (1, 2, 5, 6, 9, 10)]
    states = [[row.state for row in status_report(kumamoto(), at).rows] for at in instants]
    assert states == [
        [], ["paper_unclaimed"], ["paper_unclaimed"], ["not_settled"], ["not_settled"], ["paper_unclaimed"],
    ]  # fmt: skip
    assert status_report(kumamoto(), instants[-1] + day).totals[0].units == 1


def test_a_claim_that_found_its_coupon_later_did_not_hold_it_before() -> None:
    claim = received(paper_coupon())
    claim.coupons.update(linked_at=SETTLED_AT + timedelta(hours=2))
    hours = [SETTLED_AT + timedelta(hours=number) for number in (1, 3)]
    states = [[row.state for row in status_report(kumamoto(), at).rows_of("coupon")] for at in hours]
    assert states == [["paper_unclaimed"], ["paper_claimed"]]


def test_an_entitlement_without_a_payout_is_owed_from_its_instant_on() -> None:
    coupon, decision = decided()
    line = DecisionLineFactory.create(loss=LossFactory.create(coupon=coupon), decision=decision)
    EntitlementFactory.create(line=line, recorded_at=LATER)
    instants = [LATER, LATER + timedelta(seconds=1)]
    assert [status_report(kumamoto(), at).rows[0].state for at in instants] == ["held_back", "owed"]


def test_nothing_left_is_eligible_for_nothing() -> None:
    coupon = CouponFactory.create(programme=kumamoto())
    DecisionFactory.create(coupon=coupon, bulletin=bulletin_row(), amount=0)
    assert status_report(kumamoto(), LATER).rows == (Row("coupon", "A", "eligible", "automatic", "nothing_left", 1, 0),)


def test_a_decided_claim_shows_its_money() -> None:
    claim = received(paper_coupon())
    DecisionFactory.create(
        programme=kumamoto(),
        bulletin=bulletin_row(),
        subject_kind=SubjectKind.CLAIM,
        subject_id=claim.pk,
        route="special_site",
        amount=2000,
    )
    assert status_report(kumamoto(), LATER).rows_of("claim") == (
        Row("claim", "A", "eligible", "special_site", "held_back", 1, 2000),
    )


def test_another_programme_s_cases_do_not_count() -> None:
    decided("nara-3")
    assert status_report(kumamoto(), LATER).rows == ()


def test_an_empty_programme_has_a_report_of_nothing() -> None:
    report = status_report(kumamoto(), LATER)
    assert (report.rows, [total.units for total in report.totals]) == ((), [0, 0, 0])


@pytest.mark.parametrize("total", [Total("coupon", 2, 1500), Total("coupon", 1, 1499)])
def test_what_does_not_tie_is_refused(total: Total) -> None:
    row = Row("coupon", "A", "eligible", "automatic", "held_back", 1, 1500)
    tie([row], [Total("coupon", 1, 1500)])
    with pytest.raises(DoesNotTieError):
        tie([row], [total])


def test_a_decision_on_no_coupon_of_the_programme_does_not_tie() -> None:
    coupon, decision = decided()
    DecisionFactory.create(coupon=coupon, bulletin=decision.bulletin, subject_id=coupon.pk + 1_000_000)
    with pytest.raises(DoesNotTieError):
        status_report(kumamoto(), LATER)
