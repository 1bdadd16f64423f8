"""Messages and everything that proves what became of them."""

from notifications.models.mailing import Mailing, SendingStop
from notifications.models.message import Attempt, DeliveryReport, LookUp, Message, Transition
from notifications.models.provider import DatabaseStamp, Provider
from notifications.models.seal import Seal, SealedHeads

__all__ = [
    "Attempt",
    "DatabaseStamp",
    "DeliveryReport",
    "LookUp",
    "Mailing",
    "Message",
    "Provider",
    "Seal",
    "SealedHeads",
    "SendingStop",
    "Transition",
]
