"""Claims as people make them: what they type, programme by programme, and claims that were received."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims import answers as claim_answers
from claims import consent, intake
from claims.answers import Answers
from claims.models import Claim
from compensation.programmes import in_force
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.clock import JST

APPLIED_AT = datetime(2023, 4, 10, 10, 0, tzinfo=JST)

_CONTACTS: dict[str, Any] = {
    "name": "山田　太郎",
    "postal_code": "〒１００ー０００１",
    "address": "東京都千代田区千代田",
    "address_rest": "1-1",
    "contact": "０９０ー１２３４ー５６７８",
    "email": "taro@example.jp",
    "coupon_number": ["１２３４－５６７８"],
}
TYPED: dict[str, dict[str, Any]] = {
    "kumamoto": _CONTACTS,
    "nara": _CONTACTS,
    "iwate": {
        "name": "山田　太郎",
        "contact": "０９０ー１２３４ー５６７８",
        "prefecture_used": "iwate",
        "travel_date": ["2023", "2", "２４"],
        "coupon_number": ["１２３４－５６７８"],
        "delivery_destination": "０９０ー１２３４ー５６７８",
    },
    "yamanashi": {"coupon_number": ["12345678"], "delivery_destination": "taro@example.jp", "points": "later"},
}
"""What a claimant of each programme types into the form."""

_GIVEN: dict[str, Any] = {
    "name": "山田 太郎",
    "address": "〒100-0001 東京都千代田区千代田 1-1",
    "contact": "+819012345678",
    "email": "taro@example.jp",
    "coupon_number": ["12345678"],
}


def draft(programme: str = "kumamoto", **given: Any) -> Claim:
    """A draft that only waits for its claimant's consent."""
    claim = intake.start_draft(in_force(programme, clock.now()).row, language="ja")
    intake.save_draft(claim, Answers({}, {**_GIVEN, **given}), language="ja")
    return claim


def received(programme: str = "kumamoto", **given: Any) -> Claim:
    """A claim that was received at the clock's present time."""
    claim = draft(programme, **given)
    return confirm(claim)


def confirm(claim: Claim, *, is_traveller: bool = True) -> Claim:
    """The claimant sends what they were shown."""
    shown, by = claim_answers.of(claim).digest, Actor.person(f"claim:{claim.pk}")
    return intake.receive(claim, shown=shown, consent=consent.VERSION, is_traveller=is_traveller, by=by)
