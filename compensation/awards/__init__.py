"""What follows from a decision, as rows: losses, lines, what is owed to whom, payouts, links, messages, referrals.

The settlement builds them by the hundred thousand, a claim for one; both go through the same builders.
"""

from compensation.awards.claim import Award, ClaimToAward, award_claim, paper_facts
from compensation.awards.writing import OvertakenError

__all__ = ["Award", "ClaimToAward", "OvertakenError", "award_claim", "paper_facts"]
