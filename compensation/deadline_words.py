"""A bulletin's deadlines in words, in whichever of its ways the document states them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from compensation.models import Payout
from compensation.policy.bulletin import Words
from compensation.policy.periods import JST, Deadline, kind_of_end
from foundation.japan.dates import en_date, end_of, jp_date

_SINCE: Final = {
    "link_sent": Words("リンクが送られた日", "the day on which the link is sent"),
    "application_received": Words("申請した日", "the day of the application"),
}


def receipt_of(payout: Payout) -> Deadline:
    """Until when one payout can be collected, as its row says; silent where its document is."""
    if payout.collect_by is not None:
        return Deadline((), payout.collect_until or end_of(payout.collect_by), payout.collect_by)
    if payout.collect_days is not None:
        return Deadline((), days=payout.collect_days, event="link_sent")
    return Deadline((), silent=True)


def beyond_a_day(payout: Payout) -> Words | None:
    """What a last day alone does not tell of one payout: its hour, or the period that its link begins."""
    receipt = receipt_of(payout)
    return until(receipt) if receipt.day is None or receipt.hour else None


def until(deadline: Deadline) -> Words | None:
    """Until when: a day, an hour, or days counted from something of the claim's own; None where nothing is stated."""
    if deadline.too_late_from is not None and deadline.day is not None:
        return _fixed(deadline.day, deadline.too_late_from)
    if deadline.days is None or deadline.event is None:
        return None
    since = _SINCE[deadline.event]
    return Words(f"{since.ja}の翌日から{deadline.days}日以内", f"within {deadline.days} days after {since.en}")


def _fixed(day: date, too_late_from: datetime) -> Words:
    kind = kind_of_end(too_late_from)
    if kind == "day":
        return Words(f"{jp_date(day)}まで", f"until {en_date(day)}")
    local = too_late_from.astimezone(JST)
    if kind == "through":
        return Words(f"{jp_date(day)}{local:%H:%M}まで", f"until {en_date(day)}, {local:%H:%M}")
    return Words(f"{jp_date(day)}{local:%H:%M}より前", f"before {en_date(day)}, {local:%H:%M}")
