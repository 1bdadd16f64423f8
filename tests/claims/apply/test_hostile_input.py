"""Whatever is typed into a field: a clear message at that field, and the other fields as they were.

The fields are those of the forms themselves: a field that is added is tried here without being named.
"""

from __future__ import annotations

import pytest
from django.test import Client

from claims.apply import throttle
from claims.apply.carried import CodeForm as ResumeForm
from claims.apply.forms import ApplicationForm, ConsentForm, WhereForm
from claims.apply.items import asked_items
from claims.apply.reach_forms import ChannelForm, CodeForm
from claims.apply.status_forms import MissingForm, NumbersForm, StatusForm, WhyForm
from claims.apply.verify_views import MessageForm
from claims.contacts import reachable
from claims.corrections import missing
from claims.fraud_forms import FraudForm
from claims.models import Claim
from claims.moves import move
from claims.states import ClaimState
from compensation.programmes import in_force
from compensation.transfers.forms import TransferForm
from foundation.trail import clock as portal_clock
from foundation.trail.actor import Actor
from tests.claims.apply.walking import ask_for_code, begin, consented, holding, ready, typed
from tests.factories import fraud, transfers
from tests.factories.claims import received
from tests.factories.decided import examine_all, refused
from tests.factories.hostile_input import Page, Way, every_field

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
PROGRAMMES = ["kumamoto", "nara", "iwate", "yamanashi"]


def application(programme: str) -> Way:
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


def missing_items(client: Client) -> Page:
    claim = received(coupon_number=[f"5555{Claim.objects.count():04}"], address="", name="")
    move(
        [claim.pk],
        ClaimState.WAITING,
        detail="items are missing",
        by=Actor.system("tests"),
        waiting_for="claimant",
    )
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    rules = in_force("kumamoto", portal_clock.now()).rules
    given = {"name": "山田 太郎", "address": "東京都千代田区千代田1-1"}
    return Page("/status/complete/", given, MissingForm(missing(claim, asked_items(rules)), rules))


def transfer(address: str) -> Page:
    """As it is asked first: choices among what a search found, and codes by hand, come later and go together."""
    transfers.banks()
    form = TransferForm(in_force("kumamoto", portal_clock.now()).rules.transfer.items, {})
    fields = tuple(name for name in form.fields if not name.startswith("hand_"))
    return Page(address, dict(transfers.TYPED), form, fields)


def transfer_by_status(client: Client) -> Page:
    claim = received()
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return transfer("/status/transfer/")


def transfer_after_applying(client: Client) -> Page:
    return transfer(f"{holding(client, received())}transfer/")


def misuse(client: Client) -> Page:
    address = str(client.post("/twooca/claim/").headers["Location"])
    return Page(address, dict(fraud.typed()), FraudForm({}))


def message(client: Client) -> Page:
    return Page("/verify-message/", {"link": "https://example.example/r/x"}, MessageForm())


PAGES: dict[str, Way] = {
    **{f"application {programme}": application(programme) for programme in PROGRAMMES},
    "channel": channel,
    "contact code": contact_code,
    "where to": where_to,
    "resume": resume,
    "consent": consent,
    "status": status,
    "correction": correction,
    "look again": look_again,
    "missing items": missing_items,
    "transfer by status": transfer_by_status,
    "transfer after applying": transfer_after_applying,
    "misuse": misuse,
    "message": message,
}
_ONCE = {"consent", "correction", "look again", "missing items"}
"""What is taken there is done: the next text needs a claim of its own."""


@pytest.fixture
def unthrottled(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is tried here is what becomes of a text, not how often one may try."""
    for limit in ("MOST_FROM_ONE_ADDRESS", "MOST_ON_ONE_NUMBER", "MOST_ON_ONE_NUMBER_FROM_ANYWHERE"):
        monkeypatch.setattr(throttle, limit, 10**6)


@pytest.mark.usefixtures("unthrottled")
@pytest.mark.parametrize("name", PAGES)
def test_every_field_of_every_step(client: Client, name: str) -> None:
    every_field(client, PAGES[name], once=name in _ONCE)


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
