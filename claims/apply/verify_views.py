"""Is this from you? What our messages look like, and whether we sent one link; the same answer for all the others."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from claims.allowances import Limit, take
from claims.apply.message_samples import samples, senders
from claims.apply.programme_pages import coupon_pages
from compensation.opening_hours import every_desk
from compensation.sent_links import sent_link
from foundation.japan.bilingual import said
from foundation.trail import clock

MOST_A_DAY: Final = 100
"""For one network: many phones share an address, and nobody needs to ask about many messages."""
_IPV4_NETWORK, _IPV6_NETWORK = 24, 56


class MessageForm(forms.Form):
    """The link of a message, or the code at its end."""

    link = forms.CharField(
        label=said("メッセージのリンク、または末尾のコード", "The link in the message, or the code at its end"),
        help_text=said(
            "リンクを開かずに、長押しでコピーして貼り付けるか、末尾の26文字を入力してください。",
            "Without opening the link, copy it (press and hold) and paste it, or type the last 26 characters.",
        ),
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={
            "required": said("リンクかコードを入力してください。", "Please enter the link or the code."),
            "max_length": said("リンクだけを入力してください。", "Please enter the link alone."),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The page, and upon a POST the answer. The link is looked up and not followed; nothing about it is written."""
    if request.method != "POST" or "keep" in request.POST:
        return _page(request, MessageForm(initial=request.POST.dict()))
    form = MessageForm(request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    with transaction.atomic():
        if not take([Limit("verify_message", network(str(request.META.get("REMOTE_ADDR", ""))), MOST_A_DAY)]):
            return render(request, "apply/verify_too_many.html", {"desks": every_desk(clock.now())}, status=429)
    return _page(request, form, asked=True, sent=sent_link(form.cleaned_data["link"]))


def network(address: str) -> str:
    """The network that an address belongs to, as far as one household or one carrier's gate goes; "" for none."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    width = _IPV6_NETWORK if isinstance(known, IPv6Address) else _IPV4_NETWORK
    return str(ip_network((known, width), strict=False))


def _page(request: HttpRequest, form: MessageForm, status: int = 200, **answer: object) -> HttpResponse:
    pages, host = coupon_pages(), urlsplit(settings.SITE_URL).netloc
    context = {
        "form": form,
        "keeps_form": "verify",
        "host": host,
        "site_url": settings.SITE_URL,
        "senders": senders(pages),
        "samples": samples(pages),
        "desks": every_desk(clock.now()),
        **answer,
    }
    return render(request, "apply/verify_message.html", context, status=status)
