"""What is owed and how it is paid, as rows."""

from compensation.models.coupon import Coupon, CouponChange, ImportRun
from compensation.models.decision import Decision, DecisionLine, Loss, Referral
from compensation.models.enquiry import (
    DockedEntry,
    Enquiry,
    ReportedRestoration,
    Restoration,
    ShopAnswer,
    StoreConfirmation,
    TriedPayment,
)
from compensation.models.entitlement import ClawBack, Entitlement, Payee
from compensation.models.ledger import LedgerEntry
from compensation.models.outage import OutageHours
from compensation.models.payout import NewsCursor, Payout, PayoutLine, PayoutLink, PayoutTransition
from compensation.models.programme import Bulletin, Incident, Programme

__all__ = [
    "Bulletin",
    "ClawBack",
    "Coupon",
    "CouponChange",
    "Decision",
    "DecisionLine",
    "DockedEntry",
    "Enquiry",
    "Entitlement",
    "ImportRun",
    "Incident",
    "LedgerEntry",
    "Loss",
    "NewsCursor",
    "OutageHours",
    "Payee",
    "Payout",
    "PayoutLine",
    "PayoutLink",
    "PayoutTransition",
    "Programme",
    "Referral",
    "ReportedRestoration",
    "Restoration",
    "ShopAnswer",
    "StoreConfirmation",
    "TriedPayment",
]
