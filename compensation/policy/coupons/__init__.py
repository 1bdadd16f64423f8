"""Claims for coupons: facts and a programme's bulletin in, a decision out."""

from compensation.policy.coupons.deciding import decide
from compensation.policy.coupons.reading import facts_as_json, read_facts
from compensation.policy.coupons.sentences import DOUBTS, SENTENCES

__all__ = ["DOUBTS", "SENTENCES", "decide", "facts_as_json", "read_facts"]
