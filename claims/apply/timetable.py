"""The bulletin's days in order, and which of them have passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from compensation.deadline_words import until
from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.periods import Deadline
from foundation.japan.dates import day_in_japan, en_date, en_instant, end_of, jp_date, jp_instant, start_of


class Moment(NamedTuple):
    """One line of the timetable; `order` is where it stands, `over` whether it lies behind the reader."""

    order: datetime
    when: Words
    what: Words
    over: bool


Line = tuple[datetime, Words, Words, datetime | None]
"""Where it stands, its two texts, and from when it is over: never where the document names no end."""


def timetable(rules: Bulletin, now: datetime) -> list[Moment]:
    """What happens when, in order; plans are called plans, and are open until their last day has passed."""
    moments = [Moment(order, when, what, ends is not None and ends <= now) for order, when, what, ends in _lines(rules)]
    return sorted(moments, key=lambda moment: moment.order)


def _lines(rules: Bulletin) -> Iterator[Line]:
    began = start_of(rules.incident.day)
    yield began, rules.incident.when, Words("システム障害の発生", "The outage begins"), began
    yield from _opening(rules)
    for extension in rules.extensions:
        what = Words("延長されたクーポンの有効期限", "Last day of the extended validity")
        day = Words(f"{jp_date(extension.until)}まで", f"until {en_date(extension.until)}")
        yield extension.ends, day, what, extension.ends
    yield _snapshot(rules.payment.balance_at)
    if rules.paper:
        whose = "紙・退会済みの方の申請期限" if rules.app else "申請期限"
        yield from _last_day(rules.paper.deadline, whose, "Last day to apply")
    enquiry = rules.case_b.remedy.enquiry if rules.case_b else None
    if enquiry and enquiry.deadline:
        yield from _last_day(
            enquiry.deadline, "余分に引かれた方のお電話の期限", "Last day to call if too much was docked"
        )
    yield from _sendings(rules)
    receipts = [route.receipt for route in (rules.app, rules.paper) if route]
    # Both routes may have the same last day, in clauses of their own.
    for receipt in {receipt.too_late_from: receipt for receipt in receipts}.values():
        yield from _last_day(receipt, "ポイントの受取期限", "Last day to receive the points")


def taken_at(at: datetime) -> Words:
    """When a balance is taken: a midnight is told as the end of the day before it, as the documents do."""
    last = day_in_japan(at - timedelta(microseconds=1))
    is_midnight = at == end_of(last)
    return Words(f"{jp_date(last)}の終わり", f"the end of {en_date(last)}") if is_midnight else _exactly(at)


def _snapshot(at: datetime) -> Line:
    what = Words("この時点の残額が、お返しする額になります", "The balance at this time is what you are paid")
    return at, taken_at(at), what, at


def _exactly(at: datetime) -> Words:
    return Words(jp_instant(at), en_instant(at))


def _opening(rules: Bulletin) -> Iterator[Line]:
    """A plan that names no exact day stands before the last extension runs out, while coupons can still be used."""
    opening = rules.paper.opening if rules.paper else None
    if opening is None:
        return
    planned = Words("特設サイトの開設（予定）", "The special site opens (planned)")
    exact = Words("特設サイトの開設", "The special site opens")
    order = opening.at or (rules.extensions[-1].ends if rules.extensions else rules.payment.balance_at)
    when = _exactly(opening.at) if opening.at and not opening.planned else opening.text
    yield order, when, planned if opening.planned else exact, order


def _sendings(rules: Bulletin) -> Iterator[Line]:
    """A document says from when it plans to send, not until when: over only with the last day to receive."""
    if rules.app and rules.app.sending and rules.app.sending.earliest:
        what = Words("アプリの方へ受取用リンクを送付（予定）", "Links go to app users (planned)")
        yield start_of(rules.app.sending.earliest), rules.app.sending.text, what, rules.app.receipt.ends()
    if rules.paper and rules.paper.sending and rules.paper.sending.earliest:
        what = Words("申請した方へ送付（予定）", "Sent to those who applied (planned)")
        yield start_of(rules.paper.sending.earliest), rules.paper.sending.text, what, rules.paper.receipt.ends()


def _last_day(deadline: Deadline, ja: str, en: str) -> Iterator[Line]:
    """Nothing where the document states no day, or one that only a claim can tell."""
    ends, told = deadline.too_late_from, until(deadline)
    if ends and told:
        yield ends, told, Words(ja, en), ends


def days_left(day: date | None, now: datetime) -> int | None:
    """Days from today to a last day, 0 on the day itself; None where there is no such day or it has passed."""
    if day is None:
        return None
    left = (day - day_in_japan(now)).days
    return left if left >= 0 else None
