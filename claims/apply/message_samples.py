"""What our messages look like: made by the functions that make the real ones, with a link and a number of nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from django.conf import settings

from claims.acknowledgement import TEXT as ACKNOWLEDGEMENT
from claims.apply.programme_pages import ProgrammePage
from claims.claim_messages import ClaimText, message_of
from claims.contacts import Contacts
from claims.models import Claim
from claims.result_messages import DECISION
from compensation.policy.bulletin import Bulletin, Words
from compensation.sending import AUTOMATIC, SPECIAL_SITE, sender_of, sending_of
from compensation.texts import payout_wording
from foundation.japan.bilingual import Both
from notifications.states import Channel

SAMPLE_LINK: Final = "/r/" + "x" * 26
SAMPLE_NUMBER: Final = "00-0000-0000-A"
_POINTS: Final = Both("受け取りのご案内", "Your points are ready")
_RECEIVED: Final = Both("申請を受け付けたとき", "When a claim has arrived")
_DECIDED: Final = Both("申請の確認が終わったとき", "When a claim has been examined")


class Sample(NamedTuple):
    """One text as it goes out; `title` is an e-mail's subject line."""

    about: Both
    channel: str
    title: str
    body: str


class ProgrammeSamples(NamedTuple):
    """The texts of one campaign."""

    page: ProgrammePage
    texts: tuple[Sample, ...]


class Sender(NamedTuple):
    """One address that messages come from, and the campaigns that it speaks for; "" where the provider's own stands."""

    channel: str
    address: str
    note: Words | None
    programmes: tuple[Words, ...]


def samples(pages: Sequence[ProgrammePage]) -> list[ProgrammeSamples]:
    """Every text that a campaign sends, by the channels that it uses."""
    return [ProgrammeSamples(page, tuple(_texts(page))) for page in pages]


def senders(pages: Sequence[ProgrammePage]) -> list[Sender]:
    """The addresses in use, each once: what a bulletin publishes, else the portal's own."""
    found: dict[tuple[str, str], list[ProgrammePage]] = {}
    for page in pages:
        for channel in Channel.values:
            found.setdefault((channel, sender_of(page.rules, channel)), []).append(page)
    return [
        Sender(channel, address, _note(those[0].rules, channel, address), tuple(page.rules.name for page in those))
        for (channel, address), those in found.items()
    ]


def _note(rules: Bulletin, channel: str, address: str) -> Words | None:
    return next((one.note for one in rules.senders if (one.channel, one.address) == (channel, address)), None)


def _texts(page: ProgrammePage) -> Iterator[Sample]:
    for route in (AUTOMATIC, SPECIAL_SITE):
        yield from _payouts(page.rules, route)
    for about, text in ((_RECEIVED, ACKNOWLEDGEMENT), (_DECIDED, DECISION)):
        for channel in Channel.values:
            yield _of_claim(page, about, text, channel)


def _payouts(rules: Bulletin, route: str) -> Iterator[Sample]:
    """What tells of the points. Where applicants are sent the same text as app users, it stands once."""
    sending = sending_of(rules, route)
    if sending is None or (route == SPECIAL_SITE and rules.app is not None and not sending.chosen_on_site):
        return
    url = f"{settings.SITE_URL}/status/" if sending.chosen_on_site else f"{settings.SITE_URL}{SAMPLE_LINK}"
    for channel in sending.channels:
        text = payout_wording(rules, channel, sending.receipt, on_site=sending.chosen_on_site).with_link(url)
        yield Sample(_POINTS, channel, text.title, text.body)


def _of_claim(page: ProgrammePage, about: Both, text: ClaimText, channel: str) -> Sample:
    claim = Claim(
        programme=page.bulletin.row.programme, bulletin=page.bulletin.row, language="ja", number=SAMPLE_NUMBER
    )
    reach = Contacts("", "", "sms" if channel == Channel.SMS else "email")
    message = message_of(claim, text, reach)
    return Sample(about, channel, message.title, message.body)
