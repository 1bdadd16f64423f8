"""Where news goes, and by what a claimant is recognised."""

from __future__ import annotations

from typing import Any

import pytest

from claims.contacts import contacts, known_by, typed_contact_hash

MOBILE, LANDLINE, EMAIL = "+819012345678", "+81355551234", "taro@example.jp"


@pytest.mark.parametrize(
    ("given", "channel", "address"),
    [
        ({"contact": MOBILE, "email": EMAIL}, "email", EMAIL),
        ({"contact": MOBILE}, "sms", MOBILE),
        ({"contact": LANDLINE, "email": EMAIL}, "email", EMAIL),
        ({"contact": LANDLINE, "delivery_destination": MOBILE}, "sms", MOBILE),
        ({"contact": MOBILE, "delivery_destination": EMAIL}, "email", EMAIL),
        ({"delivery_destination": EMAIL}, "email", EMAIL),
    ],
)
def test_channel_and_address(given: dict[str, Any], channel: str, address: str) -> None:
    reach = contacts(given)
    assert (reach.channel, reach.address) == (channel, address)


@pytest.mark.parametrize(
    "typed", ["090-1234-5678", "０９０ー１２３４ー５６７８", "TARO@example.jp", "ｔａｒｏ＠example.jp"]
)
def test_owner_is_known_by_either_contact(typed: str) -> None:
    assert typed_contact_hash(typed) in known_by({"contact": MOBILE, "email": EMAIL})


@pytest.mark.parametrize("typed", ["090-1234-5679", "hanako@example.jp", "", "x" * 300, "090"])
def test_a_stranger_is_not(typed: str) -> None:
    assert typed_contact_hash(typed) not in known_by({"contact": MOBILE, "email": EMAIL})
