"""What to tell whoever asks about one message: one sentence, from where it stands."""

from __future__ import annotations

from typing import Final

from foundation.japan.bilingual import Both
from foundation.japan.dates import en_instant, jp_instant
from notifications.proof import Proof
from notifications.states import MessageState

_S = MessageState
_WAITS: Final = Both(
    "まだ送っていません。送付が承認され、送付予定日になると送られます。",
    "It has not been sent. It goes out once its mailing is released and its day has come.",
)
_READY: Final = Both("まだ送っていません。まもなく送られます。", "It has not been sent yet; it goes out soon.")
_GOING: Final = Both("いま送っています。", "It is being sent right now.")
_UNDELIVERED: Final = Both(
    "届きませんでした。ほかの連絡先があれば自動で送り、なければ「要対応」に出ます。",
    "It did not arrive. Where there is another contact it goes there by itself, else it stands among the referrals.",
)
_SENTENCES: Final = {
    _S.PLANNED.value: _WAITS,
    _S.READY.value: _READY,
    _S.LEASED.value: _GOING,
    _S.SENDING.value: _GOING,
    _S.UNDELIVERED.value: _UNDELIVERED,
    _S.REJECTED.value: _UNDELIVERED,
    _S.UNKNOWN.value: Both(
        "送られたかどうかを、配信事業者に自動で確かめています。二重には送られません。",
        "Whether it was sent is being found out from the provider. It is not sent twice.",
    ),
    _S.HELD.value: Both(
        "送られたかどうかが自動では分かりません。責任者が配信事業者に確かめて決めます。",
        "Whether it was sent cannot be found out by itself: a supervisor asks the provider and decides.",
    ),
    _S.CANCELLED.value: Both("取り消され、送られていません。", "It was cancelled and not sent."),
}


def sentence(found: Proof) -> Both:
    """In the words that the person on the phone can be told."""
    state, taken = found.message.state, found.handed_over_at
    if taken is None:
        return _SENTENCES.get(state, _UNDELIVERED)
    at = Both(jp_instant(taken), en_instant(taken))
    if state == _S.ACCEPTED:
        return Both(
            f"{at.ja}に配信事業者が受け付けました。届いたかどうかは、まだ分かりません。",
            f"The provider took it on {at.en}. Whether it arrived is not known yet.",
        )
    if state == _S.DELIVERED:
        arrived = Both("届いたと知らせがありました。", "It was reported as delivered.")
        return Both(f"{at.ja}に配信事業者が受け付け、{arrived.ja}", f"The provider took it on {at.en}. {arrived.en}")
    return _SENTENCES.get(state, _UNDELIVERED)
