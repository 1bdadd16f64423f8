"""Finding a case by whatever somebody reads out: a number in any width, a telephone number, an e-mail address.

Every look-up goes by an index; nothing is counted. What is found belongs to the programmes given.
"""

from __future__ import annotations

from itertools import accumulate
from typing import Final, NamedTuple

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Upper

from claims.contacts import typed_contact_hash
from claims.models import Claim
from claims.numbers import read_number
from compensation.models import Coupon, Payout, Programme
from compensation.numbers import read_payout_number
from foundation.japan.errors import UnreadableError
from foundation.japan.numbers import code, fold
from foundation.japan.phone import parse

SHOWN: Final = 50
_LEAST_PREFIX: Final = 4
_CLAIM_GROUPS: Final = (2, 4, 4, 1)
_PAYOUT_GROUPS: Final = (3, 3, 4)
_AFTER_ALL: Final = "\U0010ffff"
_HAS_NUMBER: Final = Q(number__isnull=False) | Q(fraud_contact__isnull=False)
"""Claims, and the drafts that a call about misuse began: these go by the number that the caller was given."""


class Hits(NamedTuple):
    """What was found, each list in the order of its numbers; `more` where a list was cut off."""

    coupons: list[Coupon]
    claims: list[Claim]
    payouts: list[Payout]
    more: bool

    @property
    def only(self) -> Coupon | Claim | Payout | None:
        """The one thing found, where it is one."""
        found: list[Coupon | Claim | Payout] = [*self.coupons, *self.claims, *self.payouts]
        return found[0] if len(found) == 1 else None


def find(text: str, programmes: QuerySet[Programme]) -> Hits:
    """Coupons by number (or its first four signs and more), charge code, app account or contact; claims by number or
    contact; payouts by number (of both the first four signs and more)."""
    if not code(text):
        return Hits([], [], [], more=False)
    coupons = _coupons(text).filter(programme__in=programmes).select_related("programme")
    claims = _claims(text).filter(_HAS_NUMBER, programme__in=programmes).select_related("programme", "fraud_contact")
    payouts = _payouts(text).filter(programme__in=programmes).select_related("programme")
    found = list(coupons.order_by("inquiry_number")[: SHOWN + 1])
    asked = list(claims.order_by("number")[: SHOWN + 1])
    paid = list(payouts.order_by("number")[: SHOWN + 1])
    cut = max(len(found), len(asked), len(paid)) > SHOWN
    return Hits(found[:SHOWN], asked[:SHOWN], paid[:SHOWN], cut)


def _coupons(text: str) -> QuerySet[Coupon]:
    coupons = Coupon.objects.alias(account=Upper("app_account"), email=Upper("app_email"))
    by_contact = _contact(text)
    if by_contact is not None:
        return coupons.filter(by_contact | _by_number(text))
    return coupons.filter(_by_number(text) | Q(~Q(app_account=""), account=_upper(text)))


def _by_number(text: str) -> Q:
    typed = code(text)
    exact = Q(inquiry_number=typed) | Q(charge_code=typed)
    if len(typed) < _LEAST_PREFIX:
        return exact
    return exact | Q(inquiry_number__gte=typed, inquiry_number__lt=typed + _AFTER_ALL)


def _contact(text: str) -> Q | None:
    """The registered contact of a coupon that was typed, or None where it is none."""
    if "@" in fold(text):
        return Q(~Q(app_email=""), email=_upper(text))
    try:
        return Q(app_phone=parse(text).e164)
    except UnreadableError:
        return None


def _claims(text: str) -> QuerySet[Claim]:
    number = read_number(text)
    if number is not None:
        return Claim.objects.filter(Q(number=number) | Q(fraud_contact__number=number))
    named = _begins_with(text, _CLAIM_GROUPS)
    if _contact(text) is not None:
        typed = typed_contact_hash(text)
        named |= Q(phone_hash=typed) | Q(email_hash=typed)
    return Claim.objects.filter(named)


def _payouts(text: str) -> QuerySet[Payout]:
    number = read_payout_number(text)
    if number is not None:
        return Payout.objects.filter(number=number)
    return Payout.objects.filter(_begins_with(text, _PAYOUT_GROUPS))


def _begins_with(text: str, groups: tuple[int, ...]) -> Q:
    """Whatever has a number that begins so, with the hyphens we write; nothing for what is too short or no number."""
    typed = code(text)
    if not _LEAST_PREFIX <= len(typed) < sum(groups) or not (typed.isascii() and typed.isdigit()):
        return Q(pk__in=[])
    ends = list(accumulate(groups))
    parts = (typed[start:end] for start, end in zip([0, *ends], ends, strict=False))
    return Q(number__startswith="-".join(part for part in parts if part))


def _upper(text: str) -> Upper:
    """What was typed, in the case of the index. It leaves empty columns out, so that a look-up says it wants none."""
    return Upper(Value(fold(text)))
