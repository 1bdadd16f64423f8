"""Where providers post their delivery reports."""

from __future__ import annotations

from http import HTTPStatus
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from notifications.reports import ForgedError, take_in

LONGEST: Final = 65_536


@csrf_exempt
@require_POST
def receive(request: HttpRequest, provider: str) -> HttpResponse:
    """200 once the report is kept; 403 where `X-Signature`, the hex of an HMAC-SHA256, is not the provider's."""
    if len(request.body) > LONGEST:
        return HttpResponse(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    try:
        take_in(provider, request.body, request.headers.get("X-Signature", ""))
    except ForgedError:
        return HttpResponse(status=HTTPStatus.FORBIDDEN)
    return HttpResponse(status=HTTPStatus.OK)
