"""What another policy on misuse would change, by entrance, in people and yen, while nothing is written."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError

from claims.models import Claim
from compensation.bulletin_files import FOLDER
from compensation.models import Decision
from foundation.trail.models import AuditEvent
from tests.claims.test_simulation import NOBODY, simulated
from tests.factories.fraud import arrived, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

SHORTER = ("claim_days = 30", "claim_days = 1")


def policy(folder: Path, *changes: tuple[str, str]) -> Path:
    """The next version of TwooCa's policy, with these changes."""
    text = (FOLDER / "twooca-1.toml").read_text(encoding="utf-8")
    for old, new in (('id = "twooca-1"', 'id = "twooca-2"'), ("stage = 1", "stage = 2"), *changes):
        assert old in text
        text = text.replace(old, new)
    path = folder / "twooca-2.toml"
    path.write_text(text, encoding="utf-8")
    return path


def of_twooca(bulletin: Path, *more: str) -> dict[str, object]:
    return simulated(bulletin, *more, programme="twooca")


def test_the_same_policy_changes_nothing(tmp_path: Path) -> None:
    examined(arrived(), account="TW-1234")
    assert of_twooca(policy(tmp_path)) == {
        "programme": "twooca", "as_of": "2023-04-20T00:00:00+09:00", "in_force": "twooca-1", "bulletin": "twooca-2",
        "claims_left_out": 0, "looked_at": {"coupons": 0, "claims": 1}, **NOBODY, "routes": {}, "outcomes": {},
    }  # fmt: skip


def test_people_and_yen_by_entrance_and_the_list(tmp_path: Path) -> None:
    claims = [examined(arrived(), account="TW-1234"), examined(arrived(act_1_at="2023-04-02 20:00"), account="TW-1234")]
    claims.append(
        examined(arrived(recognised_at="2023-04-05 9:00", first_contact_at="2023-04-05 9:30"), account="TW-9")
    )
    rows, out = (Decision.objects.count(), AuditEvent.objects.count()), tmp_path / "list.csv"
    found = of_twooca(policy(tmp_path, SHORTER), "--out", str(out))
    # 10,000 yen and a fee of 330 each; the third was recognised on the day on which the claim came.
    changed = {
        "people": 1, "coupons": 0, "claims": 2, "yen_before": 20660, "yen_after": 0, "yen_difference": -20660,
    }  # fmt: skip
    assert (found["routes"], found["outcomes"]) == ({"homepage": changed}, {"eligible > ineligible": 2})
    assert found["looked_at"] == {"coupons": 0, "claims": 3}
    with out.open(encoding="utf-8-sig", newline="") as file:
        listed = list(csv.DictReader(file))
    numbers = [str(Claim.objects.get(pk=claim.pk).number) for claim in claims[:2]]
    assert [
        (row["claim_number"], row["outcome_before"], row["yen_before"], row["outcome_after"]) for row in listed
    ] == [(number, "eligible", "10330", "ineligible") for number in numbers]
    assert "twooca.2.30days" in listed[0]["clauses_after"]
    assert (Decision.objects.count(), AuditEvent.objects.count()) == rows


def test_what_was_asked_by_one_policy_alone_is_missing_under_that_one(tmp_path: Path) -> None:
    examined(arrived(), account="TW-1234")
    asked = 'id = "police_receipt_number"'
    another = policy(
        tmp_path,
        (asked, 'id = "card_colour", name = { ja = "色", en = "colour" }, group = "damage" },\n    { ' + asked),
    )
    assert of_twooca(another)["outcomes"] == {"eligible > pending": 1}


def test_a_policy_is_no_bulletin_of_a_coupon_programme(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is a bulletin of twooca, not of kumamoto"):
        simulated(policy(tmp_path))
