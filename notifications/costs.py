"""What text messages cost: a price for each part, by provider."""

from __future__ import annotations

from decimal import Decimal
from math import ceil

from django.conf import settings

from notifications.channels.chosen import carriers
from notifications.states import Channel


def cost(parts: int) -> int | None:
    """Whole yen for so many parts at the dearest provider of text messages; None where one of them has no price."""
    prices: list[Decimal | None] = [settings.PART_PRICES.get(carrier.name) for carrier in carriers()[Channel.SMS]]
    known = [price for price in prices if price is not None]
    return ceil(max(known) * parts) if len(known) == len(prices) else None
