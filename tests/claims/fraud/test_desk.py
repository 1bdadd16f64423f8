"""The pages of the desk on claims for misuse: who sees them, what each does, and who may not."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from claims.fraud_facts import JUDGED
from claims.fraud_questions import answer, ask, missing_of, questions_of
from claims.models import Call, Claim, DisclosureAssessment, ExaminationFinding, FraudAct, FraudClaim, FraudProposal
from compensation.credits.models import Arrangement
from compensation.models import Decision
from foundation.trail.models import AuditEvent
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BY, CARDHOLDER, NO_POLICE, act, arrived, decided, examined, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

FACTS = {
    "cause": "account_info_stolen",
    "misused_by": "third_party",
    "negligence": "none",
    "recognised_at": "2023-04-03 09:00",
    "first_contact_at": "2023-04-03 09:30",
    "act_0_at": "2023-04-02 21:30",
    "act_0_kind": "payment",
    "act_0_balance": "value",
    "act_0_yen": "10000",
    "act_0_fee_yen": "330",
    "act_0_reference": "R-1",
}


def page_of(claim: Claim) -> str:
    return f"/console/misuse/{claim.number}/"


def examine(browser: Client, claim: Claim) -> None:
    browser.post(f"{page_of(claim)}facts/", FACTS)
    for item in JUDGED:
        browser.post(f"{page_of(claim)}items/{item}/", {"verdict": "clear", "evidence": "記録を確認した。"})


def test_from_the_list_to_the_decision(signed_in: SignedIn) -> None:
    claim = arrived()
    examiner, boss = signed_in("clerk", "operator"), signed_in("boss")
    assert str(claim.number) in examiner.get("/console/misuse/").content.decode()
    examine(examiner, claim)
    page = examiner.post(f"{page_of(claim)}proposal/", {}, follow=True).content.decode()
    assert "案を承認する" not in page
    assert "案を承認する" in boss.get(page_of(claim)).content.decode()
    boss.post(f"{page_of(claim)}approve/")
    decision = Decision.objects.get()
    assert (decision.outcome, decision.amount, decision.actor) == ("eligible", 10330, "boss")
    letter = boss.get(f"{page_of(claim)}letters/{decision.pk}/").content.decode()
    assert "10,330円を残高にお戻しします。" in letter


def test_whoever_prepared_it_cannot_approve_it_by_hand_either(signed_in: SignedIn) -> None:
    claim = arrived()
    boss = signed_in("boss")
    examine(boss, claim)
    boss.post(f"{page_of(claim)}proposal/", {})
    assert "案を承認する" not in boss.get(page_of(claim)).content.decode()
    answer = boss.post(f"{page_of(claim)}approve/", follow=True).content.decode()
    assert "作成した本人は承認できません。" in answer
    assert Decision.objects.count() == 0


def test_an_operator_approves_nothing(signed_in: SignedIn) -> None:
    claim = arrived()
    examine(signed_in("clerk", "operator"), claim)
    signed_in("second", "operator").post(f"{page_of(claim)}proposal/", {})
    assert signed_in("third", "operator").post(f"{page_of(claim)}approve/").status_code == 403


@pytest.mark.parametrize("path", ["", "facts/", "items/4.1/", "question/", "proposal/", "return/", "reconsider/"])
def test_another_office_sees_none_of_it(signed_in: SignedIn, path: str) -> None:
    claim = arrived()
    assert signed_in("other", offices=("nara",)).get(f"{page_of(claim)}{path}").status_code == 404


def test_nobody_signed_in_is_sent_to_the_sign_in(client: Client) -> None:
    assert client.get(page_of(arrived())).status_code == 302


@pytest.mark.parametrize("path", ["", "facts/", "items/4.1/", "items/item.name/", "question/", "proposal/"])
def test_every_page_answers(signed_in: SignedIn, path: str) -> None:
    assert signed_in("clerk", "operator").get(f"{page_of(arrived())}{path}").status_code == 200


def test_an_item_that_is_not_there(signed_in: SignedIn) -> None:
    assert signed_in("clerk", "operator").get(f"{page_of(arrived())}items/4.99/").status_code == 404


def test_personal_data_are_masked_and_seeing_them_is_written_down(signed_in: SignedIn) -> None:
    claim, browser = arrived(), signed_in("clerk", "operator")
    before = browser.get(page_of(claim)).content.decode()
    after = browser.post(f"{page_of(claim)}show/").content.decode()
    for secret in ("山田", "taro@example.jp", "090-1234-5678", "ＴＷ－１２３４", "偽のメール"):
        assert (secret in before, secret in after) == (False, True)
    assert AuditEvent.objects.get(action="viewed").subject_ref == claim.number


def test_the_claim_of_a_search_leads_to_its_own_page(signed_in: SignedIn) -> None:
    claim = arrived()
    answer = signed_in("clerk", "operator").post("/console/search/", {"text": claim.number}, follow=True)
    assert answer.redirect_chain[-1][0] == page_of(claim)


def test_a_signature_needs_evidence(signed_in: SignedIn) -> None:
    claim = arrived()
    answer = signed_in("clerk", "operator").post(f"{page_of(claim)}items/4.4/", {"verdict": "clear", "evidence": ""})
    assert (answer.status_code, ExaminationFinding.objects.count()) == (422, 0)


def test_the_facts_are_kept_as_typed_in_any_width(signed_in: SignedIn) -> None:
    claim = arrived()
    signed_in("clerk", "operator").post(
        f"{page_of(claim)}facts/", {**FACTS, "act_0_yen": "９，０００円", "due_yen": "８０"}
    )
    assert (FraudAct.objects.get().yen, FraudClaim.objects.get().due_yen) == (9000, 80)


def test_the_sum_is_shown_for_each_balance(signed_in: SignedIn) -> None:
    claim = examined(arrived(act(2, balance="money")))
    page = signed_in("clerk", "operator").get(page_of(claim)).context["page"]
    assert [(balance.en, yen) for balance, yen in page.by_balance] == [
        ("value balance", 10330),
        ("money balance", 5000),
    ]
    spread = examined(arrived(act(2, balance="money"), customer_id="TW-2", recovered_yen="1000"))
    page = signed_in("clerk2", "operator").get(page_of(spread)).context["page"]
    assert [yen for _, yen in page.by_balance] == [14330]


def test_a_question_waits_for_the_claimant(signed_in: SignedIn) -> None:
    claim = arrived()
    signed_in("clerk", "operator").post(
        f"{page_of(claim)}question/",
        {"question": "端末はどこですか。", "answer_by": "2023-04-20", "key": str(uuid4())},
    )
    assert (Claim.objects.get().state, Claim.objects.get().waiting_for) == ("waiting", "claimant")


def test_what_the_policy_leaves_open_is_asked_of_the_examiner(signed_in: SignedIn) -> None:
    claim, browser = examined(arrived(CARDHOLDER), account="TW-5"), signed_in("clerk", "operator")
    names = re.findall(r'name="(agree\w+|share_\w+)"', browser.get(f"{page_of(claim)}proposal/").content.decode())
    assert names == ["agreed_yen", "agreement"]
    browser.post(f"{page_of(claim)}proposal/", {"agreed_yen": "１０，０００", "agreement": "口座へ振り込む。"})
    assert FraudProposal.objects.get().yen == 10000


def test_a_deduction_over_balances_asks_for_the_shares(signed_in: SignedIn) -> None:
    claim, browser = examined(arrived(act(2, balance="money"), recovered_yen="1000")), signed_in("clerk", "operator")
    names = re.findall(r'name="(share_\w+)"', browser.get(f"{page_of(claim)}proposal/").content.decode())
    assert names == ["share_cafeteria", "share_value", "share_money"]
    browser.post(f"{page_of(claim)}proposal/", {"share_value": "9330", "share_money": "5000"})
    assert FraudProposal.objects.get().shares == {"value": 9330, "money": 5000}


def test_a_proposal_is_returned_with_its_reason(signed_in: SignedIn) -> None:
    claim = examined(arrived())
    signed_in("clerk", "operator").post(f"{page_of(claim)}proposal/", {})
    signed_in("boss").post(f"{page_of(claim)}return/", {"because": "番号を確認してください。"})
    assert FraudProposal.objects.get().returned_because == "番号を確認してください。"


def test_a_refusal_is_taken_up_again(signed_in: SignedIn) -> None:
    claim = decided(examined(arrived(), ("4.9",)))
    signed_in("third").post(f"{page_of(claim)}reconsider/", {"because": "新しい証拠が届いた。"})
    assert Claim.objects.get().state == "examining"


def test_a_form_of_the_app_counts_from_its_arrival(signed_in: SignedIn) -> None:
    browser = signed_in("clerk", "operator")
    assert browser.get("/console/misuse/new/").status_code == 200
    given = typed(entrance="phone_app", received_at="2023-04-06 08:15", phrase="")
    browser.post("/console/misuse/new/", {**given, "address": [""], "phrase": []})
    claim, fraud = Claim.objects.get(), FraudClaim.objects.get()
    assert claim.received_at is not None
    assert (claim.channel, fraud.phrase, claim.received_at.isoformat()) == (
        "phone_app", False, "2023-04-05T23:15:00+00:00",
    )  # fmt: skip
    assert (claim.state, claim.waiting_for) == ("waiting", "claimant")


def test_a_form_does_not_arrive_tomorrow(signed_in: SignedIn) -> None:
    given = typed(entrance="phone_app", received_at="2023-04-30 08:15")
    assert signed_in("clerk", "operator").post("/console/misuse/new/", given).status_code == 422
    assert Claim.objects.count() == 0


ASSESSED = {
    "subject": "偽メールによる不正利用",
    "conclusion": "連携先と協力し、注意を呼びかける。",
    "secondary_damage_holds": "yes",
    "secondary_damage_because": "同じ手口が続いている。",
    "like_cases_holds": "no",
    "like_cases_because": "広く知られている。",
    "large_holds": "no",
    "large_because": "件数は少ない。",
}


def test_disclosure_is_assessed_by_every_criterion(signed_in: SignedIn) -> None:
    boss = signed_in("boss")
    assert boss.get("/console/misuse/disclosure/").status_code == 200
    boss.post("/console/misuse/disclosure/", ASSESSED)
    row = DisclosureAssessment.objects.get()
    assert (row.disclose, row.actor, {name: one["holds"] for name, one in row.criteria.items()}) == (
        True, "boss", {"secondary_damage": True, "like_cases": False, "large": False},
    )  # fmt: skip


@pytest.mark.parametrize("left_out", ["large_because", "large_holds"])
def test_a_criterion_without_a_finding_and_its_reason_is_not_assessed(signed_in: SignedIn, left_out: str) -> None:
    answer = signed_in("boss").post("/console/misuse/disclosure/", {**ASSESSED, left_out: ""})
    assert (answer.status_code, DisclosureAssessment.objects.count()) == (422, 0)


def test_an_assessment_is_read_back_criterion_by_criterion_and_pressed_twice_it_is_one(signed_in: SignedIn) -> None:
    boss = signed_in("boss")
    for _ in range(2):
        boss.post("/console/misuse/disclosure/", ASSESSED)
    page = boss.get("/console/misuse/disclosure/").content.decode()
    assert DisclosureAssessment.objects.count() == 1
    assert [text in page for text in ("当たる：同じ手口が続いている。", "当たらない：件数は少ない。")] == [True, True]
    boss.post("/console/misuse/disclosure/", ASSESSED | {"conclusion": "改めて検討した。"})
    assert DisclosureAssessment.objects.count() == 2


def test_disclosure_is_for_supervisors(signed_in: SignedIn) -> None:
    assert signed_in("clerk", "operator").get("/console/misuse/disclosure/").status_code == 403
    assert signed_in("other", offices=("nara",)).get("/console/misuse/disclosure/").status_code == 404


def test_the_list_says_who_acts_next_and_by_when(signed_in: SignedIn) -> None:
    open_, paid = arrived(), decided(examined(arrived(customer_id="TW-7"), account="TW-7"))
    refused = decided(examined(arrived(customer_id="TW-8"), ("4.9",)))
    browser = signed_in("clerk", "operator")
    rows = {claim.pk: turn for claim, _, turn in browser.get("/console/misuse/").context["rows"]}
    assert [rows[claim.pk] and rows[claim.pk].kind for claim in (open_, paid, refused)] == ["examine", "ready", None]
    page = browser.get("/console/misuse/").content.decode()
    assert ("審査の担当者" in page, "2023年4月24日" in page, "することはありません" in page) == (True, True, True)


def test_the_page_of_credits_says_who_acts_next_and_by_when(signed_in: SignedIn) -> None:
    decided(examined(arrived()))
    page = signed_in("clerk", "operator").get("/console/misuse/credits/")
    assert [(turn.who.en, str(turn.due_on)) for turn in page.context["turns"]] == [("Supervisor", "2023-04-17")]
    assert "2023年4月17日" in page.content.decode()


def test_a_part_noted_twice_says_so(signed_in: SignedIn) -> None:
    decided(examined(arrived(act_1_balance="card", cause="card_info_stolen", issuer_told="yes")))
    browser, row = signed_in("clerk", "operator"), Arrangement.objects.get()
    address = f"/console/misuse/arrangements/{row.pk}/"
    said = [browser.post(address, {"words": words}, follow=True).content.decode() for words in ("", "取消", "取消")]
    wanted = ("内容を入力してください", "記録しました", "すでに記録されていました")
    assert [text in page for text, page in zip(wanted, said, strict=True)] == [True, True, True]


TOLD = {"checked": ["claim", "name"], "police_station": "見本警察署", "police_date": "2023/4/9"}


def test_what_is_told_on_the_phone_is_written_down(signed_in: SignedIn) -> None:
    claim, browser = arrived(NO_POLICE), signed_in("clerk", "operator")
    page = f"/console/misuse/{claim.number}/"
    assert "電話でうかがったことを記録する" in browser.get(page).content.decode()
    browser.post(f"{page}told/", TOLD)
    waiting = Claim.objects.get()
    assert (waiting.state, [item.id for item in missing_of(waiting)]) == ("waiting", ["police_receipt_number"])
    for _ in range(2):
        browser.post(f"{page}told/", TOLD | {"police_receipt_number": "第7号"})
    found = Claim.objects.get()
    assert (found.state, missing_of(found), found.received_at) == ("examining", [], claim.received_at)
    assert "電話でうかがったことを記録する" not in browser.get(page).content.decode()
    logged = Call.objects.filter(claim=found).values_list("operator", "checked", "outcome")
    assert list(logged) == [("clerk", ["claim", "name"], "done")] * 2


def test_a_question_is_answered_on_the_phone(signed_in: SignedIn) -> None:
    claim, browser = arrived(), signed_in("clerk", "operator")
    asked = ask(claim, "端末はどこですか。", date(2023, 4, 20), by=BY)
    given = {"checked": ["name"], f"question-{asked.key}": "見つかりました。"}
    assert browser.post(f"/console/misuse/{claim.number}/told/", given).status_code == 302
    assert [one.answer for one in questions_of(Claim.objects.get())] == ["見つかりました。"]
    assert Claim.objects.get().state == "examining"


@pytest.mark.parametrize("given", [{**TOLD, "checked": []}, {"checked": ["name"]}, {**TOLD, "police_date": "2031/1/1"}])
def test_nothing_is_written_down_of_a_stranger_of_nothing_or_of_tomorrow(
    signed_in: SignedIn, given: dict[str, Any]
) -> None:
    claim = arrived(NO_POLICE)
    answer = signed_in("clerk", "operator").post(f"/console/misuse/{claim.number}/told/", given)
    assert (answer.status_code, len(missing_of(Claim.objects.get()))) == (422, 3)


def test_what_was_decided_is_not_supplied_any_more() -> None:
    claim = decided(examined(arrived()))
    answer(claim, {"police_receipt_number": "第8号"}, {}, by=BY)
    assert Claim.objects.get().answers_sealed == claim.answers_sealed


@pytest.mark.parametrize("act_page", ["facts/", "items/4.4/", "question/", "proposal/"])
def test_the_page_of_an_act_says_who_and_by_when(signed_in: SignedIn, act_page: str) -> None:
    claim = arrived()
    page = signed_in("clerk", "operator").get(f"{page_of(claim)}{act_page}")
    turn = page.context["turn"]
    assert (turn.who.en, turn.is_own) == ("Examiner", True)
    assert "センターの目安日" in page.content.decode()
