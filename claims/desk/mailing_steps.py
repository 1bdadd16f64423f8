"""What a supervisor may do to a mailing, what is asked first, and what was done to it so far."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal, NamedTuple

from django.conf import settings

from claims.desk.history_words import actor_words, cause_words
from claims.desk.parts import Moved
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from foundation.japan.bilingual import Both
from foundation.trail.models import AuditEvent
from notifications import mailings
from notifications.models import Mailing
from notifications.states import MailingStage, MailingState

_OPEN_TO: Final = {
    MailingState.OPEN.value: ("prepare",),
    MailingState.PREPARED.value: ("release", "prepare"),
    MailingState.RELEASED.value: ("pause", "proceed"),
    MailingState.PAUSED.value: ("resume", "proceed"),
}
_ACTS: Final = {
    "mailing_prepared": Both("内容を確定", "Frozen"),
    "mailing_released": Both("承認", "Released"),
    "mailing_paused": Both("一時停止", "Stopped"),
    "mailing_resumed": Both("再開", "Resumed"),
    "mailing_proceeded": Both("次の段階へ進めた", "Gone on to the next stage"),
}


class Step(NamedTuple):
    """One step of a mailing: what it is called, what follows, what is said afterwards, the service.

    `reason`: whether a reason is asked for, and has to be given.
    """

    title: Both
    follows: Both
    done: Both
    run: Callable[..., object]
    reason: Literal["none", "optional", "required"] = "none"


STEPS: Final = {
    "prepare": Step(
        Both("内容を確定して承認に回す", "Freeze the list for approval"),
        Both(
            "件数・金額・文面を確定します。まだ送られません。送付には、別の責任者の承認が必要です。",
            "Count, sum and texts are frozen. Nothing is sent yet: another supervisor has to release it.",
        ),
        Both("確定しました。別の責任者に承認を依頼してください。", "Frozen. Ask another supervisor to release it."),
        prepare_payout_mailing,
    ),
    "release": Step(
        Both("承認して送付する", "Approve and release"),
        Both(
            "送付予定日から、確定した内容のとおりに送られます。送付後のメッセージは取り戻せません。",
            "From the planned day on it goes out as it was frozen. What was sent cannot be called back.",
        ),
        Both("承認しました。送付予定日から送られます。", "Released. It goes out from the planned day on."),
        release_payout_mailing,
    ),
    "pause": Step(
        Both("送付を一時停止する", "Pause"),
        Both("これから送る分を止めます。すでに送信中のものは止まりません。", "Stops what has not begun to be sent."),
        Both("一時停止しました。", "Paused."),
        mailings.pause,
        "optional",
    ),
    "resume": Step(
        Both("送付を再開する", "Resume"),
        Both(
            "止めていた分の送付を再開します。段階送信は、最初の速さからやり直します。",
            "What was stopped goes out again. A list that goes by the minute begins with its first rate.",
        ),
        Both("再開しました。", "Resumed."),
        mailings.resume,
    ),
    "proceed": Step(
        Both("結果を待たずに次の段階へ進める", "Go on without waiting"),
        Both(
            "送達通知を待たずに進めます。試行送信からは段階送信へ、段階送信からは残り全件の送付へ進みます。送付後のメッセージは取り戻せません。",
            "It does not wait for delivery reports: from the first few it goes on by the minute, from there with all "
            "that is left. What was sent cannot be called back.",
        ),
        Both("次の段階へ進めました。", "It goes on with the next stage."),
        mailings.proceed,
        "required",
    ),
}


def open_to(found: Mailing) -> list[str]:
    """The steps that its state and stage allow."""
    whole = found.stage == MailingStage.WHOLE
    return [name for name in _OPEN_TO.get(found.state, ()) if not (name == "proceed" and whole)]


def acts_of(found: Mailing) -> list[Moved]:
    """Who did what to it and why, the newest first."""
    events = AuditEvent.objects.filter(subject_kind=mailings.KIND, subject_ref=str(found.pk), action__in=list(_ACTS))
    return [
        Moved(event.at, _ACTS[event.action], cause_words(event.detail.get("because", "")), actor_words(event.actor_ref))
        for event in events.order_by("-pk")
    ]


def stage_plan(count: int) -> Both | None:
    """In which stages a list of so many goes; None where it goes whole."""
    first: int = settings.CANARY_SIZE
    if first == 0 or count <= first:
        return None
    share, minutes = settings.CANARY_SHARE, f"{settings.CANARY_MINUTES:g}"
    rate, each = settings.RAMP_START, f"{settings.RAMP_MINUTES:g}"
    return Both(
        f"はじめに{first}件を試行送信し、{share}%以上届いたら毎分{rate}件から始めて、{each}分ごとに速さを2倍にします。"
        f"{minutes}分以内に届かないとき、または失敗が多いときは自動で止まります。",
        f"First {first} go. Once {share} % of them arrived it goes on with {rate} a minute, and twice as fast every "
        f"{each} minutes. It stops by itself where they do not arrive within {minutes} minutes, or too many fail.",
    )
