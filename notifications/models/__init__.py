"""Messages and everything that proves what became of them."""

from notifications.models.mailing import Mailing
from notifications.models.message import Attempt, DeliveryReport, LookUp, Message, Transition

__all__ = ["Attempt", "DeliveryReport", "LookUp", "Mailing", "Message", "Transition"]
