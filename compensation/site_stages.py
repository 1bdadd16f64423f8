"""Where the special site of a bulletin stands at an instant."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from compensation.policy.bulletin import Bulletin

Stage = Literal["before", "open", "closed", "none"]


def site_stage(rules: Bulletin, now: datetime) -> Stage:
    """Before the opening, open, or after the last day; open where neither day is named, none without a site."""
    paper = rules.paper
    if paper is None:
        return "none"
    if paper.opening and paper.opening.at and now < paper.opening.at:
        return "before"
    ends = paper.deadline.ends()
    return "closed" if ends and now >= ends else "open"
