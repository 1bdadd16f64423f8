"""What messages say: plain, short, without a name, an amount or a coupon's number in them.

Each text has a version; a wording that is changed gets a new one, so that what somebody was sent stays known. The
office's name comes first, so that it is what a locked screen shows. A text message is Japanese only: English beside
it would cost a third part, and the page behind the link speaks both.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from compensation.deadline_words import until
from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.periods import Deadline
from foundation.japan.dates import en_date, jp_date
from notifications.segments import sms_parts
from notifications.states import Channel

_LINK: Final = "{link}"
_EDITIONS: Final = {"link": 1, "on_site": 2, "reminder": 1, "reminder_on_site": 1}


class Text(NamedTuple):
    """One text as it goes out; `title` is an e-mail's subject line, `parts` what a text message is billed as."""

    version: str
    title: str
    body: str
    parts: int


class Wording(NamedTuple):
    """A text around its link: made once a bulletin, route and channel, then filled for each recipient."""

    version: str
    title: str
    before: str
    after: str
    counted: bool

    def with_link(self, link: str) -> Text:
        """The text with this link."""
        body = f"{self.before}{link}{self.after}"
        return Text(self.version, self.title, body, sms_parts(body) if self.counted else 1)


def payout_wording(rules: Bulletin, channel: str, receipt: Deadline, *, on_site: bool) -> Wording:
    """What tells of a payout: with a link to it, or (`on_site`) with the way to choose on the special site."""
    return _announcing(rules, channel, receipt, _FIRST, on_site=on_site)


def reminder_wording(rules: Bulletin, channel: str, receipt: Deadline, *, on_site: bool) -> Wording:
    """What tells of a payout once more, before its last day."""
    return _announcing(rules, channel, receipt, _ONCE_MORE, on_site=on_site)


class _Occasion(NamedTuple):
    """What differs between the first message and a reminder."""

    kinds: tuple[str, str]
    subject: Words
    opening: str
    sentence: Words


_FIRST: Final = _Occasion(
    ("link", "on_site"),
    Words("補償のお受け取りのご案内", "Your compensation is ready"),
    "補償のご案内です。",
    Words(
        "{incident}で使えなかったクーポンについて、補償のお受け取りをご案内します。",
        "Your compensation for coupons that could not be used in the {incident} can be collected on the page linked "
        "above.",
    ),
)
_ONCE_MORE: Final = _Occasion(
    ("reminder", "reminder_on_site"),
    Words("補償の受取期限のお知らせ", "The last day to collect your compensation is near"),
    "補償の受取期限のお知らせです。",
    Words(
        "{incident}で使えなかったクーポンについて、補償をまだお受け取りいただいていません。",
        "Your compensation for coupons that could not be used in the {incident} has not been collected yet. It can be "
        "collected on the page linked above.",
    ),
)


def _announcing(rules: Bulletin, channel: str, receipt: Deadline, occasion: _Occasion, *, on_site: bool) -> Wording:
    kind = occasion.kinds[on_site]
    version = f"payout_{kind}.{channel}.{_EDITIONS[kind]}"
    if channel == Channel.SMS:
        return _wording(version, "", _sms(rules, receipt, occasion, on_site=on_site), counted=True)
    title = f"【{rules.office.ja}】{occasion.subject.ja} / {occasion.subject.en}"
    return _wording(version, title, _email(rules, receipt, occasion, on_site=on_site), counted=False)


def _wording(version: str, title: str, body: str, *, counted: bool) -> Wording:
    before, after = body.split(_LINK)
    return Wording(version, title, before, after, counted)


def _sms(rules: Bulletin, receipt: Deadline, occasion: _Occasion, *, on_site: bool) -> str:
    deadline = _deadline_ja(receipt, _short)
    asked = "受付番号とクーポンの番号" if on_site else "クーポンの番号"
    return f"{rules.office.ja}から{occasion.opening}\n{_LINK}\n{deadline}{asked}をご用意ください。"


def _deadline_ja(receipt: Deadline, told: Callable[[date], str]) -> str:
    """The sentence on the last day; empty where the document states none."""
    words = until(receipt)
    if words is None:
        return ""
    return f"受取期限は{told(receipt.day) if receipt.day and not receipt.hour else words.ja}です。"


def _short(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _email(rules: Bulletin, receipt: Deadline, occasion: _Occasion, *, on_site: bool) -> str:
    japanese = _email_ja(rules, receipt, occasion, on_site=on_site)
    english = _email_en(rules, receipt, occasion, on_site=on_site)
    return f"{japanese}\n\n----\n\n{english}\n"


def _email_ja(rules: Bulletin, receipt: Deadline, occasion: _Occasion, *, on_site: bool) -> str:
    asked = (
        "申請の受付番号・申請時のご連絡先・クーポンのお問い合わせ番号" if on_site else "クーポンのお問い合わせ番号など"
    )
    deadline = _deadline_ja(receipt, jp_date)
    return "\n".join(
        [
            rules.office.ja,
            "",
            occasion.sentence.ja.format(incident=rules.incident.name.ja),
            "次のページで金額を確かめ、受け取り方法をお選びください。",
            "",
            _LINK,
            "",
            f"ご本人の確認のため、{asked}をお聞きします。口座やカードの番号はお聞きしません。{deadline}",
            f"お問い合わせ：{rules.contact.name.ja} {rules.contact.telephone}（{rules.contact.hours.text.ja}）",
        ]
    )


def _email_en(rules: Bulletin, receipt: Deadline, occasion: _Occasion, *, on_site: bool) -> str:
    # The link stands once, above: whoever reads English finds it by its shape.
    asked = "such as the inquiry number of your coupon"
    if on_site:
        asked = "your claim number, the contact you gave and the inquiry number of your coupon"
    deadline = _deadline_en(receipt)
    said = occasion.sentence.en.format(incident=rules.incident.name.en)
    return (
        f"{rules.office.en}\n\n{said} You will be asked for something only you know, {asked}; never for a bank account "
        f"or a card.{deadline}\nQuestions: {rules.contact.telephone} ({rules.contact.hours.text.en})"
    )


def _deadline_en(receipt: Deadline) -> str:
    if receipt.day and not receipt.hour:
        return f" Please collect by {en_date(receipt.day)}."
    words = until(receipt)
    return f" Please collect {words.en}." if words else ""
