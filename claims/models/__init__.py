"""Claims as rows."""

from claims.models.call import Call
from claims.models.claim import Claim, ClaimCoupon, ClaimTransition
from claims.models.examination import (
    DisclosureAssessment,
    ExaminationFinding,
    FraudProposal,
    Reconsideration,
)
from claims.models.fraud import FraudAct, FraudClaim, FraudContact, FraudQuestion
from claims.models.report import ReportSnapshot

__all__ = [
    "Call",
    "Claim",
    "ClaimCoupon",
    "ClaimTransition",
    "DisclosureAssessment",
    "ExaminationFinding",
    "FraudAct",
    "FraudClaim",
    "FraudContact",
    "FraudProposal",
    "FraudQuestion",
    "Reconsideration",
    "ReportSnapshot",
]
