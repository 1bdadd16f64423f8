"""What the holder of a request is told of it: that it came in, that something is missing, that it ended, that it is
listed. No account and no name stands in a message, and no link: the pages that they know show the rest.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from django.conf import settings

from compensation.explanations import desk_of
from compensation.programmes import rules_of
from compensation.sending import sender_of
from compensation.transfers.accounts import details_of
from compensation.transfers.models import TransferRequest
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.models import Message
from notifications.states import Channel

SUBJECT: Final = "transfer"


class Text(NamedTuple):
    """One text in both languages; {programme}, {number} and {telephone} are filled in."""

    purpose: str
    version: str
    title: Both
    body: Both


ASKED: Final = Text(
    "transfer_asked",
    "transfer_asked-1",
    Both("【{programme}】銀行振込の申請を受け付けました", "[{programme}] Your request for a bank transfer"),
    Both(
        "【{programme}】銀行振込の申請を受け付けました。番号 {number} お心当たりがない方はお電話ください {telephone}",
        "[{programme}] We received a request to pay you by bank transfer ({number}). If you did not ask for it, "
        "call {telephone}",
    ),
)
INCOMPLETE: Final = Text(
    "transfer_incomplete",
    "transfer_incomplete-1",
    Both("【{programme}】銀行振込の申請に確認したい点があります", "[{programme}] A question about your bank transfer"),
    Both(
        "【{programme}】銀行振込の申請に確認したい点があります。番号 {number} 申請した画面かお電話で {telephone}",
        "[{programme}] We have a question about your bank transfer ({number}). Open the page where you asked for it, "
        "or call {telephone}",
    ),
)
REFUSED: Final = Text(
    "transfer_refused",
    "transfer_refused-1",
    Both("【{programme}】銀行振込の申請について", "[{programme}] About your bank transfer"),
    Both(
        "【{programme}】銀行振込の申請をお受けできませんでした。番号 {number} 理由は申請した画面かお電話で {telephone}",
        "[{programme}] We cannot pay you by bank transfer ({number}). The page where you asked for it says why, "
        "or call {telephone}",
    ),
)
LISTED: Final = Text(
    "transfer_listed",
    "transfer_listed-1",
    Both("【{programme}】銀行振込の確認が終わりました", "[{programme}] Your bank transfer has been checked"),
    Both(
        "【{programme}】銀行振込の確認が終わりました。番号 {number} 振込の予定は申請した画面をご覧ください {telephone}",
        "[{programme}] Your bank transfer has been checked ({number}). The page where you asked for it shows when we "
        "plan to pay. Questions: {telephone}",
    ),
)


def number_of(request: TransferRequest) -> str:
    """What people name a request by: the claim's number, else the payout's."""
    return request.claim_number or (request.payout.number if request.payout else "")


def tell(request: TransferRequest, text: Text, *, by: Actor) -> None:
    """Write a message in the caller's transaction; none where nobody knows where to reach the holder."""
    reach, number = details_of(request).reach, number_of(request)
    if not reach.address:
        return
    email = reach.channel == Channel.EMAIL
    body = _filled(text.body, request, reach.language)
    sent = Message.objects.filter(subject_kind=SUBJECT, subject_ref=number, purpose=text.purpose).count()
    message = outbox.NewMessage(
        scope=request.programme.slug,
        subject_kind=SUBJECT,
        subject_ref=number,
        purpose=text.purpose,
        channel=reach.channel,
        address=reach.address,
        body=body,
        text_version=text.version,
        title=_filled(text.title, request, reach.language) if email else "",
        sender=_sender(request, reach.channel),
        generation=sent + 1,
    )
    outbox.plan([message], by=by)


def _filled(words: Both, request: TransferRequest, language: str) -> str:
    english = language == "en"
    programme = request.programme
    return (words.en if english else words.ja).format(
        programme=programme.name_en if english else programme.name_ja,
        number=number_of(request),
        telephone=desk_of(request.bulletin).telephone,
    )


def _sender(request: TransferRequest, channel: str) -> str:
    """What the bulletin publishes; a policy on misuse publishes none."""
    if request.programme.kind == "fraud":
        return str(settings.SENDERS[channel])
    return sender_of(rules_of(request.bulletin), channel)
