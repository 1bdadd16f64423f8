"""The table of docs/misuse.md, cell by cell: what each role may do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest
from django.test import Client

from claims.fraud_decisions import prepare
from compensation.credits.models import Arrangement, CreditClawBack
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BY, NO_POLICE, arrived, credited, decided, examined, lowered
from tests.factories.fraud_calls import called
from tests.house.tree import ROOT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
ROLES: Final = ("operator", "supervisor", "prefecture_officer", "administrator")
CARD: Final = {"act_1_balance": ["card"], "cause": ["card_info_stolen"], "issuer_told": ["yes"]}
Try = Callable[[Client], int]
"""Presses or opens; the status of the answer."""


def opens(*paths: str) -> Try:
    return lambda browser: max(browser.get(f"/console/misuse/{path}").status_code for path in paths)


def presses(path: str, **given: str) -> Try:
    return lambda browser: browser.post(f"/console/misuse/{path}", given).status_code


def on_a_claim(*paths: str) -> Try:
    number = arrived().number
    return opens(*(f"{number}/{path}" for path in paths))


def on_a_proposal(path: str) -> Try:
    claim = examined(arrived())
    prepare(claim, by=BY)
    return opens(f"{claim.number}/{path}") if path == "return/" else presses(f"{claim.number}/{path}")


def on_a_draft() -> Try:
    number = called().number
    form = presses(f"drafts/{number}/form/")
    pages = opens("calls/new/", f"drafts/{number}/", f"drafts/{number}/end/")
    return lambda browser: max(form(browser), pages(browser))


def on_a_refusal() -> Try:
    return opens(f"{decided(examined(arrived(), ('4.9',))).number}/reconsider/")


def on_an_arrangement() -> Try:
    decided(examined(arrived(CARD)))
    return presses(f"arrangements/{Arrangement.objects.get().pk}/", words="発行元が取り消した。")


def on_a_claw_back() -> Try:
    lowered(credited(), recovered_yen=3000)
    return presses(f"claw-backs/{CreditClawBack.objects.get().pk}/", ended_as="waived", because="少額のため")


TRIES: Final[dict[str, Callable[[], Try]]] = {
    "log a call, complete its draft, end it": on_a_draft,
    "take in a form": lambda: opens("new/"),
    "establish, sign, ask": lambda: on_a_claim("facts/", "items/4.9/", "question/"),
    "write down what a claimant told on the phone": lambda: opens(f"{arrived(NO_POLICE).number}/told/"),
    "prepare a decision (never after deciding before)": lambda: on_a_claim("proposal/"),
    "withdraw on the claimant's word": lambda: on_a_claim("withdraw/"),
    "start a reconsideration": on_a_refusal,
    "note an issuer's part": on_an_arrangement,
    "approve (never the own, nor after deciding before)": lambda: on_a_proposal("approve/"),
    "return a proposal": lambda: on_a_proposal("return/"),
    "credit files and confirmations": lambda: presses("credits/file/"),
    "end a claw-back": on_a_claw_back,
    "assess disclosure": lambda: opens("disclosure/"),
}


def table() -> dict[str, list[bool]]:
    """The cells of the page, by act."""
    page = (ROOT / "docs" / "misuse.md").read_text(encoding="utf-8").partition("## Who may")[2]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line[:2] == "| "]
    return {act: [cell == "yes" for cell in cells] for act, *cells in rows if act != "act"}


@pytest.mark.parametrize("act", TRIES)
def test_each_role_may_do_what_the_page_says(signed_in: SignedIn, act: str) -> None:
    tried = TRIES[act]()
    answers = [tried(signed_in(role, role)) for role in ROLES]
    assert [answer in (200, 302) for answer in answers] == table()[act]
    assert {answer for answer, may in zip(answers, table()[act], strict=True) if not may} <= {403}


def test_the_page_names_every_act_that_is_tried() -> None:
    assert sorted(TRIES) == sorted(table())


def test_an_officer_sees_no_claim(signed_in: SignedIn) -> None:
    claim = arrived()
    browser = signed_in("officer", "prefecture_officer")
    pages = [browser.get(f"/console/misuse/{path}") for path in ("", f"{claim.number}/", "credits/", "disclosure/")]
    assert [page.status_code for page in pages] == [403] * 4
