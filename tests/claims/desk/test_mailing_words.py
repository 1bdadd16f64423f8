"""Every message that a claim brings about has a name at the desk."""

from __future__ import annotations

from types import ModuleType

import pytest

from claims import claim_messages, fraud_messages, result_messages
from claims.claim_messages import ClaimText
from claims.desk.mailing_words import PURPOSES


@pytest.mark.parametrize("module", [claim_messages, fraud_messages, result_messages], ids=lambda one: one.__name__)
def test_what_a_message_is_for_is_said_in_words(module: ModuleType) -> None:
    purposes = {text.purpose for text in vars(module).values() if isinstance(text, ClaimText)}
    assert purposes - set(PURPOSES) == set()


def test_what_is_sent_to_a_draft_has_a_name_as_well() -> None:
    assert {"contact_code", "resume_code"} - set(PURPOSES) == set()
