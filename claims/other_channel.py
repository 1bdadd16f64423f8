"""The same message about a claim, by the other contact that its claimant gave."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from claims import acknowledgement, enquiry_news, fraud_messages, result_messages
from claims import answers as claim_answers
from claims.claim_messages import SUBJECT, message_of
from claims.contacts import Contacts, reachable
from claims.fraud_notices import decision_notice
from claims.models import Claim
from compensation.models import Decision
from notifications.models import Message
from notifications.outbox import NewMessage

DECISION: Final = "decision"
"""How the notice of a decision on misuse names its subject."""
_TEXTS: Final = {
    text.purpose: text
    for text in (
        acknowledgement.TEXT,
        result_messages.DECISION,
        result_messages.NUMBER_NOT_FOUND,
        result_messages.CORRECTION,
        result_messages.WITHDRAWN,
        result_messages.RECONSIDERED,
        fraud_messages.BEGUN,
        fraud_messages.QUESTION,
        fraud_messages.MISSING,
        fraud_messages.WITHDRAWN,
    )
}


def other_message(claim: Claim, failed: Message, tried: Collection[str]) -> NewMessage | None:
    """The message by a contact whose channel was not tried; None where the claimant gave none."""
    offered = reachable(claim_answers.of(claim).given)
    reach = next((one for one in offered if one.address and one.channel not in tried), None)
    return _written(claim, failed, reach) if reach else None


def _written(claim: Claim, failed: Message, reach: Contacts) -> NewMessage | None:
    if failed.subject_kind == DECISION:
        return decision_notice(claim, Decision.objects.get(pk=failed.subject_ref), reach)
    if failed.subject_kind == SUBJECT and failed.purpose == enquiry_news.PURPOSE:
        return enquiry_news.news_message(claim, failed.text_version, reach, failed.generation)
    if failed.subject_kind != SUBJECT or failed.purpose not in _TEXTS:
        return None
    text, number = _TEXTS[failed.purpose], failed.subject_ref
    again = message_of(claim, text, reach, generation=failed.generation, number=number)
    # Whoever waited for it waits no more: it goes at the hours of the day.
    return again._replace(asked=False)
