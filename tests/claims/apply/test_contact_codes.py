"""The code that proves a contact: to whom it goes, how often, and what happens without it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from pytest_django import Settings

from claims import contact_codes
from claims.models import Claim, ContactCode
from claims.models.contact_code import MOST_TRIES
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.claims.apply.walking import ask_for_code, begin, code_in, consented, prove, ready, send, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def asking(client: Client, programme: str = "kumamoto", **other: str) -> str:
    address = begin(client, programme)
    client.post(address, typed(programme, **other))
    return address


def test_the_code_goes_to_the_contact_that_was_chosen(client: Client) -> None:
    address = asking(client)
    ask_for_code(client, address, "sms")
    message = Message.objects.get()
    assert (message.channel, open_envelope(message).address) == ("sms", "+819012345678")
    assert prove(client, address, code_in(open_envelope(message).body)) == f"{address}confirm/"
    send(client, address)
    acknowledged = Message.objects.get(purpose="acknowledgement")
    assert (acknowledged.channel, open_envelope(acknowledged).address) == ("sms", "+819012345678")


def test_an_sms_of_one_code_is_short(client: Client) -> None:
    ask_for_code(client, asking(client), "sms")
    assert Message.objects.get().parts <= 2


@pytest.mark.parametrize("contact", ["090-1234-5678", "070-9999-1111"])
def test_any_well_formed_contact_gets_one(client: Client, contact: str) -> None:
    address = asking(client, "iwate", delivery_destination=contact)
    assert code_in(ask_for_code(client, address))


def test_a_landline_alone_is_written_to_by_mail(client: Client) -> None:
    address = asking(client, contact="03-5555-1234")
    assert 'name="channel"' not in client.get(f"{address}reach/").content.decode()
    ask_for_code(client, address)
    assert Message.objects.get().channel == "email"


def test_only_hashes_of_code_and_contact_are_kept(client: Client) -> None:
    code = code_in(ask_for_code(client, asking(client)))
    row = ContactCode.objects.get()
    assert code.encode() not in bytes(row.code_hash or b"")
    assert b"taro" not in bytes(row.address_hash)


def test_the_check_cannot_be_reached_without_it(client: Client) -> None:
    address = asking(client)
    assert client.get(f"{address}confirm/").headers["Location"] == f"{address}reach/"
    assert client.post(f"{address}confirm/", {"agreed": "on"}).headers["Location"] == f"{address}reach/"


def test_a_wrong_code_stays_and_says_so(client: Client) -> None:
    address = asking(client)
    right = code_in(ask_for_code(client, address))
    wrong = f"{(int(right) + 1) % 10**6:06}"
    page = client.post(f"{address}reach/", {"code": wrong}).content.decode()
    assert "<title>エラー：" in page
    assert f'value="{wrong}"' in page
    assert prove(client, address, right) == f"{address}confirm/"


@pytest.mark.parametrize(
    "change", [str, lambda code: code.translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
)
def test_the_code_is_read_in_any_width(client: Client, change: Callable[[str], str]) -> None:
    address = asking(client)
    assert prove(client, address, change(code_in(ask_for_code(client, address)))) == f"{address}confirm/"


def test_five_tries_end_a_code_and_a_new_one_works(client: Client, clock: time_machine.Traveller) -> None:
    address = asking(client)
    right = code_in(ask_for_code(client, address))
    for n in range(MOST_TRIES):
        prove(client, address, f"{(int(right) + 1 + n) % 10**6:06}")
    assert prove(client, address, right) == ""
    clock.shift(61)
    assert prove(client, address, code_in(ask_for_code(client, address))) == f"{address}confirm/"


def test_a_code_expires(client: Client, clock: time_machine.Traveller) -> None:
    address = asking(client)
    code = code_in(ask_for_code(client, address))
    clock.shift(contact_codes.VALID)
    assert prove(client, address, code) == ""


def test_an_earlier_code_counts_as_long_as_it_lasts(client: Client, clock: time_machine.Traveller) -> None:
    address = asking(client)
    first = code_in(ask_for_code(client, address))
    clock.shift(61)
    ask_for_code(client, address)
    assert prove(client, address, first) == f"{address}confirm/"


def test_a_second_one_within_a_minute_is_not_sent(client: Client) -> None:
    address = asking(client)
    ask_for_code(client, address)
    page = client.post(f"{address}reach/", {"channel": "email"}, follow=True).content.decode()
    assert "1分たってから" in page
    assert Message.objects.count() == 1


def test_the_code_of_one_draft_proves_nothing_for_another(client: Client) -> None:
    code = code_in(ask_for_code(client, asking(client)))
    other = asking(client)
    own = code_in(ask_for_code(client, other))
    assert prove(client, other, code) == ("" if code != own else f"{other}confirm/")


def test_another_contact_is_to_be_proved_anew(client: Client) -> None:
    address = ready(client)
    assert client.post(address, typed(email="other@example.jp")).headers["Location"] == f"{address}reach/"
    assert client.post(address, typed()).headers["Location"] == f"{address}confirm/"


def test_five_a_day_to_one_contact_from_whichever_draft(client: Client, clock: time_machine.Traveller) -> None:
    for _ in range(7):
        ask_for_code(client, asking(client))
    assert Message.objects.count() == contact_codes.A_DAY_TO_ONE_ADDRESS
    clock.move_to("2023-04-11T00:00:00+09:00")
    ask_for_code(client, asking(client))
    assert Message.objects.count() == contact_codes.A_DAY_TO_ONE_ADDRESS + 1


def test_the_limit_of_a_network_leaves_other_networks(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contact_codes, "A_DAY_FROM_ONE_NETWORK", 2)
    for n in range(4):
        ask_for_code(client, asking(client, email=f"a{n}@example.jp"))
    assert Message.objects.count() == 2
    ask_for_code(client, asking(client, email="b@example.jp"), REMOTE_ADDR="192.0.2.7")
    assert Message.objects.count() == 3


def test_a_day_has_a_limit_for_all(client: Client, settings: Settings) -> None:
    settings.CONTACT_CODES_A_DAY = 1
    for n in range(2):
        address = asking(client, email=f"a{n}@example.jp")
        client.post(f"{address}reach/", {"channel": "email"}, REMOTE_ADDR=f"192.0.2.{n}")
    assert Message.objects.count() == 1


def test_whoever_is_refused_a_code_may_go_on_without(client: Client, settings: Settings) -> None:
    settings.CONTACT_CODES_A_DAY = 0
    address = asking(client)
    page = client.post(f"{address}reach/", {"channel": "email"}, follow=True).content.decode()
    assert "本日は、この送り先またはお使いの回線へ" in page
    assert client.post(f"{address}reach/", {"without": "1"}).headers["Location"] == f"{address}confirm/"


def test_going_on_without_a_code_is_received_and_told(client: Client) -> None:
    address = asking(client)
    assert client.post(f"{address}reach/", {"without": "1"}).headers["Location"] == f"{address}reach/"
    ask_for_code(client, address)
    client.post(f"{address}reach/", {"without": "1"})
    assert "未確認" in client.get(f"{address}confirm/").content.decode()
    client.post(f"{address}confirm/", consented(client, address))
    assert Claim.objects.get().state == "received"
    assert "送り先に届くことを確認できていません" in client.get(f"{address}done/").content.decode()


def test_asking_for_a_code_twice_at_once_is_one_message(client: Client) -> None:
    address = asking(client)
    for _ in range(2):
        client.post(f"{address}reach/", {"channel": "email"})
    assert Message.objects.count() == 1
