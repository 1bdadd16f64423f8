"""`decide`: a line in, a line out, errors in their place, and the rest decided."""

from __future__ import annotations

import io
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import orjson
import pytest

from compensation.bulletin_files import FOLDER
from compensation.decide_lines import main, run
from tests.compensation.policy.fraud.cases import dated

ROOT = Path(__file__).parents[2]
COUPON_CASES = Path(__file__).parent / "policy" / "cases" / "coupons.jsonl"
GOOD = COUPON_CASES.read_bytes().splitlines()[0]


def decided(*lines: bytes, folder: Path = FOLDER) -> tuple[int, list[dict[str, Any]]]:
    """The exit code, and what came out."""
    out = io.BytesIO()
    code = run(folder, io.BytesIO(b"".join(line + b"\n" for line in lines)), out)
    return code, [orjson.loads(line) for line in out.getvalue().splitlines()]


def good(**changes: Any) -> bytes:
    return orjson.dumps({**orjson.loads(GOOD), **changes})


def test_a_decision_has_the_fields_of_the_contract() -> None:
    code, (decision,) = decided(GOOD)
    assert code == 0
    assert list(decision) == [
        *("id", "programme", "case", "outcome", "amount", "route", "remedy"),
        *("clauses", "explanation", "lines", "doubts", "bulletin"),
    ]
    assert (decision["id"], decision["bulletin"]) == ("R004", "nara-3")
    assert [explained["clause"] for explained in decision["explanation"]] == decision["clauses"]
    assert {key for explained in decision["explanation"] for key in explained} == {"clause", "ja", "en"}
    assert decision["lines"] == [
        {"subject": 0, "case": "A", "outcome": "eligible", "remedy": "pay", "yen": 1, "balance": None}
    ]


def test_all_cases_are_decided_in_order() -> None:
    lines = COUPON_CASES.read_bytes().splitlines()
    code, decisions = decided(*lines)
    assert code == 0
    assert [decision["id"] for decision in decisions] == [orjson.loads(line)["id"] for line in lines]


def test_a_contested_decision_says_why() -> None:
    contested = next(line for line in COUPON_CASES.read_bytes().splitlines() if b'"R028"' in line)
    _, (decision,) = decided(contested)
    assert [(doubt["clause"], set(doubt)) for doubt in decision["doubts"]] == [("nara.2.A.2", {"clause", "ja", "en"})]


@pytest.mark.parametrize(
    ("line", "name", "field"),
    [
        (b"not JSON", None, "line"),
        (b"", None, "line"),
        (b"[]", None, "line"),
        (b"\xff\xfe", None, "line"),
        (b'{"id": "x"}', "x", "programme"),
        (good(programme="tokyo"), "R004", "programme"),
        (good(programme=5), "R004", "programme"),
        (good(id=5), 5, "id"),
        (good(decided_at="2023-04-28"), "R004", "decided_at"),
        (good(facts=None), "R004", "facts"),
        (good(facts={}), "R004", "facts.claimant_is_named_traveller"),
        (good(programme="twooca", facts={}), "R004", "facts.claimant"),
        (b'{"id": "x", "programme": "nara", "facts": {}}', "x", "decided_at"),
        (b'{"programme": "nara", "facts": {}}', None, "id"),
        (b"a" * 10_000_000, None, "line"),
        (good(filler="x" * 1_000_000), None, "line"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_line_that_is_no_case_gives_an_error_in_its_place(line: bytes, name: object, field: str) -> None:
    code, decisions = decided(GOOD, line, GOOD)
    assert code == 1
    assert [decision.get("outcome") for decision in decisions] == ["eligible", None, "eligible"]
    assert (decisions[1]["id"], decisions[1]["error"]["field"]) == (name, field)
    assert decisions[1]["error"]["message"] != ""


def test_keys_at_the_top_that_are_not_named_are_ignored() -> None:
    assert decided(good(expect={"outcome": "refer"}, colour="red"))[0] == 0


def test_an_empty_input_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert decided() == (1, [])
    assert capsys.readouterr().err == "standard input is empty: expected one case a line\n"


def test_a_byte_order_mark_and_windows_line_ends_are_no_matter() -> None:
    assert decided(b"\xef\xbb\xbf" + GOOD + b"\r")[0] == 0


def test_a_folder_without_bulletins_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert decided(GOOD, folder=tmp_path) == (2, [])
    assert "no bulletin file" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("old", "new", "where"),
    [
        ("least_yen", "leest_yen", "case_a.leest_yen: unknown key"),
        ("[paper]", "[paper", "Expected ']' at the end of a table declaration"),
    ],
)
def test_a_bulletin_with_a_mistake_breaks_its_own_programme_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, where: str
) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    broken = tmp_path / "nara-3.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    in_kumamoto = next(line for line in COUPON_CASES.read_bytes().splitlines() if b'"R023"' in line)
    code, (first, second) = decided(GOOD, in_kumamoto, folder=tmp_path)
    assert (code, second["outcome"]) == (1, "eligible")
    assert (first["error"]["field"], where in first["error"]["message"]) == ("programme", True)
    assert where in capsys.readouterr().err


def test_a_reader_that_stops_early_sees_no_traceback() -> None:
    script = f'yes "$(head -1 {COUPON_CASES})" | head -2000 | {sys.executable} {ROOT}/manage.py decide | head -1'
    ended = subprocess.run(["bash", "-c", script], capture_output=True, check=True)
    assert (len(ended.stdout.splitlines()), ended.stderr) == (1, b"")


@pytest.mark.parametrize("zone", ["UTC", "America/New_York", "Asia/Tokyo"])
def test_the_servers_own_zone_does_not_matter(zone: str) -> None:
    lines = COUPON_CASES.read_bytes()
    command = [sys.executable, str(ROOT / "manage.py"), "decide"]
    ended = subprocess.run(command, input=lines, capture_output=True, env={"TZ": zone}, check=True)
    assert [orjson.loads(line) for line in ended.stdout.splitlines()] == decided(*lines.splitlines())[1]


def test_two_files_of_one_stage_break_their_programme(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    shutil.copy(tmp_path / "nara-3.toml", tmp_path / "nara-copy.toml")
    _, (decision,) = decided(GOOD, folder=tmp_path)
    assert decision["error"]["message"] == (
        "nara-3.toml and nara-copy.toml have the same id, nara-3. Give each its own, and take away what is there twice"
    )


def test_the_command_needs_no_environment_and_no_folder(tmp_path: Path) -> None:
    manage = ROOT / "manage.py"
    ended = subprocess.run(
        [sys.executable, str(manage), "decide"], input=GOOD, capture_output=True, env={}, cwd=tmp_path, check=True
    )
    assert orjson.loads(ended.stdout)["outcome"] == "eligible"
    assert (ended.stderr, list(tmp_path.iterdir())) == (b"", [])


def test_the_working_days_are_those_of_the_policy(tmp_path: Path) -> None:
    claim = dated("2024-12-02", "2024-12-03", "2025-01-06", claim={"received_at": "2025-01-06T10:00:00+09:00"})
    line = orjson.dumps({"id": "F1", "programme": "twooca", "facts": claim})
    assert [decision["outcome"] for decision in decided(line)[1]] == ["ineligible"]
    text = (FOLDER / "twooca-1.toml").read_text(encoding="utf-8")
    closing = '[contact.year_end]\nfirst = "12-29"\nlast = "01-03"\nsource = "a notice at the desk"\n\n[[disclosure]]'
    (tmp_path / "twooca-2.toml").write_text(text.replace("[[disclosure]]", closing, 1), encoding="utf-8")
    assert [decision["outcome"] for decision in decided(line, folder=tmp_path)[1]] == ["refer"]


def test_two_files_that_say_the_same_stage_are_both_named(tmp_path: Path) -> None:
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    text = (tmp_path / "nara-3.toml").read_text(encoding="utf-8")
    (tmp_path / "nara-later.toml").write_text(text.replace('id = "nara-3"', 'id = "nara-4"'), encoding="utf-8")
    _, (decision,) = decided(GOOD, folder=tmp_path)
    assert decision["error"]["message"] == (
        "nara-3.toml and nara-later.toml are both stage 3. Keep one of them, or correct the stage of the later one"
    )


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ((), 0, ""),
        (
            (('prefecture = "nara"', 'prefecture = "nada"'),),
            2,
            "nara-3.toml: line 7: prefecture: “nada” is none of the 47 prefectures. Write it nara\n",
        ),
        (
            (('prefecture = "nara"', 'prefecture = "xy"'),),
            2,
            (
                "nara-3.toml: line 7: prefecture: “xy” is none of the 47 prefectures. "
                "Write its English name in small letters, like kumamoto or nara\n"
            ),
        ),
        (
            (('programme = "nara"', 'programme = "nara'),),
            2,
            (
                "nara-3.toml: line 6: a text has no closing quotation mark. "
                "Correct that line: a key, an equals sign, and a value written as the guide on bulletins shows\n"
            ),
        ),
    ],
)
def test_files_can_be_checked_without_a_case(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], changes: tuple[tuple[str, str], ...], code: int, said: str
) -> None:
    text = (FOLDER / "nara-3.toml").read_text(encoding="utf-8")
    for old, new in changes:
        text = text.replace(old, new)
    (tmp_path / "nara-3.toml").write_text(text, encoding="utf-8")
    assert main(["--check", "--bulletins", str(tmp_path)]) == code
    assert capsys.readouterr() == ("", said)


def test_a_check_tells_some_from_none(tmp_path: Path) -> None:
    assert main(["--check", "--bulletins", str(tmp_path)]) == 2
    shutil.copytree(FOLDER, tmp_path, dirs_exist_ok=True)
    (tmp_path / "nara-3.toml").write_text('programme = "nara"\n', encoding="utf-8")
    assert main(["--check", "--bulletins", str(tmp_path)]) == 1
