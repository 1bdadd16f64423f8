"""What callers are told when their enquiry moved without them: the balance is restored, or it was decided anew."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from claims import answers as claim_answers
from claims.contacts import Contacts, contacts
from claims.models import Claim
from compensation.programmes import rules_of
from compensation.sending import sender_of
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.models import Message
from notifications.outbox import NewMessage

PURPOSE: Final = "enquiry_news"
RESTORED: Final = "restored-1"
DECIDED_ANEW: Final = "decided-anew-1"
_NEWS: Final = {
    RESTORED: Both("クーポンの残高を戻しました。", "The balance of your coupon was restored."),
    DECIDED_ANEW: Both("新しいお知らせにもとづいて判定しました。", "Your enquiry was decided under the new notice."),
}


def tell(claim: Claim, news: str, *, by: Actor) -> None:
    """Plan the message in the caller's transaction; without a contact nothing is sent, and the desk calls."""
    reach = contacts(claim_answers.of(claim).given)
    if not reach.address:
        return
    said = Message.objects.filter(subject_kind="claim", subject_ref=str(claim.number), purpose=PURPOSE)
    outbox.plan([news_message(claim, news, reach, said.count() + 1)], by=by)


def news_message(claim: Claim, news: str, reach: Contacts, generation: int) -> NewMessage:
    """One piece of news to one contact of the caller."""
    return NewMessage(
        scope=claim.programme.slug,
        subject_kind="claim",
        subject_ref=str(claim.number),
        purpose=PURPOSE,
        channel=reach.channel,
        address=reach.address,
        body=_body(claim, news),
        sender=sender_of(rules_of(claim.bulletin), reach.channel),
        title=_title(claim) if reach.channel == "email" else "",
        text_version=news,
        generation=generation,
    )


def _body(claim: Claim, news: str) -> str:
    url, name = f"{settings.SITE_URL}/status/", claim.programme
    if claim.language == "en":
        return f"[{name.name_en}] {_NEWS[news].en} Claim number {claim.number}. Status: {url}"
    return f"【{name.name_ja}】{_NEWS[news].ja}受付番号 {claim.number} 状況の確認 {url}"


def _title(claim: Claim) -> str:
    if claim.language == "en":
        return f"[{claim.programme.name_en}] About your enquiry: {claim.number}"
    return f"【{claim.programme.name_ja}】お問い合わせについて（受付番号 {claim.number}）"
