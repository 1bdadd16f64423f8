"""What somebody compares before an application is joined with a call that was paid: names and contacts, masked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from claims import answers as claim_answers
from claims.contacts import known_by
from claims.joining import PaidByCall, can_join, paid_by_calls
from claims.models import Claim
from compensation.models import Referral
from foundation.japan.bilingual import Both
from foundation.vault import masking

_SAME = {True: Both("一致", "the same"), False: Both("一致するものなし", "none in common")}


class CallShown(NamedTuple):
    """A call that was paid, its caller's masked name beside the applicant's, and whether any contact is the same."""

    paid: PaidByCall
    caller: str
    applicant: str
    contacts: Both


def paid_by_calls_shown(row: Referral, claim: Claim) -> list[CallShown]:
    """The calls that an application can be joined with; none where that is not the question."""
    return [_shown(paid, claim) for paid in paid_by_calls(claim)] if can_join(row, claim) else []


def _shown(paid: PaidByCall, claim: Claim) -> CallShown:
    caller, applicant = (claim_answers.of(one).given for one in (paid.call, claim))
    agree = bool(known_by(caller) & known_by(applicant))
    return CallShown(paid, _name(caller), _name(applicant), _SAME[agree])


def _name(given: Mapping[str, Any]) -> str:
    return masking.name(str(given.get("name", "")))
