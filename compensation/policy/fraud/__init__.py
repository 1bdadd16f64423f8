"""Claims for misuse: facts, a policy and a calendar in, a decision out."""

from compensation.policy.fraud.deciding import decide
from compensation.policy.fraud.facts import FraudClaim
from compensation.policy.fraud.policy import FraudPolicy
from compensation.policy.fraud.reading import facts_as_json, read_claim
from compensation.policy.fraud.schema import read_policy
from compensation.policy.fraud.sentences import DOUBTS, SENTENCES

__all__ = ["DOUBTS", "SENTENCES", "FraudClaim", "FraudPolicy", "decide", "facts_as_json", "read_claim", "read_policy"]
