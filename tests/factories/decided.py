"""Claims on paper coupons that were examined to a result: paid, or refused."""

from __future__ import annotations

from datetime import date
from typing import Any

from claims.examination import claims_to_examine, examine
from claims.models import Claim
from compensation.models import Programme
from foundation.trail import clock
from foundation.trail.actor import Actor
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger

BY = Actor.system("tests")


def examined(slug: str = "kumamoto", **coupon: Any) -> Claim:
    """A claim for one paper coupon, as the examination leaves it."""
    paper: dict[str, Any] = {
        "inquiry_number": "12345678",
        "traveller_name": "山田 太郎",
        "app_account": "",
        "charged_at": None,
        "app_phone": "",
        "app_email": "",
    }
    coupon_with_ledger(programme=Programme.objects.get(slug=slug), **{**paper, **coupon})
    claim = received(slug, coupon_number=[coupon.get("inquiry_number", "12345678")])
    examine_all()
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def refused(slug: str = "kumamoto", **coupon: Any) -> Claim:
    """A claim for a coupon that had expired before that evening."""
    return examined(slug, expires_on=date(2023, 2, 20), **coupon)


def examine_all() -> None:
    """Examine whatever waits to be."""
    examine(claims_to_examine(), clock.now(), by=BY)
