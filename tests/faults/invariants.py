"""What must hold after every fault, measured against the provider's ledger and never against our tables alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import NamedTuple

from django.db.models import Count

from foundation.trail import chains
from notifications.envelope import open_envelope
from notifications.models import Attempt, LookUp, Message, Transition
from notifications.states import MessageState
from notifications.transitions import _said, content, genesis

ACCEPTED = {MessageState.ACCEPTED, MessageState.DELIVERED, MessageState.UNDELIVERED}
MOVING = {MessageState.READY, MessageState.LEASED, MessageState.SENDING}
ENDED_UNSENT = {MessageState.REJECTED, MessageState.EXPIRED, MessageState.CANCELLED}


class Found(NamedTuple):
    """What a fault left behind, as the table shows it."""

    accepted: int
    duplicates: int
    lost: int
    held: int


def states() -> Counter[str]:
    """How many messages stand in which state."""
    return Counter(dict(Message.objects.order_by("state").values_list("state").annotate(count=Count("pk"))))


def found(ledger: Counter[str]) -> Found:
    """Against the ledger: what it has more than once, and what it should have and has not."""
    held, unsent = _in({MessageState.HELD}), _in(ENDED_UNSENT)
    return Found(len(ledger), ledger.total() - len(ledger), len(_all() - set(ledger) - held - unsent), len(held))


def assert_invariants(
    planned: int, ledger: Counter[str], *, held: bool, said: str, before: Collection[str] = ()
) -> None:
    """I1 to I7. `held`: the provider cannot be asked, so that some unknowns may wait for a person.

    `before`: what had been attempted in the database that was lost, where this one was restored from a backup.
    """
    counts, waiting = states(), _in({MessageState.HELD})
    assert counts.total() == planned, "I1: the states add up to what was planned"
    assert {state: counts[state] for state in MOVING if counts[state]} == {}, "I1: nothing is left on the way"
    assert {reference: times for reference, times in ledger.items() if times > 1} == {}, "I2: none accepted twice"
    assert _all() - set(ledger) - waiting - _in(ENDED_UNSENT) == set(), "I3: all others were accepted"
    assert _in(ACCEPTED) - set(ledger) == set(), "I4: our accepted ones are the ledger's"
    assert set(ledger) - _in(ACCEPTED) - waiting == set(), "I4: the ledger's are our accepted ones"
    assert (counts[MessageState.UNKNOWN], bool(waiting) and not held) == (0, False), "I5: no unknown is left"
    assert_proof(set(ledger), before)
    assert_private(said)


def assert_proof(accepted: set[str], before: Collection[str] = ()) -> None:
    """I6: every chain verifies, and nothing was accepted without an attempt that was written before.

    A restored database has lost the attempts since its backup: they stand in the one before, and here every message
    that counts as accepted has an attempt of its own, or a look-up that found it.
    """
    steps = defaultdict[int, list[Transition]](list)
    for step in Transition.objects.order_by("message", "number"):
        steps[step.message_id].append(step)
    for message in Message.objects.all():
        own = steps[message.pk]
        rows = [(content(message.reference, *_said(step)), bytes(step.link)) for step in own]
        begins = genesis(message.reference, bytes(message.body_hash), bytes(message.address_hash))
        head = chains.verify(rows, previous=begins)
        assert (len(own), head) == (message.moves, bytes(message.chain_head or b"")), "I6: the chain verifies"
    here = attempted()
    assert accepted - here - set(before) == set(), "I6: an attempt for each acceptance"
    assert _in(ACCEPTED) - here - _found_by_asking() == set(), "I6: a ground for each acceptance that is known here"


def attempted() -> set[str]:
    """What was ever written ahead in this database."""
    return {str(each) for each in Attempt.objects.values_list("message__reference", flat=True)}


def assert_private(said: str) -> None:
    """I7: no address and no text in what processes logged, nor in our plain columns."""
    traces = said + "".join(
        f"{detail} {provider_id}\n" for detail, provider_id in Attempt.objects.values_list("detail", "provider_id")
    )
    secrets = [open_envelope(message) for message in Message.objects.all()[:200]]
    assert [each for each in secrets if each.address in traces or each.body in traces] == [], "I7: nobody is named"


def _found_by_asking() -> set[str]:
    found = LookUp.objects.filter(attempt=None, says="present")
    return {str(each) for each in found.values_list("message__reference", flat=True)}


def _in(states_: set[MessageState]) -> set[str]:
    return {str(each) for each in Message.objects.filter(state__in=states_).values_list("reference", flat=True)}


def _all() -> set[str]:
    return {str(each) for each in Message.objects.values_list("reference", flat=True)}
