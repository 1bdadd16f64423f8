"""A door for each situation: what somebody says of themselves, and the page that answers it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from django.urls import reverse

from claims.apply.programme_pages import ProgrammePage
from compensation import deadline_words
from compensation.site_stages import Stage
from foundation.japan.bilingual import Both


class Door(NamedTuple):
    """What stands on the door, and the short answer behind it."""

    slug: str
    title: Both
    answer: Both


class DoorLink(NamedTuple):
    """A door with the address it leads to."""

    title: Both
    answer: Both
    href: str


class Room(NamedTuple):
    """What is behind a door for one campaign; `receipt_over` where the last day to take the points has passed."""

    page: ProgrammePage
    receipt_over: bool


DOORS: Final = {
    door.slug: door
    for door in (
        Door(
            "app",
            Both("アプリにチャージしていた", "I had charged the coupon to the app"),
            Both(
                "申請は要りません。受取用のリンクが届きます。",
                "You need not apply. A link to your points comes to you.",
            ),
        ),
        Door(
            "paper",
            Both(
                "紙のまま払えなかった・アプリを退会した",
                "I held the paper coupon and could not pay, or I have left the app",
            ),
            Both("このサイトから申請してください。", "Please apply on this site."),
        ),
        Door(
            "docked",
            Both(
                "現金などでも払った・重ねて引かれた",
                "I paid cash as well, or the coupon was docked twice",
            ),
            Both("コールセンターへお電話ください。", "Please call the call centre."),
        ),
        Door(
            "other",
            Both(
                "受け取れなかった・チャージできなかった・そのほか",
                "I never got the sheet, could not charge it, or something else",
            ),
            Both("コールセンターへお電話ください。", "Please call the call centre."),
        ),
        Door(
            "transfer",
            Both("ポイントではなく銀行振込がよい", "I would like a bank transfer instead of points"),
            Both("旅行先によって扱いが違います。", "It depends on the campaign."),
        ),
    )
}
_DEPENDS: Final = DOORS["transfer"].answer
_APPLY: Final = DOORS["paper"].answer
_WHEN: Final[dict[Stage, Both]] = {
    "before": Both(
        "受付が始まると、このサイトから申請できます。", "You can apply on this site once applications open."
    ),
    "open": _APPLY,
    "closed": Both(
        "申請の受付は終わりました。ご事情のある方は、お電話ください。",
        "Applications are closed. If you had a reason, please call.",
    ),
    "none": Both("コールセンターへお電話ください。", "Please call the call centre."),
}
MISUSE: Final = Door(
    "twooca",
    Both("TwooCa の不正利用にあった", "My TwooCa account was misused"),
    Both("クーポンとは別の補償です。こちらから申請できます。", "A separate compensation: claim it here."),
)


def door_links(pages: Sequence[ProgrammePage], programme: str | None = None) -> list[DoorLink]:
    """The doors of one campaign, or of all together, with what their bulletins answer."""
    return [DoorLink(door.title, answer_for(door, pages), _address(door, programme)) for door in DOORS.values()]


def misuse_door() -> DoorLink:
    """The door to TwooCa, which stands apart; for where a policy on it is loaded."""
    return DoorLink(MISUSE.title, MISUSE.answer, reverse("apply:fraud-notice"))


def answer_for(door: Door, pages: Sequence[ProgrammePage]) -> Both:
    """The short answer under these bulletins today; that it depends where they differ."""
    ask = _ANSWERS.get(door.slug)
    answers = {ask(page) for page in pages} if ask else set()
    if not answers:
        return door.answer
    return answers.pop() if len(answers) == 1 else _DEPENDS


def room(page: ProgrammePage) -> Room:
    """What stands behind every door of a campaign today."""
    ends = page.rules.app.receipt.ends() if page.rules.app else None
    return Room(page, ends is not None and page.now >= ends)


def _app(page: ProgrammePage) -> Both:
    """Without a route of its own for the app everybody applies; whoever waited for a link would lose the money."""
    rules = page.rules
    if rules.app is None:
        return _paper(page)
    if room(page).receipt_over:
        return Both(
            "受け取りの期限は過ぎました。届かなかった方は、お電話ください。",
            "The last day has passed. If no link came, please call.",
        )
    if rules.app.act_needed:
        return Both("お手続きが必要です。お知らせをご覧ください。", "You need to act: please read the notice.")
    return DOORS["app"].answer


def _paper(page: ProgrammePage) -> Both:
    """To apply, as long as applications are taken."""
    return _WHEN[page.stage]


def _docked(page: ProgrammePage) -> Both:
    """To call, and until when where the bulletin says so."""
    rules, call = page.rules, DOORS["docked"].answer
    enquiry = rules.case_b.remedy.enquiry if rules.case_b else None
    ends = deadline_words.until(enquiry.deadline) if enquiry and enquiry.deadline else None
    if ends is None:
        return call
    return Both(f"{call.ja}お電話の期限：{ends.ja}", f"{call.en} Calls are taken {ends.en}.")


def _transfer(page: ProgrammePage) -> Both:
    """For whom the bulletin offers a transfer, as long as it is offered."""
    rules = page.rules
    if not rules.transfer.routes:
        return Both(
            "お知らせに記載がありません。コールセンターへご相談ください。",
            "The notice does not mention it. Please ask the call centre.",
        )
    if page.stage == "closed":
        return _WHEN["closed"]
    if rules.app and rules.transfer.routes == ("paper",):
        return Both("このサイトから申請する方だけが選べます。", "Only those who apply on this site can choose it.")
    if rules.paper and rules.transfer.routes == ("app",):
        return Both("アプリで受け取る方だけが選べます。", "Only those paid through the app can choose it.")
    return Both("別に申請すると、選べます。", "You can choose it, by an application of its own.")


_ANSWERS: Final[dict[str, Callable[[ProgrammePage], Both]]] = {
    "app": _app,
    "paper": _paper,
    "docked": _docked,
    "transfer": _transfer,
}


def _address(door: Door, programme: str | None) -> str:
    if programme:
        return reverse("apply:programme-door", args=[programme, door.slug])
    return reverse("apply:door", args=[door.slug])
