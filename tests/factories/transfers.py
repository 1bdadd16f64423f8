"""Bank transfers: a few banks, what is typed into the form, requests in each state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from compensation.models import Payout
from compensation.policy.bulletin import Item
from compensation.transfers import checking
from compensation.transfers.accounts import Details, Reach
from compensation.transfers.banks import load
from compensation.transfers.forms import Given, TransferForm, Typed
from compensation.transfers.models import Bank, Branch, TransferRequest
from compensation.transfers.offers import AGREED_ITEMS
from compensation.transfers.requests import Wanted, ask_for_payout
from compensation.transfers.states import AskedAt
from foundation.trail.actor import Actor
from tests.factories.bulletins import rules
from tests.factories.loaded import Loaded

HOLDER = Actor.person("payout:1")
CLERK = Actor("staff", "clerk", "clerk")
CHECKER = Actor("staff", "checker", "checker")
LEADER = Actor("staff", "leader", "leader")
REACH = Reach("sms", "+819012345678", "ja")
_NOTHING: Mapping[str, str] = {}
BANKS = ("0001", "0182", "1610", "1611", "9900")
"""みずほ, 肥後, two houses of Kyoto, and Japan Post."""
ACCOUNT: Typed = {
    "place": ["bank"],
    "bank": ["みずほ銀行"],
    "branch": ["001"],
    "account_kind": ["ordinary"],
    "account_number": ["１２３４５６"],
    "holder": ["やまだ　はなこ"],
}
OTHERS: Typed = {
    "identity_name": ["山田　花子"],
    "identity_reading": ["やまだ　はなこ"],
    "identity_address": ["東京都千代田区千代田1-1"],
    "lodging_name": ["ホテル試験"],
    "lodging_day": ["2023-02-23"],
}
TYPED: Typed = {**ACCOUNT, **OTHERS}
"""What a holder types where the bulletin asks account, identity and lodging."""


_BANKS = Loaded(lambda: load(date(2023, 4, 1), only=BANKS), Bank, Branch)


def banks() -> None:
    """A few banks and their branches."""
    _BANKS()


def given(items: Sequence[Item] = (), changes: Mapping[str, str] = _NOTHING) -> Given:
    """The form's answers, with some of what was typed changed; the items of Kumamoto's bulletin unless others are."""
    asked = items or rules().transfer.items
    typed = {**TYPED, **{name: [value] for name, value in changes.items()}}
    form = TransferForm(asked, typed, check=True)
    found = form.given()
    assert found, form.errors
    return found


def wanted(asked_in: AskedAt = AskedAt.PAYOUT_PAGE, *, late_because: str = "", **changes: str) -> Wanted:
    """A request as it comes in."""
    return Wanted(Details(given(changes=changes), REACH), asked_in, late_because)


def agreed_wanted() -> Wanted:
    """The account alone, for what was agreed individually."""
    return Wanted(Details(given(AGREED_ITEMS), REACH), AskedAt.DESK)


def requested(payout: Payout, *, by: Actor = HOLDER, asked_in: AskedAt = AskedAt.PAYOUT_PAGE) -> TransferRequest:
    """A request for a payout that its holder has opened."""
    return ask_for_payout(payout, wanted(asked_in), by=by)


def checked(payout: Payout, **options: Any) -> TransferRequest:
    """One that a person has checked."""
    return checking.check(requested(payout, **options), by=CHECKER)


def listed(payout: Payout, **options: Any) -> TransferRequest:
    """One that another person has listed for payment."""
    return checking.list_for_payment(checked(payout, **options), by=LEADER)
