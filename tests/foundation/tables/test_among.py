"""One parameter for thousands of values, on either database."""

from __future__ import annotations

import pytest
from django.db.models import F

from foundation.staff.models import Office
from foundation.tables.among import Among

pytestmark = pytest.mark.django_db


def test_numbers_and_texts_are_found() -> None:
    offices = [Office.objects.create(slug=f"office-{n}", name_ja="局", name_en="office") for n in range(3)]
    by_id = Office.objects.filter(Among(F("id"), [offices[0].pk, offices[2].pk]))
    by_slug = Office.objects.filter(Among(F("slug"), {"office-1", 'it\'s "no" office'}))
    assert sorted(by_id.values_list("slug", flat=True)) == ["office-0", "office-2"]
    assert list(by_slug) == [offices[1]]


def test_nothing_is_among_nothing() -> None:
    Office.objects.create(slug="office", name_ja="局", name_en="office")
    assert (list(Office.objects.filter(Among(F("id"), []))), list(Office.objects.filter(Among(F("slug"), [])))) == (
        [],
        [],
    )


def test_thousands_are_one_parameter() -> None:
    Office.objects.create(slug="office", name_ja="局", name_en="office")
    assert Office.objects.filter(Among(F("slug"), [*map(str, range(50_000)), "office"])).count() == 1
