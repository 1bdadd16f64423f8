"""A payout that somebody can collect: its bulletin from the file, its coupons, its link, its message."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from compensation import bulletin_files
from compensation.models import Bulletin, Payout, PayoutLink
from compensation.states import PayoutState
from foundation.vault.hashing import keyed_hash
from foundation.vault.sealing import seal
from foundation.vault.tokens import new_token, token_hash
from notifications.models import Message
from tests.factories.compensation import (
    RECORDED_AT,
    BulletinFactory,
    PayeeFactory,
    ProgrammeFactory,
    coupon_with_ledger,
    payout_for,
)

BULLETINS = bulletin_files.FOLDER


@dataclass(frozen=True)
class Collectable:
    """A payout and the token of its live link."""

    payout: Payout
    token: str

    @property
    def link(self) -> PayoutLink:
        return PayoutLink.objects.get(payout=self.payout, ended_at__isnull=True)


def bulletin_row(key: str = "kumamoto-3") -> Bulletin:
    """A bulletin as it stands in its file."""
    programme = ProgrammeFactory.create(slug=key.rpartition("-")[0])
    source = (BULLETINS / f"{key}.toml").read_text(encoding="utf-8")
    return BulletinFactory.create(programme=programme, key=key, source=source, stage=int(key[-1]))


def collectable(
    key: str = "kumamoto-3",
    *,
    channel: str = "sms",
    state: str = PayoutState.RELEASED,
    collect_by: date | None = date(2023, 5, 31),
    face_yen: int = 2000,
) -> Collectable:
    """A released payout of one coupon, whose link went to a mobile phone unless told otherwise."""
    bulletin = bulletin_row(key)
    coupon = coupon_with_ledger(programme=bulletin.programme, face_yen=face_yen)
    payee = PayeeFactory.create(
        programme=bulletin.programme,
        key=coupon.app_account,
        phone_hash=keyed_hash(coupon.app_phone, purpose="phone"),
        email_hash=keyed_hash(coupon.app_email, purpose="email"),
    )
    payout = payout_for(coupon, payee=payee, state=state, bulletin=bulletin, collect_by=collect_by)
    _message(payout, channel)
    return Collectable(payout, issue_link(payout))


def issue_link(payout: Payout) -> str:
    """A live link; its token."""
    token = new_token()
    PayoutLink.objects.create(
        payout=payout,
        token_hash=token_hash(token),
        token_sealed=seal(token, bound_to=f"payout.token:{payout.number}"),
        issued_at=RECORDED_AT,
    )
    return token


def _message(payout: Payout, channel: str) -> None:
    Message.objects.create(
        reference=uuid4(),
        scope=payout.programme.slug,
        subject_kind="payout",
        subject_ref=payout.number,
        purpose="payout_link",
        channel=channel,
        text_version="1",
        address_sealed=b"x",
        address_hash=b"x",
        body_sealed=b"x",
        body_hash=b"x",
        due_at=RECORDED_AT,
        recorded_at=RECORDED_AT,
        state="delivered",
    )
