"""The pages of one coupon and of one claim. Personal data is masked; seeing it is written down."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from claims import transfer_claims
from claims.desk.access import actor_of, at_the_desk, is_leader, mine
from claims.desk.claim_page import claim_page
from claims.desk.claim_turns import turn_of_claim
from claims.desk.coupon_page import coupon_page
from claims.desk.enquiry_panel import enquiry_panel
from claims.models import Claim
from compensation.models import Coupon
from foundation.staff.addresses import only_by_post
from foundation.trail import audit

COUPONS = Coupon.objects.select_related("programme__incident")
CLAIMS = Claim.objects.select_related("programme", "bulletin__programme")


@require_safe
@at_the_desk
def coupon(request: HttpRequest, pk: int) -> HttpResponse:
    """One coupon, masked."""
    return render(request, "desk/coupon.html", {"page": coupon_page(mine(request, COUPONS.all(), pk=pk))})


@only_by_post("desk:coupon", "pk")
@at_the_desk
def show_coupon(request: HttpRequest, pk: int) -> HttpResponse:
    """One coupon with personal data in full."""
    found = mine(request, COUPONS.all(), pk=pk)
    fields = ["traveller_name", "app_account", "app_phone", "app_email", "message.address"]
    scope = found.programme.slug
    audit.viewed(by=actor_of(request), kind="coupon", refs=[found.inquiry_number], fields=fields, scope=scope)
    return render(request, "desk/coupon.html", {"page": coupon_page(found, revealed=True)})


@require_safe
@at_the_desk
def claim(request: HttpRequest, number: str) -> HttpResponse:
    """One claim, masked; one for misuse on its own page."""
    found = mine(request, CLAIMS.all(), number=number)
    if found.programme.kind == "fraud":
        return redirect("desk:fraud-claim", number)
    return _claim_page(request, found)


@only_by_post("desk:claim", "number")
@at_the_desk
def show_claim(request: HttpRequest, number: str) -> HttpResponse:
    """One claim with personal data in full."""
    found = mine(request, CLAIMS.exclude(programme__kind="fraud"), number=number)
    fields, scope = ["answers", "message.address"], found.programme.slug
    audit.viewed(by=actor_of(request), kind="claim", refs=[number], fields=fields, scope=scope)
    return _claim_page(request, found, revealed=True)


def _claim_page(request: HttpRequest, found: Claim, *, revealed: bool = False) -> HttpResponse:
    page, panel = claim_page(found, revealed=revealed), enquiry_panel(found)
    context = {
        "page": page,
        "panel": panel,
        "turn": None if panel else turn_of_claim(found),
        "is_leader": is_leader(request),
        "transfer": transfer_claims.request_of(found),
        "transfer_offer": transfer_claims.offer_for(found),
    }
    return render(request, "desk/claim.html", context)
