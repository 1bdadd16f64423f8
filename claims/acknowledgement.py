"""The message that says: we have it. It names the claim number and nothing personal."""

from __future__ import annotations

from django.conf import settings

from claims.contacts import Contacts
from claims.models import Claim
from compensation.programmes import rules_of
from compensation.sending import sender_of
from notifications.outbox import NewMessage
from notifications.segments import sms_parts

VERSION = "acknowledgement-1"

_SMS = {
    "ja": "【{programme}】補償の申請を受け付けました。受付番号 {number} 状況の確認 {url}",
    "en": "[{programme}] We have received your claim. Claim number {number}. Status: {url}",
}
_TITLE = {
    "ja": "【{programme}】補償の申請を受け付けました（受付番号 {number}）",
    "en": "[{programme}] Claim received: {number}",
}
_EMAIL = {
    "ja": """{programme}の補償申請を受け付けました。

受付番号：{number}

申請の状況は、受付番号と、申請時の電話番号またはメールアドレスで確認できます。
{url}

このメールは、補償対応特設サイトで申請された方にお送りしています。
お心当たりのない場合は、コールセンターへお知らせください。
""",
    "en": """We have received your claim for {programme}.

Claim number: {number}

With the claim number and the phone number or e-mail address that you gave, you can check where it stands:
{url}

This message goes to people who applied on the Special Compensation Site.
If you did not, please tell the call centre.
""",
}


def acknowledgement(claim: Claim, reach: Contacts) -> NewMessage:
    """The acknowledgement of a claim that was just received, in the language it was made in."""
    language = claim.language if claim.language in _SMS else "ja"
    values = {
        "number": claim.number,
        "url": f"{settings.SITE_URL}/status/",
        "programme": claim.programme.name_en if language == "en" else claim.programme.name_ja,
    }
    body = (_EMAIL if reach.channel == "email" else _SMS)[language].format(**values)
    return NewMessage(
        scope=claim.programme.slug,
        subject_kind="claim",
        subject_ref=str(claim.number),
        purpose="acknowledgement",
        channel=reach.channel,
        address=reach.address,
        body=body,
        sender=_sender(claim, reach.channel),
        title=_TITLE[language].format(**values) if reach.channel == "email" else "",
        text_version=VERSION,
        parts=sms_parts(body) if reach.channel == "sms" else 1,
    )


def _sender(claim: Claim, channel: str) -> str:
    """What the bulletin publishes; a policy on misuse publishes none."""
    if claim.programme.kind == "fraud":
        return str(settings.SENDERS[channel])
    return sender_of(rules_of(claim.bulletin), channel)
