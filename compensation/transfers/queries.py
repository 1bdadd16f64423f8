"""Which requests stand, and what they sum up to."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count, QuerySet, Sum

from compensation.credits.models import Arrangement
from compensation.models import Payout, Programme
from compensation.transfers.models import LIVE, TransferRequest


def live() -> QuerySet[TransferRequest]:
    """Requests that hold money, or will once their claim is decided."""
    found = TransferRequest.objects.filter(LIVE)
    return found.select_related("programme", "bulletin__programme", "payout__payee", "arrangement")


def live_of_payout(payout: Payout) -> TransferRequest | None:
    """The request that pays a payout."""
    return live().filter(payout=payout).first()


def latest_of_payout(payout: Payout) -> TransferRequest | None:
    """The last request for a payout, also one that has ended."""
    return _latest(TransferRequest.objects.filter(payout=payout))


def live_of_claim(programme: Programme, number: str) -> TransferRequest | None:
    """The request for the claim of this number."""
    return live().filter(programme=programme, claim_number=number).order_by("pk").last()


def latest_of_claim(programme: Programme, number: str) -> TransferRequest | None:
    """The last request for a claim, also one that has ended."""
    return _latest(TransferRequest.objects.filter(programme=programme, claim_number=number))


def live_of_arrangement(arrangement: Arrangement) -> TransferRequest | None:
    """The request that pays what was agreed."""
    return live().filter(arrangement=arrangement).first()


def of_state(programmes: Iterable[Programme], state: str) -> QuerySet[TransferRequest]:
    """The requests of these programmes in a state, the oldest first."""
    return live().filter(programme__in=programmes, state=state).order_by("pk")


def count_and_yen(rows: QuerySet[TransferRequest]) -> tuple[int, int]:
    """How many requests, and the yen of their payouts; those before a decision have none yet."""
    # Counted without the joins and the order of the rows.
    found = rows.select_related(None).order_by().aggregate(n=Count("pk"), yen=Sum("payout__yen"))
    return found["n"], found["yen"] or 0


def _latest(rows: QuerySet[TransferRequest]) -> TransferRequest | None:
    chosen = rows.select_related("programme", "bulletin__programme", "payout__payee", "arrangement")
    return chosen.order_by("-pk").first()
