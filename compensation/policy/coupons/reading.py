"""The JSON contract of a coupon claim: facts in and, for keeping and replaying them, out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from compensation.policy.coupons.facts import (
    App,
    BalanceAt,
    Coupon,
    CouponFacts,
    Enquiry,
    Outage,
    PayoutLink,
    SiteApplication,
    TriedPayment,
    Wants,
)
from compensation.policy.errors import FactError
from compensation.policy.json_values import (
    Fields,
    as_json,
    count,
    fields,
    instant,
    names,
    object_of,
    one_of,
    or_null,
    sequence_of,
    text,
    whole,
    whole_not_negative,
    yes_or_no,
)


def read_facts(value: Any) -> CouponFacts:
    """The facts of one claim, from the object under `facts`.

    Raises FactError with the path of the first fact that is missing, unknown or not what it should be.
    """
    return CouponFacts(*fields(value, "facts", CLAIM))


def facts_as_json(facts: CouponFacts) -> dict[str, Any]:
    """The facts as the contract writes them; `read_facts` undoes it."""
    result: dict[str, Any] = as_json(facts)
    return result


def _balances(value: Any, path: str) -> tuple[BalanceAt, ...]:
    balances = BALANCES(value, path)
    if len(balances) > 1 and len({at for at, _ in balances}) < len(set(balances)):
        raise FactError(path, "expected one balance an instant; two that differ stand at the same")
    return balances


def _outage(value: Any, path: str) -> Outage:
    outage = Outage(*fields(value, path, OUTAGE))
    if outage.ends_at <= outage.starts_at:
        raise FactError(f"{path}.ends_at", "expected an instant after starts_at")
    return outage


BALANCES = sequence_of({"at": instant, "yen": whole}, BalanceAt)
OUTAGE: Fields = {"starts_at": instant, "ends_at": instant}
PAYMENT: Fields = {
    "at": instant,
    "refused_at_till": yes_or_no,
    "paid_otherwise_yen": whole_not_negative,
    "deducted_at": or_null(instant),
    "presses": count,
    "intended": count,
    "unit_yen": whole_not_negative,
    "deductions": count,
}
COUPON: Fields = {
    "prefecture": text,
    "via_national_travel_support": yes_or_no,
    "received_via_regionpay": yes_or_no,
    "expires_at": instant,
    "number_known": yes_or_no,
    "lost": yes_or_no,
    "balances": _balances,
    "payments": sequence_of(PAYMENT, TriedPayment),
}
APP: Fields = {"charged": yes_or_no, "withdrawn": yes_or_no, "phone": yes_or_no, "email": yes_or_no}
WANTS: Fields = {"payout": one_of("points", "bank_transfer"), "points": or_null(text)}
APPLICATION: Fields = {"received_at": instant, "items": names}
ENQUIRY: Fields = {"made_at": instant, "items": names, "shop_confirmed": or_null(yes_or_no)}
LINK: Fields = {"sent_at": instant, "arrived": or_null(yes_or_no), "used_at": or_null(instant)}
CLAIM: Mapping[str, Any] = {
    "claimant_is_named_traveller": or_null(yes_or_no),
    "coupons": sequence_of(COUPON, Coupon),
    "app": object_of(APP, App),
    "wants": object_of(WANTS, Wants),
    "outage": or_null(_outage),
    "site_application": or_null(object_of(APPLICATION, SiteApplication)),
    "enquiry": or_null(object_of(ENQUIRY, Enquiry)),
    "restored_at": or_null(instant),
    "payout_link": or_null(object_of(LINK, PayoutLink)),
}
