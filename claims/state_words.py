"""What each state and each role is called on screens and in reports: the word of the glossary in each language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db.models import TextChoices

from claims.states import ClaimState
from compensation.states import EntryKind, PayoutState
from compensation.transfers.states import TransferState
from foundation.japan.bilingual import Both
from foundation.staff.roles import Role
from notifications.states import Channel, MailingStage, MailingState, MessageState

_CLAIM: Final = {
    "draft": "Draft",
    "received": "Received",
    "examining": "Being checked",
    "waiting": "Waiting for an answer",
    "referred": "Needs a person",
    "decided": "Decided",
    "closed": "Closed",
}
_PAYOUT: Final = {
    "planned": "Being prepared",
    "released": "May be collected",
    "opened": "Identity confirmed",
    "chosen": "Method chosen",
    "fulfilled": "Collected",
    "lapsed": "Deadline passed",
    "returned": "Returned",
    "cancelled": "Cancelled",
}
_MESSAGE: Final = {
    "planned": "Being prepared",
    "ready": "Waiting to be sent",
    "leased": "Taken up by a sender",
    "sending": "Being sent",
    "accepted": "Accepted by the provider",
    "delivered": "Delivered",
    "undelivered": "Not delivered",
    "expired": "Expired",
    "rejected": "Refused",
    "unknown": "Not known whether sent",
    "held": "Held for a person",
    "cancelled": "Cancelled",
}
_MAILING: Final = {
    "open": "Being prepared",
    "prepared": "Waiting for release",
    "released": "Released",
    "paused": "Paused",
    "cancelled": "Cancelled",
}
_TRANSFER: Final = {
    "requested": "Asked for",
    "incomplete": "Asked back",
    "checked": "Checked",
    "listed": "Listed for payment",
    "refused": "Refused",
    "withdrawn": "Withdrawn",
}
_STAGE: Final = {"canary": "The first few", "ramp": "More by the minute", "whole": "The whole list"}
_ENTRY: Final = {
    "issue": "Issue",
    "charge": "Charge",
    "payment": "Payment",
    "cancellation": "Cancellation",
    "restoration": "Restoration",
    "adjustment": "Adjustment",
    "extension": "Extension",
}


def _pairs(states: type[TextChoices], english: Mapping[str, str]) -> dict[str, Both]:
    """The Japanese word is the label of the state, which its code follows."""
    return {state.value: Both(state.label.removesuffix(f" {state.value}"), english[state.value]) for state in states}


ROLE: Final = {
    Role.OPERATOR.value: Both("コールセンター担当", "Operator"),
    Role.SUPERVISOR.value: Both("コールセンター責任者", "Supervisor"),
    Role.PREFECTURE_OFFICER.value: Both("県の担当者", "Prefecture officer"),
    Role.ADMINISTRATOR.value: Both("システム管理者", "Administrator"),
}
CLAIM: Final = _pairs(ClaimState, _CLAIM)
PAYOUT: Final = _pairs(PayoutState, _PAYOUT)
MESSAGE: Final = _pairs(MessageState, _MESSAGE)
MAILING: Final = _pairs(MailingState, _MAILING)
STAGE: Final = _pairs(MailingStage, _STAGE)
ENTRY: Final = _pairs(EntryKind, _ENTRY)
TRANSFER: Final = _pairs(TransferState, _TRANSFER)
CHANNEL: Final = {Channel.SMS.value: Both("SMS", "SMS"), Channel.EMAIL.value: Both("メール", "E-mail")}
