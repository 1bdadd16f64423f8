"""Claims for coupons: facts and a programme's bulletin in, a decision out."""

from compensation.policy.coupons.deciding import decide
from compensation.policy.coupons.reading import facts_as_json, read_facts

__all__ = ["decide", "facts_as_json", "read_facts"]
