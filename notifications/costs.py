"""What text messages cost: a price for each part, by provider."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from django.conf import settings

from notifications.channels.chosen import carriers
from notifications.states import Channel


def cost(parts: int) -> int | None:
    """Whole yen for so many parts at the provider of text messages; None where no price is set for it."""
    price: Decimal | None = settings.PART_PRICES.get(carriers()[Channel.SMS].name)
    return None if price is None else ceil(price * parts)
