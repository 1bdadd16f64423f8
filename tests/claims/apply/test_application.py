"""The application on the site, from the first button to the claim number."""

from __future__ import annotations

import re

import pytest
import time_machine
from django.test import Client

from claims import answers as claim_answers
from claims.apply.forms import ApplicationForm
from claims.apply.items import asked_items
from claims.models import Claim
from compensation.programmes import in_force
from foundation.trail import clock as portal_clock
from notifications.models import Message
from tests.claims.apply.walking import ask_for_code, begin, code_in, prove, ready, send, shown, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

ITEMS = {
    "kumamoto": ["name", "address", "contact", "email", "coupon_number"],
    "nara": ["name", "address", "contact", "email", "coupon_number"],
    "iwate": ["name", "contact", "prefecture_used", "travel_date", "coupon_number", "delivery_destination"],
    "yamanashi": ["coupon_number", "delivery_destination", "points"],
}


@pytest.mark.parametrize("programme", ITEMS)
def test_asks_the_items_of_the_bulletin_and_no_other(programme: str) -> None:
    rules = in_force(programme, portal_clock.now()).rules
    assert [item.id for item in asked_items(rules)] == ITEMS[programme]


@pytest.mark.parametrize("programme", ITEMS)
def test_only_what_the_bulletin_asks_must_be_given(programme: str) -> None:
    form = ApplicationForm(in_force(programme, portal_clock.now()).rules, {})
    assert {name for name, field in form.fields.items() if field.required} == set(ITEMS[programme])
    assert set(form.fields) - set(ITEMS[programme]) <= {"name_kana", "postal_code", "address_rest"}


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        (("", "〒860-0001 熊本県熊本市", ""), "〒860-0001 熊本県熊本市"),
        (("８６０ー０００１", "熊本県熊本市", "1-2-3"), "〒860-0001 熊本県熊本市 1-2-3"),
        (("", "8600001熊本県熊本市", "1-2"), "〒860-0001 熊本県熊本市 1-2"),
        (("", "熊本県熊本市1-2-3", ""), "熊本県熊本市1-2-3"),
        (("", "12345678 Some Street", "Flat 2"), "12345678 Some Street Flat 2"),
        (("860-0001", "〒860-0001 熊本県", ""), "〒860-0001 熊本県"),
    ],
)
def test_a_postal_code_is_part_of_the_address(client: Client, written: tuple[str, str, str], kept: str) -> None:
    address = begin(client)
    client.post(address, typed(**dict(zip(("postal_code", "address", "address_rest"), written, strict=True))))
    assert claim_answers.of(Claim.objects.get()).given["address"] == kept


@pytest.mark.parametrize("programme", ITEMS)
def test_from_the_first_button_to_the_claim(client: Client, programme: str) -> None:
    address = begin(client, programme)
    assert client.post(address, typed(programme)).headers["Location"] == f"{address}reach/"
    assert prove(client, address, code_in(ask_for_code(client, address))) == f"{address}confirm/"
    assert send(client, address) == f"{address}done/"
    claim = Claim.objects.get()
    assert claim.number is not None
    assert claim.number in client.get(f"{address}done/").content.decode()
    assert [row.inquiry_number for row in claim.coupons.all()] == ["12345678"]
    assert list(Message.objects.order_by("pk").values_list("purpose", flat=True)) == [
        "contact_code",
        "acknowledgement",
    ]


def test_reading_pages_makes_nothing(client: Client) -> None:
    for page in ("/", "/kumamoto/", "/kumamoto/apply/", "/status/"):
        assert client.get(page).status_code == 200
    assert Claim.objects.count() == 0
    assert "sessionid" not in client.cookies


def test_eight_coupons_of_a_family_are_one_claim(client: Client) -> None:
    address = ready(client, coupon_number=[*(f"1000{n}" for n in range(6)), "10006、10007"])
    send(client, address)
    stored = Claim.objects.get().coupons.order_by("position").values_list("inquiry_number", flat=True)
    assert list(stored) == [f"1000{n}" for n in range(8)]


def test_a_number_typed_twice_counts_once(client: Client) -> None:
    address = ready(client, coupon_number=["1234-5678", "１２３４５６７８"])
    send(client, address)
    assert Claim.objects.get().coupons.count() == 1


def test_more_boxes_keep_what_was_typed_and_check_nothing(client: Client) -> None:
    address = begin(client)
    answer = client.post(address, typed(email="half", add="1")).content.decode()
    assert answer.count('name="coupon_number"') == 2
    assert re.findall(r'id="(\w+)"[^>]* autofocus', answer) == ["id_coupon_number_2"]
    assert 'value="half"' in answer
    assert "error-summary" not in answer


def test_the_other_language_keeps_what_was_typed(client: Client) -> None:
    address = begin(client)
    answer = client.post(f"{address}?lang=en", typed(keep="1")).content.decode()
    assert '<html lang="en">' in answer
    assert 'value="山田　太郎"' in answer
    assert "error-summary" not in answer


def test_what_cannot_be_read_comes_back_as_typed_and_stays(client: Client) -> None:
    address = begin(client)
    answer = client.post(address, typed(contact="０９０")).content.decode()
    assert "<title>エラー：" in answer
    assert 'href="#id_contact"' in answer
    assert 'value="０９０"' in answer
    assert 'value="０９０"' in client.get(address).content.decode()
    assert client.get(f"{address}confirm/").headers["Location"] == address


def test_consent_is_needed(client: Client) -> None:
    address = ready(client)
    answer = client.post(f"{address}confirm/", {"shown": shown(client, address)})
    assert answer.status_code == 200
    assert Claim.objects.get().state == "draft"


def test_who_applies_must_be_said(client: Client) -> None:
    address = ready(client)
    answer = client.post(f"{address}confirm/", {"shown": shown(client, address), "agreed": "on"}).content.decode()
    assert 'href="#id_traveller' in answer
    assert Claim.objects.get().state == "draft"


def test_who_applies_for_somebody_else_is_received_and_told_to_call(client: Client) -> None:
    address = ready(client)
    client.post(f"{address}confirm/", {"shown": shown(client, address), "agreed": "on", "traveller": "no"})
    assert (Claim.objects.get().state, Claim.objects.get().declares_traveller) == ("received", False)
    assert "担当者が事情をうかがってから判断します" in client.get(f"{address}done/").content.decode()


def test_pressing_twice_is_one_claim(client: Client) -> None:
    address = ready(client)
    seen = shown(client, address)
    first, second = (
        client.post(f"{address}confirm/", {"shown": seen, "agreed": "on", "traveller": "yes"}) for _ in range(2)
    )
    assert first.headers["Location"] == second.headers["Location"] == f"{address}done/"
    assert (Claim.objects.count(), Message.objects.filter(purpose="acknowledgement").count()) == (1, 1)


def test_another_window_changed_the_answers(client: Client) -> None:
    address = ready(client)
    seen = shown(client, address)
    client.post(address, typed(name="山田　花子"))
    answer = client.post(f"{address}confirm/", {"shown": seen, "agreed": "on", "traveller": "yes"})
    assert answer.status_code == 200
    assert Claim.objects.get().state == "draft"
    send(client, address)
    assert claim_answers.of(Claim.objects.get()).given["name"] == "山田 花子"


def test_two_drafts_do_not_mix(client: Client) -> None:
    one, two = begin(client), begin(client)
    client.post(one, typed(name="山田　太郎"))
    client.post(two, typed(name="鈴木　花子"))
    assert 'value="山田　太郎"' in client.get(one).content.decode()


def test_a_strangers_key_opens_nothing(client: Client) -> None:
    begin(client)
    assert "再開コード" in client.get("/kumamoto/apply/00000000-0000-4000-8000-000000000000/").content.decode()


def test_known_and_unknown_numbers_get_the_same_answer(client: Client) -> None:
    answers = []
    for number in ("12345678", "99999999"):
        address = ready(client, coupon_number=[number])
        done = client.get(send(client, address)).content.decode()
        claim = Claim.objects.get(draft_key=address.split("/")[-2])
        answers.append(done.replace(str(claim.number), "NUMBER"))
    assert answers[0] == answers[1]


@pytest.mark.parametrize(
    ("programme", "moment", "title"),
    [
        ("kumamoto", "2023-03-24T13:59:59+09:00", "受付開始前です"),
        ("kumamoto", "2023-03-24T14:00:00+09:00", "申請の前に"),
        ("kumamoto", "2023-04-30T23:59:59+09:00", "申請の前に"),
        ("kumamoto", "2023-05-01T00:00:00+09:00", "申請の受付は終わりました"),
        ("iwate", "2023-05-01T00:00:00+09:00", "申請の受付は終わりました"),
        ("nara", "2023-03-22T12:00:00+09:00", "受付開始前です"),
        ("yamanashi", "2023-05-01T00:00:00+09:00", "申請の前に"),
    ],
)
def test_opening_and_deadline(
    client: Client, clock: time_machine.Traveller, programme: str, moment: str, title: str
) -> None:
    clock.move_to(moment)
    assert f"<title>{title} |" in client.get(f"/{programme}/apply/").content.decode()


def test_a_draft_of_the_last_minute_is_not_received_after_it(client: Client, clock: time_machine.Traveller) -> None:
    clock.move_to("2023-04-30T23:59:00+09:00")
    address = ready(client)
    seen = shown(client, address)
    clock.move_to("2023-05-01T00:00:00+09:00")
    answer = client.post(f"{address}confirm/", {"shown": seen, "agreed": "on", "traveller": "yes"})
    assert "申請の受付は終わりました" in answer.content.decode()
    assert Claim.objects.get().state == "draft"


@pytest.mark.parametrize("text", ["<b>", "ab", "あいうえお", "1" * 41, "1234\x00", "12 34 5#"])
def test_what_is_no_inquiry_number(client: Client, text: str) -> None:
    address = begin(client)
    answer = client.post(address, typed(coupon_number=[text])).content.decode()
    assert 'href="#id_coupon_number_1"' in answer


@pytest.mark.parametrize("destination", ["", "03-5555-1234"])
def test_iwate_needs_somewhere_to_send_the_link(client: Client, destination: str) -> None:
    address = begin(client, "iwate")
    answer = client.post(address, typed("iwate", delivery_destination=destination)).content.decode()
    assert 'href="#id_delivery_destination"' in answer


def test_iwate_sends_those_of_another_prefecture_on(client: Client) -> None:
    address = begin(client, "iwate")
    answer = client.post(address, typed("iwate", prefecture_used="nara")).content.decode()
    assert 'href="#id_prefecture_used"' in answer


@pytest.mark.parametrize("day", [["2023", "2", "30"], ["2023", "", ""], ["2024", "1", "1"], ["x", "y", "z"]])
def test_days_that_do_not_exist_or_have_not_come(client: Client, day: list[str]) -> None:
    address = begin(client, "iwate")
    answer = client.post(address, typed("iwate", travel_date=day)).content.decode()
    assert 'href="#id_travel_date_1"' in answer
