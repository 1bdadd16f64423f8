"""What is known of one fraud claim: typed, frozen and already checked. Yen are whole, instants are in Japan's time."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, NamedTuple

from compensation.policy.decision import Balance

Claimant = Literal["user", "non_user_cardholder"]
Cause = Literal[
    "account_info_stolen",
    "mobile_device_lost_or_stolen",
    "card_info_stolen",
    "card_registered_without_consent",
    "twooca_card_or_ring_lost_or_stolen",
    "mistake_by_claimant",
    "unknown",
]
Misuser = Literal[
    "third_party",
    "claimant",
    "claimant_coerced",
    "family",
    "relative",
    "cohabitant",
    "carer_at_request",
    "permitted_user",
]
ActKind = Literal["charge", "payment", "transfer", "withdrawal", "remittance"]
Channel = Literal["inquiry_form", "phone"]
Negligence = Literal["none", "ordinary", "gross"]


class Act(NamedTuple):
    """One wrongful act: the moment it was made, the balance it took from, its sum and the service's fee for it."""

    at: datetime
    act: ActKind
    balance: Balance
    yen: int
    fee_yen: int

    @property
    def loss_yen(self) -> int:
        """What this act cost: the misused sum with the service's fee."""
        return self.yen + self.fee_yen


class Form(NamedTuple):
    """The claim as it arrived: when, by which channel, with the words the policy asks for, and what was left out."""

    received_at: datetime
    channel: Channel
    subject_phrase: bool
    items_missing: frozenset[str]


class Cooperation(NamedTuple):
    """Whether the company asked for help, and whether it was given (None: not known)."""

    requested: bool
    given: bool | None


class ThirdParties(NamedTuple):
    """What others gave or owe: `due` is settled and unpaid and does not contain `received`."""

    recovered_yen: int
    compensation_received_yen: int
    compensation_due_yen: int
    undetermined: bool

    @property
    def compensation_yen(self) -> int:
        """Compensation of third parties, paid or still owed."""
        return self.compensation_received_yen + self.compensation_due_yen


class Examination(NamedTuple):
    """Whether the examiners have finished, and the numbers of the grounds of item 4 that they found."""

    complete: bool
    grounds_found: frozenset[int]


class FraudClaim(NamedTuple):
    """All facts of one claim, in the order of the policy."""

    claimant: Claimant
    cause: Cause
    misused_by: Misuser
    intended_by_claimant: bool
    acts: tuple[Act, ...]
    information_stolen_at: datetime | None
    recognised_at: datetime
    first_contact_at: datetime
    claim: Form
    previous_claim_received_at: datetime | None
    reported_to_police: bool | None
    identity_verified: bool | None
    card_issuer_notified: bool | None
    cooperation: Cooperation
    device_transferred_lent_or_pledged: bool
    negligence: Negligence | None
    third_parties: ThirdParties
    other_losses_yen: int
    examination: Examination

    @property
    def is_user(self) -> bool:
        """Whether the claimant holds an account, and so has balances that can be credited."""
        return self.claimant == "user"
