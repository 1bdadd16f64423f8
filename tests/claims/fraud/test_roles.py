"""The table of docs/misuse.md, cell by cell: what each role may open."""

from __future__ import annotations

import pytest

from claims.fraud_decisions import prepare
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BY, arrived, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
ROLES = {"operator": 0, "supervisor": 1, "administrator": 2}
EVERYBODY, LEADERS = (True, True, True), (False, True, True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    ("path", "may"),
    [
        ("new/", EVERYBODY),
        ("{number}/facts/", EVERYBODY),
        ("{number}/items/4.9/", EVERYBODY),
        ("{number}/question/", EVERYBODY),
        ("{number}/proposal/", EVERYBODY),
        ("{number}/reconsider/", EVERYBODY),
        ("{number}/return/", LEADERS),
        ("disclosure/", LEADERS),
    ],
)
def test_each_cell(signed_in: SignedIn, role: str, path: str, may: tuple[bool, ...]) -> None:
    claim = examined(arrived())
    prepare(claim, by=BY)
    answer = signed_in("somebody", role).get(f"/console/misuse/{path.format(number=claim.number)}")
    assert answer.status_code == (200 if may[ROLES[role]] else 403)


@pytest.mark.parametrize("role", ROLES)
def test_approving_and_files(signed_in: SignedIn, role: str) -> None:
    claim = examined(arrived())
    prepare(claim, by=BY)
    browser = signed_in("somebody", role)
    answers = [browser.post(f"/console/misuse/{path}") for path in (f"{claim.number}/approve/", "credits/file/")]
    allowed = role != "operator"
    assert [answer.status_code for answer in answers] == ([302, 200] if allowed else [403, 403])


def test_an_officer_sees_no_claim(signed_in: SignedIn) -> None:
    claim = arrived()
    browser = signed_in("officer", "prefecture_officer")
    pages = [browser.get(f"/console/misuse/{path}") for path in ("", f"{claim.number}/", "credits/", "disclosure/")]
    assert [page.status_code for page in pages] == [403] * 4
