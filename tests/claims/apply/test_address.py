"""Looking an address up by its postal code, without scripts."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from claims import answers as claim_answers
from claims.models import Claim
from foundation.japan.models import Place
from tests.claims.apply.walking import begin, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes", "places")]


@pytest.fixture
def places(db: None) -> None:
    for code, town in (("9990001", "中町"), ("9990002", "北町"), ("9990002", "南町")):
        Place.objects.create(postal_code=code, prefecture="架空県", city="見本市", town=town)


def looked_up(client: Client, address: str, code: str, present: str = "", **sent: str) -> str:
    answer = client.post(address, typed(postal_code=code, address=present, **{"look_up": "1", **sent}))
    return answer.content.decode()


def standing(page: str) -> str:
    found = re.search(r'name="address" value="([^"]*)"', page)
    return found[1] if found else ""


def test_one_place_is_put_in_and_the_number_comes_next(client: Client) -> None:
    page = looked_up(client, begin(client), "９９９ー０００１")
    assert standing(page) == "架空県見本市中町"
    assert re.findall(r'id="(\w+)"[^>]* autofocus|autofocus[^>]* id="(\w+)"', page) == [("", "id_address_rest")]
    assert "error-summary" not in page


def test_several_places_are_offered_and_one_is_taken(client: Client) -> None:
    address = begin(client)
    page = looked_up(client, address, "999-0002")
    assert re.findall(r"<option>([^<]+)</option>", page) == ["架空県見本市北町", "架空県見本市南町"]
    assert standing(page) == ""
    taken = looked_up(client, address, "999-0002", look_up="take", place="架空県見本市南町")
    assert standing(taken) == "架空県見本市南町"


def test_what_was_typed_is_not_written_over(client: Client) -> None:
    address = begin(client)
    page = looked_up(client, address, "999-0001", present="東京都千代田区千代田")
    assert standing(page) == "東京都千代田区千代田"
    assert re.findall(r"<option>([^<]+)</option>", page) == ["架空県見本市中町"]


def test_only_a_place_of_the_code_is_taken(client: Client) -> None:
    page = looked_up(client, begin(client), "999-0001", present="x", look_up="take", place="<script>")
    assert standing(page) == "x"


@pytest.mark.parametrize("code", ["9999999", "12", "", "あ", "\x00"])
def test_a_code_of_nothing_is_said_and_the_rest_stays(client: Client, code: str) -> None:
    page = looked_up(client, begin(client), code, present="見本町")
    assert "この郵便番号は見つかりませんでした" in page
    assert standing(page) == "見本町"


def test_the_address_may_be_typed_without_any_code(client: Client) -> None:
    address = begin(client)
    client.post(address, typed(postal_code="", address="5 Sample Road, London", address_rest="UK"))
    assert claim_answers.of(Claim.objects.get()).given["address"] == "5 Sample Road, London UK"
