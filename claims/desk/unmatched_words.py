"""What a delivery report says, and why it names no message of ours, in words."""

from __future__ import annotations

from typing import Final

from claims import state_words
from foundation.japan.bilingual import Both
from notifications.states import UNREADABLE

_OTHER_WORDS: Final = {UNREADABLE: Both("読み取れない通知・自動返信", "cannot be read, or an automatic reply")}
_UNKNOWN_NUMBER: Final = Both("番号が、送った通知のどれとも一致しません", "Its number is that of none of our messages")
_BREAKS: Final = "breaks the parser"
_PROBLEMS: Final = {
    "carries no key of ours": Both("返送キーがありません", "It carries no bounce key of ours"),
    "carries the keys of several messages": Both(
        "複数の通知の返送キーがあります", "It carries the bounce keys of several messages"
    ),
    "longer than a notice may be": Both("長すぎるため読んでいません", "Too long to be read"),
    "no delivery status in it, perhaps an automatic reply": Both(
        "配信状況が書かれていません（自動返信など）", "No delivery status in it, perhaps an automatic reply"
    ),
    "its delivery status states no action that is known": Both(
        "配信状況が読み取れません", "Its delivery status states nothing that is known"
    ),
    _BREAKS: Both("壊れていて読めません", "It is broken and cannot be read"),
}


def says_words(word: str) -> Both:
    """What it says became of a message."""
    return state_words.MESSAGE.get(word) or _OTHER_WORDS.get(word) or Both(word, word)


def problem_words(problem: str) -> Both:
    """Why it names nothing."""
    return _PROBLEMS.get(problem.partition(":")[0], Both(problem, problem)) if problem else _UNKNOWN_NUMBER
