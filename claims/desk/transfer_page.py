"""What the desk shows of a request for a transfer: what to compare with what, and whose turn it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from claims import answers as claim_answers
from claims.desk.parts import MessageShown, Moved, messages_about, moved
from claims.desk.transfer_turns import turn_of, turns_of
from claims.desk.turns import Turn
from claims.models import Claim
from claims.state_words import TRANSFER
from compensation.models import Coupon, Programme
from compensation.transfers.accounts import (
    ACCOUNT,
    IDENTITY,
    LODGING,
    Account,
    Details,
    ErasedError,
    account_lines,
    details_of,
)
from compensation.transfers.banks import bank_of, branch_of
from compensation.transfers.holder_words import planned_words
from compensation.transfers.models import TransferRequest, TransferTransition
from compensation.transfers.news import SUBJECT, number_of
from compensation.transfers.queries import of_state
from compensation.transfers.states import TransferState
from compensation.travellers import contradict, same_form
from foundation.japan import bilingual
from foundation.japan.bank_kana import same_name
from foundation.japan.bilingual import Both, Pair
from foundation.japan.kana import search_key
from foundation.vault import masking
from foundation.vault.sealing import SealError

A_PAGE: Final = 200
_DOORS: Final = {
    "payout_page": Both("受取サイト", "payout site"),
    "site": Both("特設サイト", "special site"),
    "desk": Both("コールセンター", "call centre"),
}


class Compared(NamedTuple):
    """Something to compare: what it is, what the records say of it, and whether they agree (None: compare by eye)."""

    what: Both
    finding: Both
    agrees: bool | None


class TransferPage(NamedTuple):
    """One request; `account` and `given` are masked unless `revealed` names them. `broken`: it cannot be opened."""

    row: TransferRequest
    number: str
    door: Both
    state: Both
    turn: Turn
    account: list[str]
    given: list[tuple[Both, str]]
    compared: list[Compared]
    planned: Pair | None
    steps: list[Moved]
    messages: list[MessageShown]
    revealed: str
    broken: bool


class Waiting(NamedTuple):
    """A request in the queue, whose turn it is, and whether that is mine."""

    row: TransferRequest
    number: str
    state: Both
    turn: Turn
    is_mine: bool


def transfer_page(row: TransferRequest, *, revealed: str = "") -> TransferPage:
    """The page of a request; the caller writes down what `revealed` shows."""
    details, broken = _opened(row)
    return TransferPage(
        row,
        number_of(row),
        _DOORS[row.asked_in],
        TRANSFER[row.state],
        turn_of(row),
        _account(details, revealed),
        _given(details, revealed),
        _compared(row, details) if details else [],
        planned_words(row),
        _steps(row),
        messages_about(SUBJECT, [number_of(row)]),
        revealed,
        broken,
    )


def queue_of(programmes: Sequence[Programme], me: str, *, leader: bool) -> list[Waiting]:
    """What waits for somebody: mine first, the oldest first."""
    states = (TransferState.REQUESTED, TransferState.CHECKED, TransferState.INCOMPLETE)
    rows = [row for state in states for row in of_state(programmes, state)[:A_PAGE]]
    turns = turns_of(rows)
    found = [
        Waiting(row, number_of(row), TRANSFER[row.state], turns[row.pk], _is_mine(row, me, leader)) for row in rows
    ]
    return sorted(found, key=lambda one: (not one.is_mine, one.row.pk))


def _is_mine(row: TransferRequest, me: str, leader: bool) -> bool:
    if row.state == TransferState.REQUESTED:
        return row.payout_id is not None and row.asked_by != me
    return row.state == TransferState.CHECKED and leader and row.checked_by != me


def _opened(row: TransferRequest) -> tuple[Details | None, bool]:
    try:
        return details_of(row), False
    except SealError:
        return None, True
    except ErasedError:
        return None, False


def _account(details: Details | None, revealed: str) -> list[str]:
    if details is None or ACCOUNT not in details.items:
        return []
    account = details.account
    if revealed == "account":
        return account_lines(account)
    masked = account.masked
    return account_lines(masked._replace(holder=account.holder) if revealed == "names" else masked)


_NAMES: Final = {
    "identity_name": Both("お名前", "Name"),
    "identity_reading": Both("フリガナ", "Name in kana"),
    "identity_address": Both("ご住所", "Address"),
    "lodging_name": Both("宿泊した施設など", "Where they stayed"),
    "lodging_day": Both("宿泊日", "First night"),
}


def _given(details: Details | None, revealed: str) -> list[tuple[Both, str]]:
    """The other items; what names a person is masked."""
    if details is None:
        return []
    others = [given for item, given in details.items.items() if item != ACCOUNT]
    answers = {name: _read(name, str(value)) for given in others for name, value in given.items()}
    return [
        (_NAMES.get(name, Both(name, name)), value if revealed == "names" else _masked(name, value))
        for name, value in answers.items()
    ]


def _read(name: str, value: str) -> str:
    return bilingual.day(date.fromisoformat(value)) if name == "lodging_day" else value


def _masked(name: str, value: str) -> str:
    return value if name.startswith("lodging") else masking.name(value)


def _compared(row: TransferRequest, details: Details) -> list[Compared]:
    found = []
    if ACCOUNT in details.items:
        found += [_known_bank(details.account), _holder(row, details)]
    paid_for = Coupon.objects.filter(losses__entitlements__payout_lines__payout__transfers=row)
    coupons = list(paid_for.distinct())
    if IDENTITY in details.items:
        found.append(_traveller(details.items[IDENTITY], coupons))
    if LODGING in details.items:
        found.append(_lodging(details.items[LODGING], coupons))
    return found


def _known_bank(account: Account) -> Compared:
    what = Both("銀行と支店", "Bank and branch")
    if account.postal:
        return Compared(what, Both("ゆうちょの記号・番号から変換", "converted from Japan Post"), agrees=True)
    bank, branch = bank_of(account.bank_code), branch_of(account.bank_code, account.branch_code)
    if bank is None or branch is None:
        return Compared(what, _UNKNOWN_BANK, agrees=False)
    ended = bank.ended_on or branch.ended_on
    gone = Both("いまの一覧にない（統廃合など）。確かめてください", "no longer in the tables: check it")
    return Compared(what, gone if ended else Both("一覧にあります", "in the tables"), agrees=not ended)


def _holder(row: TransferRequest, details: Details) -> Compared:
    what = Both("口座名義とお名前のフリガナ", "Account holder and the name in kana")
    reading = str(details.items.get(IDENTITY, {}).get("identity_reading", ""))
    if reading:
        same = same_name(details.account.holder, reading)
        return Compared(what, _SAME if same else _DIFFERS, agrees=same)
    claim = Claim.objects.filter(programme=row.programme, number=row.claim_number).first() if row.claim_number else None
    name = str(claim_answers.of(claim).given.get("name", "")) if claim else ""
    return Compared(
        Both("口座名義と申請者のお名前", "Account holder and the claimant’s name"),
        Both(f"申請者：{masking.name(name)}。目で比べてください", f"Claimant: {masking.name(name)}. Compare by eye"),
        agrees=None,
    )


_SAME: Final = Both("一致します", "they agree")
_DIFFERS: Final = Both("一致しません。理由を確かめてください", "they differ: find out why")
_BY_EYE: Final = Both("表記が違います（漢字とカナなど）。目で比べてください", "written differently: compare by eye")
_NOT_KNOWN: Final = Both("記録がありません。ほかの項目で確かめてください", "not in the records: see the other items")
_UNKNOWN_BANK: Final = Both("一覧にありません。通帳の写しなどで確かめてください", "not in our tables: check it")


def _traveller(given: dict[str, Any], coupons: Sequence[Coupon]) -> Compared:
    what = Both("お名前とクーポンの利用者", "Name and the traveller on the coupon")
    named = {coupon.traveller_name for coupon in coupons if coupon.traveller_name}
    if not named:
        return Compared(what, _NOT_KNOWN, agrees=None)
    name = str(given["identity_name"])
    if any(contradict(name, one) for one in named):
        return Compared(what, _DIFFERS, agrees=False)
    if all(same_form(name) == same_form(one) for one in named):
        return Compared(what, _SAME, agrees=True)
    return Compared(what, _BY_EYE, agrees=None)


def _lodging(given: dict[str, Any], coupons: Sequence[Coupon]) -> Compared:
    what = Both("宿泊先とクーポンの発行施設", "Lodging and who issued the coupon")
    issuers = {coupon.issuer for coupon in coupons if coupon.issuer}
    if not issuers:
        return Compared(what, _NOT_KNOWN, agrees=None)
    stayed = search_key(str(given["lodging_name"]))
    same = any(search_key(issuer) in stayed or stayed in search_key(issuer) for issuer in issuers)
    named = "、".join(sorted(issuers))
    return Compared(what, Both(f"発行施設：{named}", f"Issued by: {named}"), agrees=True if same else None)


def _steps(row: TransferRequest) -> list[Moved]:
    steps = TransferTransition.objects.filter(request=row).order_by("-at", "-pk")
    return [moved(step.at, TRANSFER[step.to_state], step.cause, step.actor) for step in steps]
