"""Whatever is typed into a field: a clear message at that field, and the other fields as they were.

The fields are those of the forms themselves: a field that is added is tried here without being named.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any, NamedTuple

import pytest
from django import forms
from django.test import Client

from claims.apply import throttle
from claims.apply.carried import CodeForm as ResumeForm
from claims.apply.forms import ApplicationForm, ConsentForm, WhereForm
from claims.apply.reach_forms import ChannelForm, CodeForm
from claims.apply.status_forms import NumbersForm, StatusForm, WhyForm
from claims.contacts import reachable
from claims.models import Claim
from compensation.programmes import in_force
from foundation.trail import clock as portal_clock
from tests.claims.apply.walking import ask_for_code, begin, consented, ready, typed
from tests.factories.claims import received
from tests.factories.decided import examine_all, refused

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
PROGRAMMES = ["kumamoto", "nara", "iwate", "yamanashi"]
TEXTS = {
    "empty": "",
    "blank": " \u3000\t",
    "long": "長" * 20_000,
    "nul": "山\x00田",
    "controls": "\x07\x1b[2J\x7f",
    "markup": "<script>alert(1)</script>",
    "quotes": "\"' OR 1=1 --",
    "formula": '=HYPERLINK("x")',
    "other scripts": "محمد Ольга 김민준 ราชา",
    "emoji": "😀👨‍👩‍👧",
    "right to left": "\u202eあいう\u202c",
    "private use": "\ue000\ufffe",
    "broken": "%00%zz{{7*7}}{% load %}",
}
UNUSABLE = {"blank", "long", "nul", "controls", "emoji", "right to left", "private use"}
"""No field that is required can make anything of these."""


class Page(NamedTuple):
    """Where a form is posted, what stands in it, and the form itself."""

    address: str
    data: dict[str, Any]
    form: forms.BaseForm


def application(programme: str) -> Callable[[Client], Page]:
    def opened(client: Client) -> Page:
        rules = in_force(programme, portal_clock.now()).rules
        return Page(begin(client, programme), typed(programme), ApplicationForm(rules, {}))

    return opened


def channel(client: Client) -> Page:
    address = begin(client)
    client.post(address, typed())
    form = ChannelForm(reachable({"contact": "+819012345678", "email": "taro@example.jp"}), "email")
    return Page(f"{address}reach/", {"channel": "email"}, form)


def contact_code(client: Client) -> Page:
    address = begin(client)
    client.post(address, typed())
    ask_for_code(client, address)
    return Page(f"{address}reach/", {"code": "123456"}, CodeForm())


def where_to(client: Client) -> Page:
    return Page(f"{begin(client)}save/", {"where": "taro@example.jp"}, WhereForm(""))


def resume(client: Client) -> Page:
    return Page("/kumamoto/apply/resume/", {"code": "AAAA-AAAA-AAAA"}, ResumeForm())


def consent(client: Client) -> Page:
    address = ready(client, email=f"a{Claim.objects.count()}@example.jp")
    return Page(f"{address}confirm/", consented(client, address), ConsentForm())


def status(client: Client) -> Page:
    return Page("/status/", {"number": "23-0000-0000-C", "contact": "080-1111-2222"}, StatusForm())


def correction(client: Client) -> Page:
    claim = received(coupon_number=[f"9999{Claim.objects.count():04}"])
    examine_all()
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return Page("/status/correct/", {"number-1": "33334444"}, NumbersForm(list(claim.coupons.all())))


def look_again(client: Client) -> Page:
    claim = refused(inquiry_number=f"7777{Claim.objects.count():04}")
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return Page("/status/look-again/", {"words": "シートを見てください。"}, WhyForm())


PAGES: dict[str, Callable[[Client], Page]] = {
    **{f"application {programme}": application(programme) for programme in PROGRAMMES},
    "channel": channel,
    "contact code": contact_code,
    "where to": where_to,
    "resume": resume,
    "consent": consent,
    "status": status,
    "correction": correction,
    "look again": look_again,
}
_ONCE = {"consent", "correction", "look again"}
"""What is taken there is done: the next text needs a claim of its own."""


@pytest.fixture
def unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is what becomes of a text, not how often one may try."""
    for limit in ("MOST_FROM_ONE_ADDRESS", "MOST_ON_ONE_NUMBER", "MOST_ON_ONE_NUMBER_FROM_ANYWHERE"):
        monkeypatch.setattr(throttle, limit, 10**6)


@pytest.mark.usefixtures("unthrottled")
@pytest.mark.parametrize("name", PAGES)
def test_every_field_of_every_step(client: Client, name: str) -> None:
    page = PAGES[name](client)
    for field in page.form.fields:
        for kind, text in TEXTS.items():
            if tried(client, page, field, kind, text) and name in _ONCE:
                page = PAGES[name](client)


def tried(client: Client, page: Page, field: str, kind: str, text: str) -> bool:
    """Post the form with this text in one field, and look at what comes back; whether the text was taken."""
    where = f"{kind} in {field}"
    answer = client.post(page.address, {**page.data, field: text})
    assert answer.status_code in (200, 302), where
    shown = answer.content.decode()
    assert "<script>alert" not in shown, where
    if answer.status_code == 302:
        assert kind not in UNUSABLE or not _must_be_read(page.form.fields[field]), where
        return True
    wrong = answer.context["form"].errors
    assert set(wrong) <= {field, "__all__"}, where
    if field in wrong:
        assert all(str(message).strip() for message in wrong[field]), where
        assert f'href="#id_{field}' in shown, where
    for other in set(page.data) - {field}:
        stays(shown, page.form.fields.get(other), page.data[other])
    return False


def _must_be_read(field: forms.Field) -> bool:
    """A tick is a tick, whatever its value; an optional field may stay empty."""
    return field.required and not isinstance(field, forms.BooleanField)


def stays(shown: str, field: forms.Field | None, value: Any) -> None:
    """What stood in another field stands there still."""
    if field is None or isinstance(field, forms.ChoiceField | forms.BooleanField) or field.widget.is_hidden:
        return
    for part in value if isinstance(value, list) else [value]:
        assert escape(part) in shown, value


FORM = "application/x-www-form-urlencoded"
LARGE = ["", "reach/", "confirm/", "save/"]


@pytest.mark.parametrize("step", LARGE)
def test_ten_megabytes_are_refused_in_words_and_change_nothing(client: Client, step: str) -> None:
    address = ready(client)
    client.raise_request_exception = False
    answer = client.post(f"{address}{step}", "name=" + "a" * 10_000_000, content_type=FORM)
    assert answer.status_code == 400
    assert "送信を受け取れませんでした" in answer.content.decode()
    assert 'value="山田　太郎"' in client.get(address).content.decode()


@pytest.mark.parametrize("address", ["/status/", "/kumamoto/apply/resume/", "/kumamoto/apply/"])
def test_ten_megabytes_elsewhere(client: Client, address: str) -> None:
    client.raise_request_exception = False
    answer = client.post(address, {"number": "a" * 10_000_000})
    assert (answer.status_code, "送信を受け取れませんでした" in answer.content.decode()) in {
        (400, True),
        (302, False),  # the first button reads nothing of what is sent with it
    }


def test_a_thousand_fields_are_refused_in_words(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post(begin(client), {f"x{n}": "1" for n in range(2_000)})
    assert (answer.status_code, "送信を受け取れませんでした" in answer.content.decode()) == (400, True)
