"""Messages and everything that proves what became of them."""

from notifications.models.mailing import Mailing
from notifications.models.message import Attempt, DeliveryReport, Message, Transition

__all__ = ["Attempt", "DeliveryReport", "Mailing", "Message", "Transition"]
