"""What a browser has opened: links it followed, and which of them it answered the question for.

Kept in a signed cookie, so that the token leaves the address bar at once, two payouts in two tabs do not mix, and
nothing about a visitor is stored.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from compensation.models import PayoutLink

COOKIE: Final = "payout"
SALT: Final = "payout.holder"
SECONDS: Final = 1800
LINKS_KEPT: Final = 8


def follow(request: HttpRequest, response: HttpResponse, link: PayoutLink) -> None:
    """Remember a link that was followed, not yet answered for (an answer given before stays)."""
    opened = _read(request)
    _write(response, {**opened, link.pk: opened.get(link.pk, False)})


def answered(request: HttpRequest, response: HttpResponse, link: PayoutLink) -> None:
    """Remember that the question of this link was answered rightly."""
    _write(response, {**_read(request), link.pk: True})


def link_of(request: HttpRequest, number: str) -> PayoutLink | None:
    """The live link to payout `number` that this browser has followed."""
    links = PayoutLink.objects.select_related("payout__programme", "payout__bulletin", "payout__payee")
    return links.filter(payout__number=number, ended_at__isnull=True, pk__in=_read(request)).first()


def has_answered(request: HttpRequest, link: PayoutLink) -> bool:
    """Whether the question was answered in this browser, within the half hour."""
    return _read(request).get(link.pk, False) and link.locked_at is None


def _read(request: HttpRequest) -> dict[int, bool]:
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=SECONDS)
    except signing.BadSignature:
        return {}
    return {int(pk): bool(done) for pk, done in kept.items()}


def _write(response: HttpResponse, opened: dict[int, bool]) -> None:
    kept = dict(list(opened.items())[-LINKS_KEPT:])
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT),
        max_age=SECONDS,
        path="/receive/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
