"""The products of the file stand in the table, and stand there once."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compensation import bulletin_files
from compensation.gifts.models import GiftProduct
from compensation.gifts.products import FILE, Loaded, ProductFileError, load_products
from foundation.trail.actor import Actor

BY = Actor.system("tests")
pytestmark = pytest.mark.django_db


def edited(tmp_path: Path, old: str, new: str) -> Path:
    file = tmp_path / "products.toml"
    file.write_text(FILE.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return file


def test_twice_is_once() -> None:
    assert [load_products(by=BY), load_products(by=BY)] == [Loaded(5, 0), Loaded(0, 0)]


def test_every_method_of_the_bulletins_is_a_product() -> None:
    load_products(by=BY)
    named = set()
    for path in bulletin_files.FOLDER.glob("*.toml"):
        named |= set(re.findall(r'id = "(\w+)".*handed_over_as = "gift_code"', path.read_text(encoding="utf-8")))
    assert set(GiftProduct.objects.values_list("slug", flat=True)) == named


def test_a_change_is_taken_over(tmp_path: Path) -> None:
    load_products(by=BY)
    assert load_products(edited(tmp_path, "Edy Gift ID", "Edy Gift"), by=BY) == Loaded(0, 1)
    assert GiftProduct.objects.get(slug="edy").name_en == "Edy Gift"


@pytest.mark.parametrize(
    ("old", "new"),
    [("issuer", "isuer"), ('"[A-Z0-9]{16}"', '"["'), ("[[product]]", "[[product")],
)
def test_a_faulty_file_changes_nothing(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(ProductFileError):
        load_products(edited(tmp_path, old, new), by=BY)
    assert GiftProduct.objects.count() == 0
