"""Links to payouts: made, found by their token's hash, made anew. The token itself is kept sealed only."""

from __future__ import annotations

from typing import NamedTuple

from django.conf import settings
from django.db import transaction

from compensation.models import Payout, PayoutLink
from foundation.trail import audit
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from foundation.vault.sealing import open_sealed, seal
from foundation.vault.tokens import new_token, token_hash


class NewLink(NamedTuple):
    """A token that nobody has seen yet, as it is sent (`url`) and as it is kept (`hash`, `sealed`)."""

    url: str
    hash: bytes
    sealed: bytes


def new_link() -> NewLink:
    """A link with a token of its own; the sealed token opens only beside its own hash."""
    token = new_token()
    digest = token_hash(token)
    return NewLink(_url(token), digest, seal(token, bound_to=_bound_to(digest)))


def find(token: str) -> PayoutLink | None:
    """The live link of this token, with its payout; None for an unknown token and for a link that has ended."""
    return (
        PayoutLink.objects.select_related("payout__programme", "payout__payee", "payout__bulletin")
        .filter(token_hash=token_hash(token), ended_at__isnull=True)
        .first()
    )


def url_of(link: PayoutLink) -> str:
    """The address of a link, opened for sending it again; raises SealError where the row was altered."""
    digest = bytes(link.token_hash)
    return _url(open_sealed(link.token_sealed, bound_to=_bound_to(digest)))


def end_links(payout_ids: list[int]) -> int:
    """End the live links of these payouts, in the caller's transaction; how many there were."""
    return PayoutLink.objects.filter(payout_id__in=payout_ids, ended_at__isnull=True).update(ended_at=now())


def reissue(payout: Payout, *, by: Actor) -> PayoutLink:
    """A new link in place of the live one, which ends; its misses begin at 0."""
    with transaction.atomic():
        # The payout's row is the lock: two who reissue at once make one link after the other.
        Payout.objects.select_for_update().get(pk=payout.pk)
        ended = end_links([payout.pk])
        made = new_link()
        link = PayoutLink.objects.create(payout=payout, token_hash=made.hash, token_sealed=made.sealed, issued_at=now())
        audit.record("payout.link_reissued", by=by, kind="payout", refs=[payout.number], detail={"ended": ended})
    return link


def _url(token: str) -> str:
    return f"{settings.SITE_URL}/r/{token}"


def _bound_to(digest: bytes) -> str:
    return f"payout_link.token:{digest.hex()}"
