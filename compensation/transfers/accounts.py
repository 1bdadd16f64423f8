"""The account and the other items of a request: sealed as one text, bound to their row, and masked for screens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from compensation.transfers.models import TransferRequest
from compensation.transfers.states import AccountKind
from foundation.japan.bilingual import Both, choose
from foundation.vault import masking
from foundation.vault.sealing import open_sealed, seal

ACCOUNT: Final = "bank_account"
IDENTITY: Final = "identity"
LODGING: Final = "lodging"
KINDS: Final = {
    AccountKind.ORDINARY.value: Both("普通", "ordinary"),
    AccountKind.CURRENT.value: Both("当座", "current"),
    AccountKind.SAVINGS.value: Both("貯蓄", "savings"),
}
_SHOWN_OF_NUMBER: Final = 3


class Account(NamedTuple):
    """Where a transfer goes. Names are kept as they were found, `number` has seven digits, `holder` is half-width.

    `postal` is the symbol and number that it was converted from, "" for other banks; `by_hand` says that bank or branch
    are not in our tables.
    """

    bank_code: str
    bank_name: str
    branch_code: str
    branch_name: str
    kind: str
    number: str
    holder: str
    postal: str = ""
    by_hand: bool = False

    @property
    def masked(self) -> Account:
        """The same with the end of the number and the beginnings of the name alone."""
        hidden = masking.number(self.number, shown=_SHOWN_OF_NUMBER)
        return self._replace(number=hidden, holder=masking.name(self.holder), postal="")

    @property
    def kind_words(self) -> Both:
        return KINDS[self.kind]


class Reach(NamedTuple):
    """Where news of a request go; both "" where nobody knows."""

    channel: str = ""
    address: str = ""
    language: str = "ja"


class Details(NamedTuple):
    """The items by the bulletin's name of them, each with its answers by field."""

    items: dict[str, dict[str, Any]]
    reach: Reach = Reach()

    @property
    def account(self) -> Account:
        """Raises KeyError where no account was given yet."""
        return Account(**self.items[ACCOUNT])

    def with_items(self, given: Mapping[str, dict[str, Any]]) -> Details:
        """The same, with these items in place of those given before."""
        return self._replace(items={**self.items, **given})


class ErasedError(Exception):
    """The data of a request was erased on the day its class ended."""


def account_lines(account: Account) -> list[str]:
    """An account in words, as it stands in a request: converted, and with the holder as the bank reads it."""
    house = choose("銀行コード", "bank code")
    branch = choose("支店コード", "branch code")
    lines = [
        choose(
            f"{account.bank_name}（{house} {account.bank_code}）", f"{account.bank_name} ({house} {account.bank_code})"
        ),
        choose(
            f"{account.branch_name}（{branch} {account.branch_code}）",
            f"{account.branch_name} ({branch} {account.branch_code})",
        ),
        f"{choose(*account.kind_words)} {account.number}",
        f"{choose('口座名義', 'holder')} {account.holder}",
    ]
    if account.postal:
        lines.append(choose(f"記号・番号 {account.postal} から変換", f"converted from {account.postal}"))
    if account.by_hand:
        lines.append(choose("手入力の銀行・支店（担当者が確認します）", "entered by hand; a person checks it"))
    return lines


def sealed(reference: object, details: Details) -> bytes:
    """The details as they stand in the row of this reference."""
    return seal(json.dumps(details._asdict(), ensure_ascii=False), bound_to=_binding(reference))


def details_of(request: TransferRequest) -> Details:
    """The details of a request; raises SealError where the row was altered, ErasedError once they are gone."""
    if request.details_sealed is None:
        raise ErasedError(str(request.reference))
    kept = json.loads(open_sealed(request.details_sealed, bound_to=_binding(request.reference)))
    return Details(kept["items"], Reach(*kept["reach"]))


def _binding(reference: object) -> str:
    return f"transfer.details:{reference}"
