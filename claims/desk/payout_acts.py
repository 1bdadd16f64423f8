"""What a person may do to a payout: a new link, unlocking, cancelling; each with its reason written down."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from django.db import transaction

from compensation import collection, payouts
from compensation.models import Payout
from compensation.programmes import rules_of
from compensation.reissue import REISSUABLE, send_new_link
from compensation.states import PAYOUT_MOVES, PayeeKind, PayoutState
from foundation.japan.bilingual import Both
from foundation.trail import audit
from foundation.trail.actor import Actor


class Act(NamedTuple):
    """Something a person may do to a payout: what it is called, what follows, and the service.

    `identified`: at the request of somebody whose identity was checked.
    """

    title: Both
    follows: Both
    button: Both
    done: Both
    identified: bool
    run: Callable[[Payout, Actor, str], bool]


def _reissue(payout: Payout, by: Actor, _: str) -> bool:
    send_new_link(payout, rules_of(payout.bulletin), by=by)
    return True


def _unlock(payout: Payout, by: Actor, _: str) -> bool:
    collection.unlock(payout, by=by)
    return True


def _cancel(payout: Payout, by: Actor, because: str) -> bool:
    return bool(payouts.cancel([payout.pk], cause=because[:60], by=by))


ACTS: Final = {
    "reissue": Act(
        Both("リンクを再発行する", "Send a new link"),
        Both(
            "いまのリンクは使えなくなり、新しいリンクが登録済みの連絡先へ送られます。連絡先は変わりません。",
            "The present link ends. A new one is sent to the registered contact; the contact stays the same.",
        ),
        Both("再発行して送る", "Send a new link"),
        Both(
            "新しいリンクを送付しました。前のリンクは使えません。",
            "A new link is on its way. The old one no longer works.",
        ),
        True,
        _reissue,
    ),
    "unlock": Act(
        Both("ロックを解除する", "Unlock the link"),
        Both(
            "5回の誤りで止まったリンクが、もう一度使えるようになります。必ずご本人を確認してください。",
            "The link that five wrong answers locked works again. Be sure who is asking.",
        ),
        Both("ロックを解除する", "Unlock"),
        Both(
            "ロックを解除しました。ご本人に、もう一度リンクを開いていただいてください。",
            "Unlocked. Ask the caller to open the link again.",
        ),
        True,
        _unlock,
    ),
    "cancel": Act(
        Both("支払を取り消す", "Cancel the payout"),
        Both(
            "リンクは使えなくなり、未送付のメッセージは送られません。金額は未払いに戻ります。アプリ会員の分は次の一括判定で"
            "新しい支払になり、送付には改めて内容の確定と承認が必要です。申請の分は自動では作り直されません。"
            "取り消しは元に戻せません。",
            "The link ends, waiting messages are not sent, and the sum is owed again. For an app account the next "
            "settlement makes a new payout, in a mailing that is frozen and released anew; for a claim nothing is made "
            "by itself. This cannot be undone.",
        ),
        Both("取り消す", "Cancel the payout"),
        Both(
            "支払を取り消しました。金額は未払いに戻っています。この後の流れは下の案内を確認してください。",
            "Cancelled. The sum is owed again; see below what comes next.",
        ),
        False,
        _cancel,
    ),
}


_MADE_ANEW: Final = Both(
    "取り消した支払です。金額は未払いに戻っていて、次の一括判定で新しい支払が作られます。その支払は新しい送付に入り、"
    "内容の確定と承認のあとに新しいリンクが送られます。",
    "This payout was cancelled and its sum is owed again. The next settlement makes a new payout in a new mailing; "
    "once that is frozen and released, a new link is sent.",
)
_NOT_BY_ITSELF: Final = Both(
    "取り消した支払です。金額は未払いに戻っていますが、申請の支払は自動では作り直されません。"
    "受付番号を添えて、管理者に対応を依頼してください。",
    "This payout was cancelled and its sum is owed again, but nothing makes a claim’s payout anew by itself. Hand it "
    "to the administrator with the claim number.",
)


def after_cancelling(payout: Payout) -> Both:
    """What follows once a payout was cancelled: whoever has an app account is settled again, a claim is not."""
    return _MADE_ANEW if payout.payee.kind == PayeeKind.APP_ACCOUNT else _NOT_BY_ITSELF


def open_to(payout: Payout) -> list[str]:
    """The acts that the state of a payout allows."""
    link = payout.links.filter(ended_at__isnull=True).first()
    allowed = {
        "unlock": link is not None and link.locked_at is not None,
        "reissue": payout.state in REISSUABLE,
        "cancel": PayoutState.CANCELLED in PAYOUT_MOVES[payout.state],
    }
    return [name for name, may in allowed.items() if may]


def carry_out(name: str, payout: Payout, *, because: str, by: Actor) -> bool:
    """Do it, and write down why; False where the payout had moved on and nothing was changed.

    Raises CannotReissueError.
    """
    with transaction.atomic():
        done = name in open_to(payout) and ACTS[name].run(payout, by, because)
        if done:
            scope = payout.programme.slug
            detail = {"act": name, "because": because}
            audit.record("payout.asked", by=by, kind="payout", refs=[payout.number], scope=scope, detail=detail)
    return done
