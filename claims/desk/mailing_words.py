"""What to do next about a mailing, for whoever looks at it, and what its parts are called."""

from __future__ import annotations

from typing import Final

from foundation.japan.bilingual import Both, day
from foundation.trail.clock import JST, now
from notifications.canary import TOO_FEW, TOO_LATE, TOO_MANY_FAILED
from notifications.mailings import due_from
from notifications.models import Mailing
from notifications.states import MailingStage, MailingState

PURPOSES: Final = {
    "payout_link": Both("お受け取りのご案内", "Link to the payout"),
    "reminder_1": Both("受取期限のお知らせ（1回目）", "Reminder of the last day, the first"),
    "reminder_2": Both("受取期限のお知らせ（2回目）", "Reminder of the last day, the second"),
    "acknowledgement": Both("受付のお知らせ", "Acknowledgement"),
    "decision": Both("確認結果のお知らせ", "Result"),
    "number_not_found": Both("番号が見つからないお知らせ", "Number not found"),
    "correction": Both("足りない項目のお知らせ", "Something missing"),
    "misuse_begun": Both("お電話を承ったお知らせ", "Call noted"),
    "misuse_question": Both("質問のお知らせ", "Question asked"),
    "misuse_missing": Both("足りない事項のお知らせ", "Something missing"),
    "misuse_withdrawn": Both("取り下げのお知らせ", "Withdrawn"),
    "transfer_asked": Both("銀行振込の受付のお知らせ", "Transfer asked for"),
    "transfer_incomplete": Both("銀行振込の確認のお願い", "Question about the transfer"),
    "transfer_refused": Both("銀行振込をお受けできないお知らせ", "Transfer refused"),
    "transfer_listed": Both("銀行振込の確認が終わったお知らせ", "Transfer checked"),
    "enquiry_news": Both("お申し出のその後のお知らせ", "News of an enquiry"),
}
AS_SOON_AS_RELEASED: Final = Both("承認後すぐ", "As soon as released")
_OF_A_LEADER: Final = {
    MailingState.OPEN.value: Both(
        "件数・金額・文面を確かめ、内容を確定してください。", "Check count, sum and text, then freeze the list."
    ),
    MailingState.PREPARED.value: Both(
        "確定された内容を確かめて承認してください。", "Check what was frozen and release it."
    ),
}
_OF_AN_OPERATOR: Final = {
    MailingState.OPEN.value: Both(
        "責任者による内容の確定を待っています。", "It waits for a supervisor to freeze the list."
    ),
    MailingState.PREPARED.value: Both("責任者の承認を待っています。", "It waits for a supervisor’s release."),
}
_FOR_ANYBODY: Final = {
    MailingState.PAUSED.value: Both(
        "停止中です。原因を確かめてから再開してください。", "It is stopped. Find out why before it goes on."
    ),
    MailingState.CANCELLED.value: Both(
        "取り消された送付です。することはありません。", "It was cancelled. There is nothing to do."
    ),
}
_OWN: Final = Both(
    "あなたが確定した送付です。別の責任者に承認を依頼してください。確定した本人は承認できません。",
    "You froze this mailing. Ask another supervisor to release it: whoever froze it may not.",
)
_GOING: Final = Both(
    "承認済みで、送信中または送信済みです。届かなかったものは下の進み具合で確認してください。",
    "Released: it is going out, or has gone. See below what did not arrive.",
)
_OVER: Final = Both(
    "すべて送り終えました。届かなかった分だけ、下の進み具合で確かめてください。",
    "All of it went out. Only what failed needs a look, see below.",
)
_CANARY: Final = Both(
    "はじめの分を送り、届くのを待っています。基準に達すると自動で続きを送ります。いますることはありません。",
    "The first few went out and it waits until they arrive; then it goes on by itself. Nothing needs doing now.",
)
_RAMP: Final = Both(
    "速さを上げながら送っています。失敗が多いと自動で止まります。いますることはありません。",
    "It goes out faster and faster, and stops by itself where too many fail. Nothing needs doing now.",
)
_STOPPED_BY_ITSELF: Final = Both(
    "基準に達しないため自動で止まりました。届かない理由を下で確かめ、配信事業者に問い合わせてください。"
    "問題がなければ「次の段階へ進める」を、続けて待つときは「再開」を押してください。",
    "It stopped by itself. See below why they did not arrive and ask the provider. Where nothing is wrong go on with "
    "the next stage; to wait longer, resume.",
)


def purpose_words(purpose: str) -> Both:
    """What a message is for, in words."""
    return PURPOSES.get(purpose, Both(purpose, purpose))


def what_next(mailing: Mailing, *, is_leader: bool, own: bool, is_over: bool = False) -> Both:
    """The next step; `own` says that the reader froze this mailing, `is_over` that nothing of it is left to do."""
    if mailing.state == MailingState.RELEASED and is_over:
        return _OVER
    if mailing.state == MailingState.RELEASED:
        return _of_a_released(mailing)
    if mailing.state == MailingState.PREPARED and own:
        return _OWN
    if mailing.state == MailingState.PAUSED and mailing.halted_because in (TOO_FEW, TOO_LATE, TOO_MANY_FAILED):
        return _STOPPED_BY_ITSELF
    of_my_role = _OF_A_LEADER if is_leader else _OF_AN_OPERATOR
    return (of_my_role | _FOR_ANYBODY)[mailing.state]


def _of_a_released(mailing: Mailing) -> Both:
    begins = due_from(mailing)
    if begins <= now():
        return {MailingStage.CANARY.value: _CANARY, MailingStage.RAMP.value: _RAMP}.get(mailing.stage, _GOING)
    first = day(begins.astimezone(JST).date())
    return Both(
        f"承認済みです。{first}に送信が始まります。それまでは送られません。いますることはありません。",
        f"Released. It begins to go out on {first}; until then nothing is sent, and nothing needs doing.",
    )
