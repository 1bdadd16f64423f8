"""Bulletin files into the database: all or none, and never one that was changed after it had decided."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from compensation.bulletin_files import FOLDER
from compensation.bulletin_loading import LoadError, load_bulletins
from compensation.models import Bulletin, Incident, Programme
from compensation.programmes import fraud_policy, in_force, programme_list, rules_of
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.factories.compensation import CouponFactory, DecisionFactory, PayoutFactory, jst

pytestmark = pytest.mark.django_db
BY = Actor.system("tests")
Edit = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(FOLDER, tmp_path / "bulletins"))


@pytest.fixture
def edit(folder: Path) -> Edit:
    """Replaces text in a file of the folder, or writes the outcome beside it under another name."""

    def change(name: str, *pairs: tuple[str, str], into: str = "") -> Path:
        text = (folder / name).read_text(encoding="utf-8")
        for old, new in pairs:
            assert old in text
            text = text.replace(old, new)
        path = folder / (into or name)
        path.write_text(text, encoding="utf-8")
        return path

    return change


NEXT_STAGE = [
    ('id = "kumamoto-3"', 'id = "kumamoto-4"'),
    ("stage = 3", "stage = 4"),
    ("in_force_from = 2023-03-24", "in_force_from = 2023-04-10"),
    ('ja = "くまもと再発見の旅", en', 'ja = "くまもと再発見の旅２", en'),
]
EARLIER = ("in_force_from = 2023-03-24", "in_force_from = 2023-03-23")


def loaded(folder: Path) -> list[str]:
    return [row.key for row in load_bulletins(folder, by=BY)]


def test_all_files_of_a_folder(folder: Path) -> None:
    keys = ["iwate-2", "kumamoto-3", "nara-3", "twooca-1", "yamanashi-1"]
    assert loaded(folder) == keys
    assert [row.slug for row in programme_list()] == ["iwate", "kumamoto", "nara", "twooca", "yamanashi"]
    kumamoto = Programme.objects.get(slug="kumamoto")
    assert (kumamoto.kind, kumamoto.name_ja, kumamoto.name_en) == (
        "coupon",
        "くまもと再発見の旅",
        "Kumamoto Rediscovery Travel",
    )
    assert (Programme.objects.get(slug="twooca").kind, Incident.objects.count()) == ("fraud", 1)
    assert list(AuditEvent.objects.order_by("pk").values_list("subject_ref", flat=True)) == keys


def test_again_changes_nothing(folder: Path) -> None:
    load_bulletins(folder, by=BY)
    before = list(Bulletin.objects.order_by("pk").values())
    assert loaded(folder) == []
    assert list(Bulletin.objects.order_by("pk").values()) == before


def test_other_line_ends_are_the_same_file(folder: Path) -> None:
    load_bulletins(folder, by=BY)
    path = folder / "nara-3.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert loaded(folder) == []


def test_a_changed_file_that_decided_nothing_is_renewed(folder: Path, edit: Edit) -> None:
    load_bulletins(folder, by=BY)
    old = Bulletin.objects.get(key="kumamoto-3")
    edit("kumamoto-3.toml", ("0120-479-249", "0120-000-000"))
    assert loaded(folder) == ["kumamoto-3"]
    renewed = Bulletin.objects.get(key="kumamoto-3")
    assert (renewed.pk, renewed.sha256 == old.sha256) == (old.pk, False)
    assert rules_of(renewed).contact.telephone == "0120-000-000"


def decided(bulletin: Bulletin) -> None:
    DecisionFactory.create(coupon=CouponFactory.create(programme=bulletin.programme), bulletin=bulletin)


def paid(bulletin: Bulletin) -> None:
    PayoutFactory.create(payee__programme=bulletin.programme, bulletin=bulletin)


@pytest.mark.parametrize("use", [decided, paid])
def test_a_changed_file_that_was_used_is_refused(folder: Path, edit: Edit, use: Callable[[Bulletin], None]) -> None:
    load_bulletins(folder, by=BY)
    use(Bulletin.objects.get(key="kumamoto-3"))
    path = edit("kumamoto-3.toml", ("0120-479-249", "0120-000-000"))
    edit("nara-3.toml", ("0120-479-249", "0120-000-000"))
    line = path.read_text(encoding="utf-8").split("0120-000-000")[0].count("\n") + 1
    with pytest.raises(LoadError) as refused:
        load_bulletins(folder, by=BY)
    fault = f"kumamoto-3.toml: line {line}: kumamoto-3 was used for a decision, and the file was changed since."
    remedy = "Put it back as it was, and write the change as a new bulletin with its own id and the next stage"
    assert refused.value.faults == [f"{fault} {remedy}"]
    assert rules_of(Bulletin.objects.get(key="nara-3")).contact.telephone == "0120-479-249"


def test_the_next_stage_rules_from_its_day(folder: Path, edit: Edit) -> None:
    load_bulletins(folder, by=BY)
    decided(Bulletin.objects.get(key="kumamoto-3"))
    edit("kumamoto-3.toml", *NEXT_STAGE, into="kumamoto-4.toml")
    assert loaded(folder) == ["kumamoto-4"]
    keys = [in_force("kumamoto", at).row.key for at in (jst(2023, 2, 1), jst(2023, 4, 9, 23, 59), jst(2023, 4, 10))]
    assert keys == ["kumamoto-3", "kumamoto-3", "kumamoto-4"]
    assert Programme.objects.get(slug="kumamoto").name_ja == "くまもと再発見の旅２"


def test_a_stage_may_come_in_a_folder_of_its_own(folder: Path, edit: Edit, tmp_path: Path) -> None:
    load_bulletins(folder, by=BY)
    alone = tmp_path / "alone"
    alone.mkdir()
    edit("kumamoto-3.toml", *NEXT_STAGE, into="../alone/kumamoto-4.toml")
    assert loaded(alone) == ["kumamoto-4"]
    assert Bulletin.objects.count() == 6


@pytest.mark.parametrize(
    ("pairs", "fault"),
    [
        (NEXT_STAGE[:1], "kumamoto-3.toml and kumamoto-4.toml are both stage 3. Keep one of them"),
        (
            [*NEXT_STAGE[:2], (NEXT_STAGE[2][0], "in_force_from = 2023-03-23")],
            "kumamoto-4 is in force before kumamoto-3",
        ),
        (NEXT_STAGE[1:], "kumamoto-3.toml and kumamoto-4.toml have the same id, kumamoto-3. Give each its own"),
    ],
)
def test_stages_that_do_not_follow_one_another(
    folder: Path, edit: Edit, pairs: list[tuple[str, str]], fault: str
) -> None:
    edit("kumamoto-3.toml", *pairs, into="kumamoto-4.toml")
    with pytest.raises(LoadError) as refused:
        load_bulletins(folder, by=BY)
    assert (len(refused.value.faults), fault in refused.value.faults[0]) == (1, True)
    assert Bulletin.objects.count() == 0


def test_a_stage_that_contradicts_a_stored_one(folder: Path, edit: Edit) -> None:
    load_bulletins(folder, by=BY)
    edit("kumamoto-3.toml", *NEXT_STAGE[:1])
    with pytest.raises(LoadError):
        load_bulletins(folder, by=BY)


def test_an_id_belongs_to_one_programme(folder: Path, edit: Edit) -> None:
    load_bulletins(folder, by=BY)
    edit("kumamoto-3.toml", ('programme = "kumamoto"', 'programme = "higo"'), ('"kumamoto.', '"higo.'))
    with pytest.raises(LoadError) as refused:
        load_bulletins(folder, by=BY)
    assert refused.value.faults == ["kumamoto-3.toml: the id kumamoto-3 belongs to kumamoto. Choose another id"]


def test_every_faulty_file_is_named_and_none_loaded(folder: Path, edit: Edit) -> None:
    edit("nara-3.toml", ("stage = 3", 'stage = "three"'))
    edit("twooca-1.toml", ("stage = 1", "stage = 1 1"))
    with pytest.raises(LoadError) as refused:
        load_bulletins(folder, by=BY)
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["nara-3.toml", "twooca-1.toml"]
    assert ["line" in fault for fault in refused.value.faults] == [True, True]
    assert (Bulletin.objects.count(), Programme.objects.count()) == (0, 0)


def test_no_files(tmp_path: Path) -> None:
    with pytest.raises(LoadError):
        load_bulletins(tmp_path, by=BY)
    with pytest.raises(LoadError):
        load_bulletins(tmp_path / "nowhere", by=BY)


def test_the_command(folder: Path, edit: Edit) -> None:
    out = StringIO()
    call_command("load_bulletins", str(folder), stdout=out, skip_checks=True)
    assert len(json.loads(out.getvalue())["loaded"]) == 5
    edit("nara-3.toml", ("stage = 3", "stage = 0x"))
    with pytest.raises(CommandError) as refused:
        call_command("load_bulletins", str(folder), stdout=out, skip_checks=True)
    assert refused.value.returncode == 2


def test_what_is_asked_of_no_programme() -> None:
    with pytest.raises(Programme.DoesNotExist):
        in_force("atlantis", jst(2023, 4, 1))


def test_a_policy_is_no_bulletin_of_coupons(folder: Path) -> None:
    load_bulletins(folder, by=BY)
    assert fraud_policy("twooca").rules.id == "twooca-1"
    with pytest.raises(Programme.DoesNotExist):
        in_force("twooca", jst(2023, 4, 1))
    with pytest.raises(Programme.DoesNotExist):
        fraud_policy("nara")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", "line 1: the file is empty."),
        (b"# only a comment\n", "line 1: the file is empty."),
        (b"hello, this is no table", "line 1: Expected"),
        ('kind = "coupon"\nid = "前'.encode("cp932"), "line 2: this is no UTF-8 text. Save the file as UTF-8"),
        (b'kind = "coupon"\nstage = 3rd', "line 2: Expected"),
        (b'kind = "cupon"', "line 1: kind: “cupon” is not known here."),
    ],
)
def test_what_is_no_bulletin_is_refused_with_line_and_remedy(tmp_path: Path, content: bytes, fault: str) -> None:
    (tmp_path / "oita-1.toml").write_bytes(content)
    with pytest.raises(LoadError) as refused:
        load_bulletins(tmp_path, by=BY)
    [said] = refused.value.faults
    assert said[: len(fault) + 13] == f"oita-1.toml: {fault}"
