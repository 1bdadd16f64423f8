"""Claims as rows."""

from claims.models.claim import Claim, ClaimCoupon, ClaimTransition
from claims.models.report import ReportSnapshot

__all__ = ["Claim", "ClaimCoupon", "ClaimTransition", "ReportSnapshot"]
