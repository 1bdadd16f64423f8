"""The bulletin's days in order, and which of them have passed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple

from compensation.deadline_words import until
from compensation.policy.bulletin import Bulletin, Words
from foundation.japan.dates import day_in_japan, en_date, en_instant, end_of, jp_date, jp_instant, start_of


class Moment(NamedTuple):
    """One day of the timetable. `over` is None where the document names no day to measure by."""

    order: datetime
    when: Words
    what: Words
    over: bool


def timetable(rules: Bulletin, now: datetime) -> list[Moment]:
    """What happens when, in order; plans are called plans."""
    moments = [Moment(order, when, what, over=order <= now) for order, when, what in _moments(rules)]
    return sorted(moments, key=lambda moment: moment.order)


def _moments(rules: Bulletin) -> Iterator[tuple[datetime, Words, Words]]:
    yield start_of(rules.incident.day), rules.incident.when, Words("システム障害の発生", "The outage begins")
    for extension in rules.extensions:
        what = Words("延長されたクーポンの有効期限", "Last day of the extended validity")
        yield end_of(extension.until), _until(extension.until), what
    yield from _application(rules)
    yield from _sendings(rules)
    for day in sorted(_receipt_days(rules)):
        yield end_of(day), _until(day), Words("ポイントの受取期限", "Last day to receive the points")


def _sendings(rules: Bulletin) -> Iterator[tuple[datetime, Words, Words]]:
    if rules.app and rules.app.sending and rules.app.sending.earliest:
        what = Words("アプリの方へ受取用リンクを送付（予定）", "Links go to app users (planned)")
        yield start_of(rules.app.sending.earliest), rules.app.sending.text, what
    if rules.paper and rules.paper.sending and rules.paper.sending.earliest:
        what = Words("申請した方へ送付（予定）", "Sent to those who applied (planned)")
        yield start_of(rules.paper.sending.earliest), rules.paper.sending.text, what


def _application(rules: Bulletin) -> Iterator[tuple[datetime, Words, Words]]:
    if rules.paper is None:
        return
    opening, deadline = rules.paper.opening, rules.paper.deadline
    if opening and opening.at:
        planned = Words("特設サイトの開設（予定）", "The special site opens (planned)")
        exact = Words("特設サイトの開設", "The special site opens")
        yield opening.at, _opening(opening.at, opening.text, opening.planned), planned if opening.planned else exact
    if deadline.day:
        ends = deadline.too_late_from or end_of(deadline.day)
        yield ends, until(deadline) or _until(deadline.day), Words("紙・退会済みの方の申請期限", "Last day to apply")


def _opening(at: datetime, text: Words, planned: bool) -> Words:
    return text if planned else Words(jp_instant(at), en_instant(at))


def _receipt_days(rules: Bulletin) -> set[date]:
    routes = [route for route in (rules.app, rules.paper) if route]
    return {route.receipt.day for route in routes if route.receipt.day}


def _until(day: date) -> Words:
    return Words(f"{jp_date(day)}まで", f"until {en_date(day)}")


def days_left(day: date | None, now: datetime) -> int | None:
    """Days from today to a last day, 0 on the day itself; None where there is no such day or it has passed."""
    if day is None:
        return None
    left = (day - day_in_japan(now)).days
    return left if left >= 0 else None
