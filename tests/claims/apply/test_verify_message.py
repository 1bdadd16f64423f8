"""Is this from you: yes for the very link that left us, one and the same answer for everything else."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from claims.apply import verify_views
from compensation.links import new_link, reissue, url_of
from compensation.models import Bulletin, Payout, PayoutLink
from compensation.sent_links import sent_link
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.envelope import Envelope, seal_envelope
from notifications.models import Attempt, Message
from tests.factories.compensation import PayeeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

SITE = "https://portal.example.jp"


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = SITE


def sent(channel: str = "sms", state: str = "delivered", *, attempted: bool = True) -> str:
    """A payout's link that a message carried; its token."""
    bulletin = Bulletin.objects.get(key="kumamoto-3")
    payout = Payout.objects.create(
        number="P-1",
        programme=bulletin.programme,
        payee=PayeeFactory.create(programme=bulletin.programme),
        route="automatic",
        state="released",
        yen=2000,
        bulletin=bulletin,
        recorded_at=clock.now(),
    )
    made = new_link()
    PayoutLink.objects.create(payout=payout, token_hash=made.hash, token_sealed=made.sealed, issued_at=clock.now())
    carry(payout, made.url, channel, state, attempted=attempted)
    return made.url.rpartition("/")[2]


def carry(payout: Payout, url: str, channel: str, state: str, *, attempted: bool = True) -> None:
    """A message about a payout, with this link in it."""
    reference = uuid4()
    sealed = seal_envelope(reference, channel, Envelope("+819012345678", "ご案内", f"補償のご案内です。\n{url}\n"))
    message = Message.objects.create(
        reference=reference,
        scope=payout.programme.slug,
        subject_kind="payout",
        subject_ref=payout.number,
        purpose="payout_link",
        channel=channel,
        text_version="test-1",
        **sealed._asdict(),
        state=state,
        due_at=clock.now(),
        recorded_at=clock.now(),
    )
    if attempted:
        attempt(message)


def attempt(message: Message) -> None:
    """A call to a provider with this message."""
    if not message.attempts.exists():
        Attempt.objects.create(
            message=message, number=1, provider="file", request_hash=b"0" * 32, started_at=clock.now()
        )


def asked(client: Client, text: str, address: str = "127.0.0.1") -> str:
    answer = client.post("/verify-message/", {"link": text}, REMOTE_ADDR=address)
    assert answer.status_code == 200
    return answer.content.decode()


def verdict(page: str) -> list[str]:
    return re.findall(r'data-answer="(\w+)"', page)


def test_the_very_link_and_its_code_are_ours(client: Client) -> None:
    token = sent()
    for text in (f"{SITE}/r/{token}", f"{SITE}/r/{token}/", f"HTTPS://Portal.example.jp/r/{token}", token.upper()):
        page = asked(client, f" {text} ")
        assert verdict(page) == ["yes"], text
        assert "2023年4月10日（月）に、SMS（ショートメール）でお送りしました。" in page


def test_the_channel_is_told(client: Client) -> None:
    page = asked(client, sent("email"))
    assert "2023年4月10日（月）に、メールでお送りしました。" in page


def test_nothing_personal_is_told(client: Client) -> None:
    token = sent()
    page = asked(client, token)
    payout = Payout.objects.get()
    told = [text for text in (payout.number, "+819012345678", "090-1234-5678", f"{payout.yen:,}円") if text in page]
    assert told == []


NOT_OURS = (
    "https://portal.example.jp.evil.example/r/{token}",
    "https://evil.example/r/{token}",
    "https://portal.example.jp@evil.example/r/{token}",
    "http://portal.example.jp/r/{token}",
    "https://portal.example.jp/x/r/{token}",
    "https://portal.example.jp/r/{token}?next=evil",
    "https://portal.example.jp/r/{token}#x",
    "portal.example.jp/r/{token}",
    "https://p\u043ertal.example.jp/r/{token}",
    "{token}x",
    "{shorter}",
    "00000000000000000000000000",
    "お知らせ",
    "<script>alert(1)</script>",
    "😀😀",
)
"""A genuine code under a foreign address, one wrong sign, and plain nonsense."""


def test_anything_else_gets_the_same_answer(client: Client) -> None:
    token = sent()
    pages = [asked(client, text.format(token=token, shorter=token[:-1])) for text in NOT_OURS]
    answers = {page.split('data-answer="')[1].split("</div>")[0] for page in pages}
    assert [answer[:3] for answer in answers] == ['no"']
    assert [page for page in pages if "<script>alert" in page] == []


@pytest.mark.parametrize("text", ["\x00", "x" * 301, "x" * 500_000])
def test_what_cannot_be_a_link_is_an_error_that_says_so(client: Client, text: str) -> None:
    answer = client.post("/verify-message/", {"link": text})
    assert (answer.status_code, verdict(answer.content.decode())) == (422, [])


def test_only_what_left_us_counts() -> None:
    token = sent(attempted=False)
    states = ("planned", "ready", "cancelled", "rejected", "expired", "accepted", "undelivered", "unknown")
    found = []
    for attempted in (False, True):
        for state in states:
            Message.objects.update(state=state)
            found += [(state, attempted)] if sent_link(token) is not None else []
        attempt(Message.objects.get())
    assert found == [(state, True) for state in ("expired", "accepted", "undelivered", "unknown")]


def test_a_link_that_was_replaced_was_sent_and_the_new_one_was_not_yet(client: Client) -> None:
    token = sent()
    reissue(Payout.objects.get(), by=Actor.system("tests"))
    fresh = url_of(PayoutLink.objects.get(ended_at__isnull=True))
    assert (verdict(asked(client, token)), verdict(asked(client, fresh))) == (["yes"], ["no"])


def test_the_link_is_not_marked_used(client: Client) -> None:
    token = sent()
    before = list(PayoutLink.objects.values()), list(Payout.objects.values()), list(Message.objects.values())
    asked(client, token)
    assert before == (list(PayoutLink.objects.values()), list(Payout.objects.values()), list(Message.objects.values()))


def test_known_and_unknown_take_the_same_steps(client: Client) -> None:
    """The same status, the same queries; the time is compared in `test_even_answers.py`."""
    token = sent()
    asked(client, token)
    steps = []
    for text in (token, "0" * 26):
        with CaptureQueriesContext(connection) as queries:
            asked(client, text)
        steps.append([re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in queries])
    assert steps[0] == steps[1]


def test_a_network_that_asks_too_often_waits_until_tomorrow(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verify_views, "MOST_A_DAY", 2)
    token = sent()
    for host in ("192.0.2.1", "192.0.2.200"):
        asked(client, token, host)
    late = [
        client.post("/verify-message/", {"link": text}, REMOTE_ADDR="192.0.2.3").status_code for text in (token, "x")
    ]
    assert (late, verdict(asked(client, token, "192.0.3.1"))) == ([429, 429], ["yes"])


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        ("", ""),
        ("unix:", ""),
    ],
)
def test_the_network_of_an_address(address: str, network: str) -> None:
    assert verify_views.network(address) == network


def test_the_samples_are_what_would_be_sent(client: Client) -> None:
    page = client.get("/verify-message/").content.decode()
    assert page.count('<figure class="sample">') == 25  # two or three of the points, four of a claim, by campaign
    assert "くまもと再発見の旅事務局から補償のご案内です。" in page
    assert "regionpay_compensation_ml@giftpad.jp" in page
    assert f"{SITE}/r/xxxxxxxxxxxxxxxxxxxxxxxxxx" in page


def test_nothing_typed_is_an_error_that_says_so(client: Client) -> None:
    answer = client.post("/verify-message/", {"link": " "})
    assert (answer.status_code, verdict(answer.content.decode())) == (422, [])
    assert "リンクかコードを入力してください。" in answer.content.decode()


def test_a_link_in_an_address_is_not_read(client: Client) -> None:
    assert verdict(client.get("/verify-message/", {"link": sent()}).content.decode()) == []


def test_the_language_changes_and_the_link_stays(client: Client) -> None:
    page = client.post("/verify-message/?lang=en", {"link": "half-typed", "keep": "1"}).content.decode()
    assert ('<html lang="en">' in page, 'value="half-typed"' in page, verdict(page)) == (True, True, [])
