"""The message that says: we have it."""

from __future__ import annotations

from claims.claim_messages import ClaimText, message_of
from claims.contacts import Contacts
from claims.models import Claim
from foundation.japan.bilingual import Both
from notifications.outbox import NewMessage

TEXT = ClaimText(
    "acknowledgement",
    "acknowledgement-2",
    Both(
        "【{programme}】補償の申請を受け付けました。受付番号 {number} 状況の確認 {url}",
        "[{programme}] We have received your claim. Claim number {number}. Status: {url}",
    ),
    Both("【{programme}】補償の申請を受け付けました（受付番号 {number}）", "[{programme}] Claim received: {number}"),
    Both(
        """{programme}の補償申請を受け付けました。

受付番号：{number}

申請の状況は、受付番号と、申請時の電話番号またはメールアドレスで確認できます。
{url}

このメールは、補償対応特設サイトで申請された方にお送りしています。
お心当たりのない場合は、お電話ください。
{telephone}
""",
        """We have received your claim for {programme}.

Claim number: {number}

With the claim number and the phone number or e-mail address that you gave, you can check where it stands:
{url}

This message goes to people who applied on the Special Compensation Site.
If you did not, please tell the call centre: {telephone}
""",
    ),
    asked=True,
)


def acknowledgement(claim: Claim, reach: Contacts) -> NewMessage:
    """The acknowledgement of a claim that was just received."""
    return message_of(claim, TEXT, reach)
