"""Messages about a claim for misuse: look at the status page, or finish the claim. What is asked stands there alone."""

from __future__ import annotations

from typing import Final

from claims import answers as claim_answers
from claims import result_messages
from claims.claim_messages import ClaimText, message_of
from claims.contacts import Contacts, contacts
from claims.models import Claim
from foundation.japan.bilingual import Both
from foundation.trail.actor import Actor
from notifications import outbox

_HOW: Final = Both(
    """受付番号：{number}

受付番号と、お伝えいただいた電話番号またはメールアドレスで、次のページをご覧ください。
{url}

お心当たりのない場合やご不明な点は、お電話ください。
{telephone}
""",
    """Claim number: {number}

Open this page with the claim number and the phone number or e-mail address that you gave:
{url}

If you did not expect this, or have questions, please call: {telephone}
""",
)


def _text(purpose: str, sms: Both, title: Both, lead: Both) -> ClaimText:
    email = Both(f"{lead.ja}\n\n{_HOW.ja}", f"{lead.en}\n\n{_HOW.en}")
    return ClaimText(purpose, f"{purpose}-1", sms, title, email)


BEGUN: Final = _text(
    "misuse_begun",
    Both(
        "【{programme}】お電話の内容を控えました。申請はまだ済んでいません。受付番号 {number} 続き {url}",
        "[{programme}] We noted your call. Your claim is not made yet. Claim number {number}. Go on: {url}",
    ),
    Both(
        "【{programme}】お電話を承りました。申請はこれからです（受付番号 {number}）",
        "[{programme}] We noted your call; please make your claim: {number}",
    ),
    Both(
        "{programme}の不正利用について、お電話を承りました。補償の申請はこれからです。期限がありますので、お早めに申請してください。",
        "We noted your call about misuse of {programme}. Your claim is still to be made, and there are time limits.",
    ),
)
QUESTION: Final = _text(
    "misuse_question",
    Both(
        "【{programme}】申請についてお聞きしたいことがあります。受付番号 {number} 回答 {url}",
        "[{programme}] We have a question about your claim. Claim number {number}. Answer: {url}",
    ),
    Both(
        "【{programme}】申請についてお聞きしたいことがあります（受付番号 {number}）",
        "[{programme}] A question about your claim: {number}",
    ),
    Both(
        "{programme}の補償申請について、お聞きしたいことがあります。次のページで質問をご覧になり、お答えください。",
        "We have a question about your claim for {programme}. Please read and answer it on this page.",
    ),
)
MISSING: Final = _text(
    "misuse_missing",
    Both(
        "【{programme}】補償の申請に足りない事項があります。受付日は変わりません。受付番号 {number} 記入 {url}",
        "[{programme}] Something is missing in your claim; its date stays. Claim number {number}. Add it: {url}",
    ),
    Both(
        "【{programme}】申請に足りない事項があります（受付番号 {number}）",
        "[{programme}] Something is missing in your claim: {number}",
    ),
    Both(
        "{programme}の補償申請に、足りない事項があります。次のページでご記入ください。受付日は変わりません。",
        "Something is missing in your claim for {programme}. Please add it on this page; the date of receipt stays.",
    ),
)
WITHDRAWN: Final = _text(
    "misuse_withdrawn",
    Both(
        "【{programme}】補償の申請の取り下げを承りました。受付番号 {number} 確認 {url}",
        "[{programme}] Your claim was withdrawn as asked. Claim number {number}. See {url}",
    ),
    Both("【{programme}】申請の取り下げを承りました（受付番号 {number}）", "[{programme}] Claim withdrawn: {number}"),
    Both(
        "{programme}の補償申請の取り下げを承りました。この申請について補償は行いません。",
        "Your claim for {programme} was withdrawn as asked. Nothing will be paid on it.",
    ),
)


def tell(claim: Claim, text: ClaimText, *, by: Actor) -> None:
    """Write the message in the caller's transaction; whoever left only a landline is called instead."""
    if contacts(claim_answers.of(claim).given).address:
        result_messages.tell(claim, text, by=by)


def tell_caller(claim: Claim, number: str, reach: Contacts, *, by: Actor) -> None:
    """Tell whoever called under which number the claim goes on; it has none of its own yet."""
    if reach.address:
        outbox.plan([message_of(claim, BEGUN, reach, number=number)], by=by)
