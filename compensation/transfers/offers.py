"""Whether a bulletin offers a bank transfer for a route, what it then asks, until when, and when it plans to pay.

No bulletin gives transfers a deadline of their own: that of the special site counts, for every door.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from compensation.policy.bulletin import Bulletin, Item, RouteName, Words
from compensation.policy.periods import Deadline
from compensation.sending import AUTOMATIC
from compensation.site_stages import Stage, site_stage
from compensation.transfers.accounts import ACCOUNT
from foundation.japan.dates import day_in_japan

AGREED_ITEMS: Final = (Item(ACCOUNT, Words("振込先の口座", "bank account")),)
"""What is asked for a transfer that was agreed individually: the policy on misuse asks for nothing itself."""


class Offer(NamedTuple):
    """`stage` says whether it can be asked for now; `deadline` is None where the bulletin has no special site."""

    stage: Stage
    items: tuple[Item, ...]
    deadline: Deadline | None
    condition: Words | None
    planned: Words | None
    silent: bool

    @property
    def is_made(self) -> bool:
        """Whether the bulletin offers a transfer for the route at all."""
        return self.stage != "none"


def offer_of(rules: Bulletin, route: str, at: datetime) -> Offer:
    """What the bulletin offers for payouts of a route (as `compensation.sending` names it) at an instant."""
    transfer, paper = rules.transfer, rules.paper
    name: RouteName = "app" if route == AUTOMATIC else "paper"
    # Without a site there is nothing that could close.
    open_now: Stage = "open" if paper is None else site_stage(rules, at)
    stage: Stage = open_now if name in transfer.routes else "none"
    planned = transfer.sending.text if transfer.sending else None
    deadline = paper.deadline if paper else None
    return Offer(stage, transfer.items, deadline, transfer.condition, planned, transfer.silent)


def planned_from(rules: Bulletin | None, at: datetime) -> date | None:
    """The first day on which a request listed now is planned to be paid; None where no timetable is stated."""
    sending = rules.transfer.sending if rules else None
    if sending is None or sending.earliest is None:
        return None
    return max(sending.earliest, day_in_japan(at))
