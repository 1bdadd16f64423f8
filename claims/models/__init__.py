"""Claims as rows."""

from claims.models.call import Call
from claims.models.claim import Claim, ClaimCoupon, ClaimTransition
from claims.models.contact_code import Allowance, ContactCode
from claims.models.examination import (
    DisclosureAssessment,
    ExaminationFinding,
    FraudProposal,
    Reconsideration,
)
from claims.models.fraud import FraudAct, FraudClaim, FraudContact, FraudQuestion
from claims.models.reconsideration import ReconsiderationRequest
from claims.models.report import ReportSnapshot

__all__ = [
    "Allowance",
    "Call",
    "Claim",
    "ClaimCoupon",
    "ClaimTransition",
    "ContactCode",
    "DisclosureAssessment",
    "ExaminationFinding",
    "FraudAct",
    "FraudClaim",
    "FraudContact",
    "FraudProposal",
    "FraudQuestion",
    "Reconsideration",
    "ReconsiderationRequest",
    "ReportSnapshot",
]
