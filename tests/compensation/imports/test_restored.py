"""The operator books a restoration of its own for the same loss: whoever was quicker, it counts once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine

from compensation.ledger import balance
from compensation.models import Coupon, LedgerEntry, Referral, ReportedRestoration, Restoration
from compensation.reconciling import reconcile
from compensation.referrals import RESTORED_OTHERWISE
from compensation.remedies import restore
from compensation.restorations import RestoredOtherwiseError
from tests.compensation.imports.conftest import Bring
from tests.compensation.imports.files import entry_row
from tests.factories.compensation import jst
from tests.factories.enquiries import (
    AFTER,
    IN_TIME,
    SECOND,
    SUPERVISOR,
    answered,
    decided_on,
    docked,
    hours_set,
    loaded,
    told,
)
from tests.factories.settlement import settled

pytestmark = pytest.mark.django_db
NUMBER = "4312340099"


@pytest.fixture(autouse=True)
def _in_march() -> Iterator[None]:
    with time_machine.travel(IN_TIME, tick=False):
        loaded()
        yield


def decided() -> Coupon:
    """1000 yen of 3000 were docked, and are to be put back."""
    hours_set()
    coupon = docked(inquiry_number=NUMBER)
    answered(told(coupon))
    decided_on(coupon)
    return coupon


def theirs(entry_id: str = "OP-77", yen: str = "1000") -> dict[str, str]:
    row = {"kind": "restoration", "yen": yen, "at": "2023-03-21T09:00:00+09:00"}
    return entry_row(entry_id, **row, inquiry_number=NUMBER)


def held(coupon: Coupon) -> int | None:
    return balance(coupon, jst(2023, 4, 1))


def test_ours_came_first_and_theirs_is_noted(bring_ledger: Bring) -> None:
    coupon = decided()
    restore(1, by=SUPERVISOR)
    first, again = bring_ledger(theirs()), bring_ledger(theirs())
    counts = [(run.facts["inserted"], run.facts["restored_here"], run.facts["unchanged"]) for run in (first, again)]
    assert counts == [(0, 1, 0), (0, 0, 1)]
    assert (held(coupon), ReportedRestoration.objects.count(), Referral.objects.count()) == (3000, 1, 0)


def test_theirs_came_first_and_is_the_one_that_counts(bring_ledger: Bring) -> None:
    coupon = decided()
    bring_ledger(theirs())
    assert [restore(1, by=SUPERVISOR), restore(1, by=SECOND)] == [True, False]
    assert (Restoration.objects.get().entry.entry_id, held(coupon)) == ("OP-77", 3000)
    assert bring_ledger(theirs()).facts["unchanged"] == 1


def test_it_is_paid_once_and_ties_out(bring_ledger: Bring) -> None:
    decided()
    restore(1, by=SUPERVISOR)
    bring_ledger(theirs())
    with time_machine.travel(AFTER, tick=False):
        assert settled().counts["yen"] == 3000
        assert [(found.owed, found.holds) for found in reconcile()] == [(3000, True)]


def test_another_sum_is_open_work_until_it_agrees(bring_ledger: Bring) -> None:
    coupon = decided()
    restore(1, by=SUPERVISOR)
    bring_ledger(theirs(yen="400"))
    referral = Referral.objects.get()
    assert (referral.coupon, referral.reason, referral.clause) == (coupon, RESTORED_OTHERWISE, "kumamoto.1.B")
    bring_ledger(theirs("OP-78", yen="600"))
    referral.refresh_from_db()
    assert (held(coupon), referral.closed_at is not None) == (3000, True)


def test_another_sum_of_theirs_keeps_ours_from_being_booked(bring_ledger: Bring) -> None:
    coupon = decided()
    bring_ledger(theirs(yen="400"))
    with pytest.raises(RestoredOtherwiseError):
        restore(1, by=SUPERVISOR)
    assert (held(coupon), Restoration.objects.count()) == (2400, 0)


def test_an_entry_that_was_noted_does_not_change(bring_ledger: Bring) -> None:
    coupon = decided()
    restore(1, by=SUPERVISOR)
    bring_ledger(theirs())
    assert bring_ledger(theirs(yen="900")).refused == 1
    assert (held(coupon), ReportedRestoration.objects.get().yen) == (3000, 1000)


def test_a_coupon_that_we_never_restored_books_theirs(bring_ledger: Bring) -> None:
    coupon = docked(inquiry_number=NUMBER)
    assert bring_ledger(theirs()).facts["inserted"] == 1
    assert (held(coupon), LedgerEntry.objects.filter(kind="restoration").count()) == (3000, 1)


def test_a_trial_run_notes_nothing(bring_ledger: Bring) -> None:
    decided()
    restore(1, by=SUPERVISOR)
    bring_ledger(theirs(yen="400"), dry_run=True)
    assert (ReportedRestoration.objects.count(), Referral.objects.count()) == (0, 0)
