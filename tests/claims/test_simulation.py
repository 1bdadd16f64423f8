"""What another bulletin would change, in people and yen, while nothing is written."""

from __future__ import annotations

import csv
import json
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from claims.coupons_named import link_found
from compensation.models import Coupon, Decision, Programme
from foundation.trail.models import AuditEvent
from tests.factories.bulletins import next_bulletin
from tests.factories.claims import received
from tests.factories.compensation import coupon_with_ledger
from tests.factories.settlement import charged, family

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

AS_OF = "2023-04-20T00:00:00+09:00"
FROM = date(2023, 4, 11)
PAPER: dict[str, Any] = {"app_account": "", "charged_at": None, "app_phone": "", "app_email": ""}
WIDER = ("last_expiry = 2023-02-24", "last_expiry = 2023-02-25")
DAY_LATER = date(2023, 2, 25)
NOBODY = {"people": 0, "coupons": 0, "claims": 0, "yen_before": 0, "yen_after": 0, "yen_difference": 0}


def simulated(bulletin: Path, *more: str, programme: str = "kumamoto", as_of: str = AS_OF) -> dict[str, Any]:
    out = StringIO()
    arguments = ("--programme", programme, "--bulletin", str(bulletin), "--as-of", as_of)
    call_command("simulate", *arguments, *more, stdout=out)
    [line] = out.getvalue().splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def on_paper(number: str, *spent: int, **fields: Any) -> Coupon:
    programme = Programme.objects.get(slug="kumamoto")
    return coupon_with_ledger(
        *spent, programme=programme, inquiry_number=number, traveller_name="山田 太郎", **PAPER, **fields
    )


def test_the_same_rules_change_nothing(tmp_path: Path) -> None:
    charged("kumamoto", 500)
    on_paper("12345678")
    received()
    link_found()
    assert simulated(next_bulletin(tmp_path, "kumamoto-3", FROM)) == {
        "programme": "kumamoto", "as_of": AS_OF, "in_force": "kumamoto-3", "bulletin": "kumamoto-4",
        "claims_left_out": 0, "looked_at": {"coupons": 1, "claims": 1}, **NOBODY, "routes": {}, "outcomes": {},
    }  # fmt: skip


def test_people_and_yen_by_route(tmp_path: Path) -> None:
    family(2, expires_on=DAY_LATER)
    charged("kumamoto", 500, expires_on=DAY_LATER)
    charged()
    on_paper("12345678", 1500, expires_on=DAY_LATER)
    received()
    link_found()
    found = simulated(next_bulletin(tmp_path, "kumamoto-3", FROM, WIDER))
    automatic = {"people": 2, "coupons": 3, "claims": 0, "yen_before": 0, "yen_after": 5500, "yen_difference": 5500}
    site = {"people": 1, "coupons": 0, "claims": 1, "yen_before": 0, "yen_after": 500, "yen_difference": 500}
    assert found["routes"] == {"automatic": automatic, "special_site": site}
    assert {name: found[name] for name in NOBODY} == {
        "people": 3, "coupons": 3, "claims": 1, "yen_before": 0, "yen_after": 6000, "yen_difference": 6000,
    }  # fmt: skip
    assert (found["looked_at"], found["outcomes"]) == ({"coupons": 4, "claims": 1}, {"ineligible > eligible": 4})


def test_the_list_names_coupons_and_no_person(tmp_path: Path) -> None:
    coupon = charged("kumamoto", 500, inquiry_number="0000004711")
    out = tmp_path / "list.csv"
    stricter = next_bulletin(tmp_path, "kumamoto-3", FROM, ("least_yen = 1\n", "least_yen = 2001\n"))
    assert simulated(stricter, "--out", str(out))["yen_difference"] == -1500
    [header, row] = csv.reader(out.read_text(encoding="utf-8-sig").splitlines())
    assert dict(zip(header, row, strict=True)) == {
        "kind": "coupon", "inquiry_numbers": coupon.inquiry_number,
        "case_before": "A", "outcome_before": "eligible", "route_before": "automatic", "yen_before": "1500",
        "case_after": "none", "outcome_after": "ineligible", "route_after": "", "yen_after": "",
        "clauses_after": "kumamoto.1.A",
    }  # fmt: skip


def test_another_snapshot_reads_the_ledger_at_its_own_instant(tmp_path: Path) -> None:
    charged("kumamoto", 500, 300)
    earlier = next_bulletin(
        tmp_path, "kumamoto-3", FROM,
        ("until = 2023-03-31", "until = 2023-03-03"), ("balance_at = 2023-04-01", "balance_at = 2023-03-04"),
        ("doubted_from = 2023-03-31T23:59:00\n", ""),
    )  # fmt: skip
    found = simulated(earlier)
    assert (found["yen_before"], found["yen_after"]) == (1200, 1500)


def test_a_coupon_charged_too_late_for_one_of_them_is_not_asked_for_by_it(tmp_path: Path) -> None:
    late = charged()
    Coupon.objects.filter(pk=late.pk).update(charged_at="2023-04-05T12:00:00+09:00")
    later = next_bulletin(
        tmp_path, "kumamoto-3", FROM,
        ("until = 2023-03-31", "until = 2023-04-09"), ("balance_at = 2023-04-01", "balance_at = 2023-04-10"),
        ("doubted_from = 2023-03-31T23:59:00\n", ""),
    )  # fmt: skip
    assert simulated(later)["outcomes"] == {"none > eligible": 1}


def test_claims_that_a_person_has_to_look_at_are_left_out(tmp_path: Path) -> None:
    charged(inquiry_number="12345678", expires_on=DAY_LATER)
    received()
    received(coupon_number=["87654321"])
    link_found()
    found = simulated(next_bulletin(tmp_path, "kumamoto-3", FROM, WIDER))
    assert (found["claims_left_out"], found["looked_at"]) == (2, {"coupons": 1, "claims": 0})


def test_nothing_is_written(tmp_path: Path) -> None:
    charged(expires_on=DAY_LATER)
    before = AuditEvent.objects.count()
    simulated(next_bulletin(tmp_path, "kumamoto-3", FROM, WIDER))
    assert (Decision.objects.count(), AuditEvent.objects.count()) == (0, before)


@pytest.mark.parametrize(
    ("programme", "as_of", "change"),
    [
        ("iwate", AS_OF, WIDER),
        ("atlantis", AS_OF, WIDER),
        ("kumamoto", "tomorrow", WIDER),
        ("kumamoto", AS_OF, ("least_yen", "leest_yen")),
        ("kumamoto", AS_OF, ('kind = "coupon"', 'kind = "fraud"')),
    ],
)
def test_what_cannot_be_simulated_is_refused_with_2(
    tmp_path: Path, programme: str, as_of: str, change: tuple[str, str]
) -> None:
    with pytest.raises(CommandError) as refused:
        simulated(next_bulletin(tmp_path, "kumamoto-3", FROM, change), programme=programme, as_of=as_of)
    assert refused.value.returncode == 2


def test_files_that_cannot_be_read_or_written_are_refused_with_2(tmp_path: Path) -> None:
    for bulletin, out in ((tmp_path / "none.toml", tmp_path / "list.csv"),
                          (next_bulletin(tmp_path, "kumamoto-3", FROM), tmp_path / "no" / "list.csv")):  # fmt: skip
        with pytest.raises(CommandError) as refused:
            simulated(bulletin, "--out", str(out))
        assert refused.value.returncode == 2
