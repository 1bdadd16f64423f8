"""The message that says a claim for misuse was decided. It names the claim number; the reasons stand on the site."""

from __future__ import annotations

from typing import Final

from django.conf import settings

from claims import answers as claim_answers
from claims.contacts import Contacts, contacts
from claims.models import Claim
from compensation.explanations import letter_of, officers_sheet
from compensation.models import Decision
from compensation.policy.explain import Finding
from foundation.japan.bilingual import Both, Pair
from notifications.outbox import NewMessage

VERSION: Final = "fraud-decision-1"
_SMS: Final = {
    "ja": "【{programme}】補償の審査が終わりました。受付番号 {number} 結果の確認 {url}",
    "en": "[{programme}] Your claim has been decided. Claim number {number}. Result: {url}",
}
_TITLE: Final = {
    "ja": "【{programme}】補償の審査が終わりました（受付番号 {number}）",
    "en": "[{programme}] Claim decided: {number}",
}
_EMAIL: Final = {
    "ja": "受付番号 {number} の審査が終わりました。\n\n{letter}\n\n申請の状況：{url}\n",
    "en": "Your claim {number} has been decided.\n\n{letter}\n\nStatus: {url}\n",
}


def reasons_of(decision: Decision) -> list[Both]:
    """Every reason with the place of its clause: of a grant its sums, of anything else what stood in its way."""
    wanted = {"holds"} if decision.outcome == "eligible" else {"fails", "open", "unclear"}
    found = [one for one in officers_sheet(decision) if one.bears and one.result in wanted]
    return list(dict.fromkeys(_placed(one) for one in found))


def letter_text(decision: Decision, language: str) -> str:
    """The letter as plain lines: the outcome, every reason with its clause, what to do, whom to call."""
    letter = letter_of(decision)
    parts: list[Pair] = [letter.opening, *reasons_of(decision), letter.next_step, letter.contact]
    return "\n".join(part.en if language == "en" else part.ja for part in parts)


def _placed(found: Finding) -> Both:
    place = f"{found.clause.section}{found.clause.item}"
    title = found.clause.document
    return Both(f"{found.words.ja}（{title.ja} 項番{place}）", f"{found.words.en} ({title.en}, {place})")


def decision_notice(claim: Claim, decision: Decision, reach: Contacts | None = None) -> NewMessage:
    """The notice of a decision in the language of the claim, to the contact that the claimant chose or to another."""
    language = claim.language if claim.language in _SMS else "ja"
    reach = reach or contacts(claim_answers.of(claim).given)
    values = {
        "number": claim.number,
        "url": f"{settings.SITE_URL}/status/",
        "programme": claim.programme.name_en if language == "en" else claim.programme.name_ja,
    }
    if reach.channel == "email":
        body = _EMAIL[language].format(letter=letter_text(decision, language), **values)
    else:
        body = _SMS[language].format(**values)
    return NewMessage(
        scope=claim.programme.slug,
        subject_kind="decision",
        subject_ref=str(decision.pk),
        purpose="decision",
        channel=reach.channel,
        address=reach.address,
        body=body,
        sender=settings.SENDERS[reach.channel],
        title=_TITLE[language].format(**values) if reach.channel == "email" else "",
        text_version=VERSION,
    )
