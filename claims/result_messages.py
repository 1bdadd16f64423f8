"""The messages that say: look, or call. For those to whom no link will go, and for those who must do something.

What came out stands on the status page alone: a message may reach another's eyes.
"""

from __future__ import annotations

from claims import answers as claim_answers
from claims.claim_messages import SUBJECT, ClaimText, message_of
from claims.contacts import contacts
from claims.models import Claim
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from notifications import outbox
from notifications.models import Message

DECISION = ClaimText(
    "decision",
    "decision-1",
    Both(
        "【{programme}】補償の申請の確認が終わりました。受付番号 {number} 結果 {url}",
        "[{programme}] Your claim has been examined. Claim number {number}. Result: {url}",
    ),
    Both("【{programme}】申請の確認が終わりました（受付番号 {number}）", "[{programme}] Claim examined: {number}"),
    Both(
        """{programme}の補償申請の確認が終わりました。

受付番号：{number}

結果は、受付番号と、申請時の電話番号またはメールアドレスでご覧いただけます。
{url}

ご不明な点やご事情のある場合は、お電話ください。
{telephone}
""",
        """Your claim for {programme} has been examined.

Claim number: {number}

With the claim number and the phone number or e-mail address that you gave, you can read the result:
{url}

If you have questions, or if there is more to it, please call: {telephone}
""",
    ),
)
NUMBER_NOT_FOUND = ClaimText(
    "number_not_found",
    "number_not_found-1",
    Both(
        "【{programme}】申請のクーポン番号が記録に見つかりません。受付番号 {number} ご確認 {url}",
        "[{programme}] A coupon number in your claim is not in our records. Claim number {number}. See {url}",
    ),
    Both(
        "【{programme}】クーポンの番号をご確認ください（受付番号 {number}）",
        "[{programme}] Please check the coupon number: {number}",
    ),
    Both(
        """{programme}の補償申請にあるクーポンの番号が、記録に見つかりません。

受付番号：{number}

次のページで、どの番号か、何をしていただくかをご確認ください。
{url}

番号に誤りがないときは、お電話ください。
{telephone}
""",
        """A coupon number in your claim for {programme} is not in our records.

Claim number: {number}

This page shows which one, and what to do:
{url}

If the number is right as you gave it, please call: {telephone}
""",
    ),
)
CORRECTION = ClaimText(
    "correction",
    "correction-1",
    Both(
        "【{programme}】補償の申請に足りない項目があります。受付番号 {number} ご確認 {url}",
        "[{programme}] Something is missing in your claim. Claim number {number}. See {url}",
    ),
    Both(
        "【{programme}】申請に足りない項目があります（受付番号 {number}）",
        "[{programme}] Something is missing: {number}",
    ),
    Both(
        """{programme}の補償申請に、足りない項目があります。

受付番号：{number}

受付番号をお手元に、お電話ください。
{telephone}

申請の状況は、次のページで確認できます。
{url}
""",
        """Something is missing in your claim for {programme}.

Claim number: {number}

Please call with this number at hand: {telephone}

Where your claim stands: {url}
""",
    ),
)
WITHDRAWN = ClaimText(
    "withdrawn",
    "withdrawn-1",
    Both(
        "【{programme}】補償の申請を取り下げました。受付番号 {number} お心当たりがなければ {telephone}",
        "[{programme}] Your claim {number} has been withdrawn. Not you? {telephone}",
    ),
    Both("【{programme}】申請を取り下げました（受付番号 {number}）", "[{programme}] Claim withdrawn: {number}"),
    Both(
        """{programme}の補償申請を、お申し出により取り下げました。

受付番号：{number}

この申請によるお支払いはありません。
お心当たりのない場合は、お電話ください。
{telephone}
""",
        """Your claim for {programme} has been withdrawn, as you asked.

Claim number: {number}

Nothing is paid on it. If you did not ask for this, please call: {telephone}
""",
    ),
)
RECONSIDERED = ClaimText(
    "reconsideration",
    "reconsideration-1",
    Both(
        "【{programme}】再審査のお申し出を受け付けました。受付番号 {number} 状況 {url}",
        "[{programme}] We take your claim up again. Claim number {number}. Status {url}",
    ),
    Both("【{programme}】再審査を受け付けました（受付番号 {number}）", "[{programme}] Reconsideration: {number}"),
    Both(
        """{programme}の補償申請について、再審査のお申し出を受け付けました。

受付番号：{number}

前の判定に関わっていない担当者が確認します。結果が出ましたらお知らせします。
申請の状況は、次のページで確認できます。
{url}
{telephone}
""",
        """We have received your wish to have your claim for {programme} looked at again.

Claim number: {number}

Somebody who had no part in the first decision looks at it. We tell you the result.
Where your claim stands: {url}
{telephone}
""",
    ),
)


def tell(claim: Claim, text: ClaimText, *, by: Actor) -> None:
    """Write the message in the caller's transaction; an earlier one of the same kind stays as it was."""
    reach = contacts(claim_answers.of(claim).given)
    outbox.plan([message_of(claim, text, reach, generation=_sent(claim, text) + 1)], by=by)


def tell_once(claim: Claim, text: ClaimText, *, by: Actor) -> None:
    """The same, unless such a message was written for this claim before."""
    if not _sent(claim, text):
        tell(claim, text, by=by)


def _sent(claim: Claim, text: ClaimText) -> int:
    return Message.objects.filter(subject_kind=SUBJECT, subject_ref=claim.number, purpose=text.purpose).count()
