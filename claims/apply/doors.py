"""A door for each situation: what somebody says of themselves, and the page that answers it."""

from __future__ import annotations

from typing import Final, NamedTuple

from django.urls import reverse

from claims.apply.programme_pages import ProgrammePage
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
MISUSE: Final = Door(
    "twooca",
    Both("TwooCa の不正利用にあった", "My TwooCa account was misused"),
    Both("クーポンとは別の補償です。こちらから申請できます。", "A separate compensation: claim it here."),
)


def door_links(programme: str | None = None) -> list[DoorLink]:
    """The doors of one campaign, or of all together; TwooCa stands apart, on the common page only."""
    links = [DoorLink(door.title, door.answer, _address(door, programme)) for door in DOORS.values()]
    misuse = DoorLink(MISUSE.title, MISUSE.answer, reverse("apply:fraud-notice"))
    return links if programme else [*links, misuse]


def room(page: ProgrammePage) -> Room:
    """What stands behind every door of a campaign today."""
    ends = page.rules.app.receipt.ends() if page.rules.app else None
    return Room(page, ends is not None and page.now >= ends)


def _address(door: Door, programme: str | None) -> str:
    if programme:
        return reverse("apply:programme-door", args=[programme, door.slug])
    return reverse("apply:door", args=[door.slug])
