"""Postal codes and what they stand for."""

from __future__ import annotations

import pytest

from foundation.japan.errors import UnreadableError
from foundation.japan.models import Place
from foundation.japan.places import load_places, places_of, places_or_none

pytestmark = pytest.mark.django_db


def place(code: str, **other: str) -> Place:
    return Place.objects.create(postal_code=code, **{"prefecture": "架空県", "city": "見本市", "town": "", **other})


@pytest.mark.parametrize("typed", ["9990001", "999-0001", "９９９ー０００１", "〒999‐0001", " 999 0001 "])
def test_a_code_is_found_in_any_width_and_with_any_hyphen(typed: str) -> None:
    place("9990001", town="中町")
    assert places_of(typed) == ["架空県見本市中町"]


def test_several_towns_come_in_their_order_each_once() -> None:
    for town in ("北町", "南町", "北町"):
        place("9990002", town=town)
    assert places_of("9990002") == ["架空県見本市北町", "架空県見本市南町"]


def test_an_office_has_its_block() -> None:
    place("9998601", town="中町", block="1-2", office="見本株式会社")
    assert places_of("9998601") == ["架空県見本市中町1-2"]


def test_a_code_of_nothing_and_what_is_no_code() -> None:
    assert places_of("9999999") == []
    assert places_or_none("nonsense") == []
    with pytest.raises(UnreadableError):
        places_of("12")


def test_loading_replaces_what_stood_there() -> None:
    place("9990001")
    assert load_places() == Place.objects.count() > 140_000
    assert places_of("9990001") == []
    assert places_of("498-0000") == ["愛知県弥富市", "三重県桑名郡木曽岬町"]
    assert places_of("100-0001") == ["東京都千代田区千代田"]
