"""Messages to somebody who is still filling in an application: the code that proves a contact, and the way back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final

from django.conf import settings

from claims.claim_messages import sender_to, telephone
from claims.contacts import Contacts
from claims.models import Claim
from compensation.explanations import desk_of
from foundation.japan.bilingual import Both
from foundation.japan.dates import en_date, en_instant, jp_date, jp_instant
from notifications.models import Message
from notifications.outbox import NewMessage

SUBJECT: Final = "draft"
_RESUME: Final = "resume_code"
_CODE_SMS: Final = Both(
    "【{programme}】確認コード {code}（{until}まで）。"
    "申請画面に入力してください。お心当たりがなければ無視してください。",
    "[{programme}] Your code is {code} (until {until}). Enter it on the application page. "
    "If you did not ask for it, ignore this.",
)
_CODE_TITLE: Final = Both("【{programme}】確認コード {code}", "[{programme}] Your code: {code}")
_CODE_EMAIL: Final = Both(
    """{programme}の補償申請のための確認コードです。

確認コード：{code}
（{until}まで使えます）

開いている申請画面に入力してください。コードをほかの方に伝えないでください。
お電話でこのコードをお尋ねすることはありません。

お心当たりのない場合は、このメールを破棄してください。何も申請されません。
{telephone}
""",
    """This code is for your claim for {programme}.

Code: {code}
(until {until})

Enter it on the application page that you have open. Tell it to nobody.
We never ask for it on the phone.

If you did not ask for it, ignore this message: nothing is claimed in your name.
{telephone}
""",
)
_RESUME_SMS: Final = Both(
    "【{programme}】申請の再開コード {code}（{until}まで）。{url}",
    "[{programme}] Code to go on with your application: {code} (until {until}). {url}",
)
_RESUME_TITLE: Final = Both("【{programme}】申請の再開コード", "[{programme}] Code to go on with your application")
_RESUME_EMAIL: Final = Both(
    """途中まで入力した{programme}の補償申請は、次のコードで続けられます。まだ申請は終わっていません。

再開コード：{code}
（{until}まで）

次のページでコードを入力してください。
{url}

コードをほかの方に伝えないでください。
お心当たりのない場合は、このメールを破棄してください。
{telephone}
""",
    """With this code you can go on with your application for {programme}. It has not been sent yet.

Code: {code}
(until {until})

Enter it on this page:
{url}

Tell it to nobody. If you did not ask for it, ignore this message.
{telephone}
""",
)


def contact_code_message(claim: Claim, reach: Contacts, code: str, generation: int, until: datetime) -> NewMessage:
    """The code that proves a contact; not sent any more once it has expired."""
    texts = _filled(
        claim, (_CODE_SMS, _CODE_TITLE, _CODE_EMAIL), code=code, until=Both(jp_instant(until), en_instant(until))
    )
    return _message(claim, reach, texts, "contact_code", generation)._replace(valid_until=until)


def resume_code_message(claim: Claim, reach: Contacts, code: str, generation: int, until: date) -> NewMessage:
    """The code that opens a draft again."""
    steps = "claim" if claim.programme.kind == "fraud" else "apply"
    url = f"{settings.SITE_URL}/{claim.programme.slug}/{steps}/resume/"
    words = (_RESUME_SMS, _RESUME_TITLE, _RESUME_EMAIL)
    texts = _filled(claim, words, code=code, until=Both(jp_date(until), en_date(until)), url=url)
    return _message(claim, reach, texts, _RESUME, generation)


def resume_codes_sent(claim: Claim) -> int:
    """How often the code of a draft was sent."""
    return Message.objects.filter(subject_kind=SUBJECT, subject_ref=str(claim.pk), purpose=_RESUME).count()


def _message(claim: Claim, reach: Contacts, texts: list[str], purpose: str, generation: int) -> NewMessage:
    sms, title, email = texts
    is_email = reach.channel == "email"
    return NewMessage(
        scope=claim.programme.slug,
        subject_kind=SUBJECT,
        subject_ref=str(claim.pk),
        purpose=purpose,
        channel=reach.channel,
        address=reach.address,
        body=email if is_email else sms,
        sender=sender_to(claim, reach.channel),
        title=title if is_email else "",
        text_version=f"{purpose}-1",
        generation=generation,
    )


def _filled(claim: Claim, texts: tuple[Both, ...], *, code: str, until: Both, url: str = "") -> list[str]:
    english = claim.language == "en"
    programme = claim.programme.name_en if english else claim.programme.name_ja
    call = telephone(desk_of(claim.bulletin), english=english)
    when = until.en if english else until.ja
    return [
        (text.en if english else text.ja).format(programme=programme, code=code, until=when, url=url, telephone=call)
        for text in texts
    ]
