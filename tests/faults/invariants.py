"""What must hold after every fault, measured against the provider's ledger and never against our tables alone."""

from __future__ import annotations

from collections import Counter

from django.db.models import Count

from notifications.models import Attempt, Message
from notifications.states import MessageState
from notifications.transitions import verify_chain

_ACCEPTED = {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNDELIVERED}
_MOVING = {MessageState.READY, MessageState.LEASED, MessageState.SENDING}


def states() -> Counter[str]:
    """How many messages stand in which state."""
    return Counter(dict(Message.objects.order_by("state").values_list("state").annotate(count=Count("pk"))))


def assert_invariants(planned: int, ledger: Counter[str], *, held: bool = False) -> None:
    """I1 to I6. `held`: the provider cannot be asked, so that some unknowns may wait for a person."""
    counts = states()
    assert counts.total() == planned
    assert {state: counts[state] for state in _MOVING if counts[state]} == {}
    assert {reference: times for reference, times in ledger.items() if times > 1} == {}
    assert _in(_ACCEPTED) - set(ledger) == set()
    waiting = _in({MessageState.HELD})
    assert (counts[MessageState.UNKNOWN], bool(waiting) and not held) == (0, False)
    assert set(ledger) - _in(_ACCEPTED) - waiting == set()
    assert _all() - set(ledger) - waiting - _in({MessageState.REJECTED}) == set()
    assert_proof(ledger)


def assert_proof(ledger: Counter[str]) -> None:
    """I6: every chain verifies, and nothing was accepted without an attempt that was written before."""
    for message in Message.objects.order_by("pk"):
        verify_chain(message)
    attempted = Attempt.objects.values_list("message__reference", flat=True)
    assert set(ledger) - {str(reference) for reference in attempted} == set()


def _in(states_: set[MessageState]) -> set[str]:
    return {str(each) for each in Message.objects.filter(state__in=states_).values_list("reference", flat=True)}


def _all() -> set[str]:
    return {str(each) for each in Message.objects.values_list("reference", flat=True)}
