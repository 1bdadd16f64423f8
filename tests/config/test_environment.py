"""A wrong value refuses to start and says how to mend it."""

from __future__ import annotations

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.environment import mailbox


@pytest.mark.parametrize("given", ["", "bounces@portal.example", "b@p", "b" * 11 + "@portal.example"])
def test_a_mailbox_that_keys_fit_behind(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN", given)
    assert mailbox("RETURN", longest=11) == given


@pytest.mark.parametrize("given", ["bounces", "@portal.example", "bounces@", "a+b@p.example", "b" * 12 + "@p.example"])
def test_any_other_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RETURN", given)
    with pytest.raises(ImproperlyConfigured, match="write an address with 1 to 11 signs before the @"):
        mailbox("RETURN", longest=11)
