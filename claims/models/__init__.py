"""Claims as rows."""

from claims.models.call import Call
from claims.models.claim import Claim, ClaimCoupon, ClaimTransition
from claims.models.report import ReportSnapshot

__all__ = ["Call", "Claim", "ClaimCoupon", "ClaimTransition", "ReportSnapshot"]
