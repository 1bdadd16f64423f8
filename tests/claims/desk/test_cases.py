"""The pages of a coupon and of a claim: what stands on them, for whom, and what seeing it leaves behind."""

from __future__ import annotations

import pytest

from claims.desk.claim_page import claim_page, given_items
from claims.desk.coupon_page import coupon_page, personal_data
from claims.desk.given_words import answer_words
from compensation.models import Coupon
from compensation.programmes import rules_of
from compensation.referrals import close, reason_words
from foundation.japan.bilingual import Both
from foundation.japan.phone import national
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.claims.desk.conftest import SignedIn
from tests.factories.cases import TRACE, decided, paid_case, paper_coupon, received, referred
from tests.factories.collection import bulletin_row
from tests.factories.compensation import (
    CouponFactory,
    DecisionFactory,
    DecisionLineFactory,
    EntitlementFactory,
    LedgerEntryFactory,
    LossFactory,
    PayoutLineFactory,
    coupon_with_ledger,
)
from tests.factories.notifications import planned

pytestmark = pytest.mark.django_db


def test_the_ledger_runs() -> None:
    coupon, _ = decided()
    page = coupon_page(coupon)
    assert [(row.entry.yen, row.balance) for row in page.ledger] == [(2000, 2000), (-300, 1700), (-200, 1500)]
    assert page.balance == 1500


def test_without_an_issue_the_balance_is_not_known() -> None:
    coupon = CouponFactory.create()
    LedgerEntryFactory.create(coupon=coupon, kind="payment", yen=-300)
    page = coupon_page(coupon)
    assert (page.balance, [row.balance for row in page.ledger]) == (None, [None])


def test_the_decision_names_its_clause_in_words() -> None:
    coupon, _ = decided()
    page = coupon_page(coupon)
    [ground] = page.decisions[0].grounds
    assert (ground.id, ground.place is not None) == ("kumamoto.1.A", True)
    assert (
        ground.found.ja
        == "クーポン1の有効期限は2023年2月24日で、対象の期間（2023年2月24日から2023年2月24日まで）に入っています。"
    )


@pytest.mark.parametrize(("programme", "stage", "missing"), [("kumamoto", 3, False), ("yamanashi", 1, True)])
def test_a_document_that_is_known_to_be_overtaken_is_said_to_be(
    signed_in: SignedIn, programme: str, stage: int, missing: bool
) -> None:
    coupon, _ = decided(f"{programme}-{stage}")
    page = signed_in(offices=(programme,)).get(f"/console/coupons/{coupon.pk}/").content.decode()
    assert ("判定した文書" in page, "その文書は確認できていません" in page) == (True, missing)


def test_superseded_decisions_follow_the_standing_one() -> None:
    coupon, first = decided()
    type(first).objects.filter(pk=first.pk).update(superseded_at=first.recorded_at)
    second = DecisionFactory.create(
        coupon=coupon, bulletin=first.bulletin, outcome="pending", amount=None, supersedes=first
    )
    assert [told.row.pk for told in coupon_page(coupon).decisions] == [second.pk, first.pk]


def test_personal_data_are_masked() -> None:
    coupon = CouponFactory.build(
        traveller_name="山田 花子", app_account="member-123", app_phone="+819012345678", app_email="hanako@example.jp"
    )
    assert personal_data(coupon, revealed=False)[:4] == (
        "山＊ 花＊", "＊＊＊＊＊＊-123", "090-＊＊＊＊-5678", "h＊＊＊@example.jp",
    )  # fmt: skip


def test_seeing_them_is_written_down(signed_in: SignedIn) -> None:
    case = paid_case()
    browser, address = signed_in("operator", username="clerk"), f"/console/coupons/{case.coupon.pk}/"
    before = browser.get(address).content.decode()
    assert AuditEvent.objects.filter(action="viewed").count() == 0
    after = browser.post(f"{address}show/").content.decode()
    seen = AuditEvent.objects.values_list("actor_ref", "subject_kind", "subject_ref", "scope").get(action="viewed")
    assert seen == ("clerk", "coupon", case.coupon.inquiry_number, "kumamoto")
    for secret in (
        case.coupon.traveller_name,
        national(case.coupon.app_phone),
        case.coupon.app_email,
        case.coupon.app_account,
    ):
        assert (secret in before, secret in after) == (False, True)


def test_a_get_shows_nothing(signed_in: SignedIn) -> None:
    case = paid_case()
    page = f"/console/coupons/{case.coupon.pk}/"
    response = signed_in("operator").get(f"{page}show/")
    assert (response.status_code, response.headers["Location"]) == (302, page)
    assert AuditEvent.objects.filter(action="viewed").count() == 0


def test_the_page_has_payout_message_and_link() -> None:
    case = paid_case()
    page = coupon_page(case.coupon)
    assert [shown.row.number for shown in page.payouts] == [case.payout.number]
    assert [(shown.row.pk, shown.address[-4:]) for shown in page.messages] == [
        (case.message.pk, case.coupon.app_phone[-4:])
    ]
    assert page.payouts[0].link == case.link


@pytest.mark.parametrize("address", ["", "show/"])
def test_a_stranger_sees_no_coupon(signed_in: SignedIn, address: str) -> None:
    case = paid_case()
    stranger = signed_in("supervisor", offices=("nara",))
    ask = stranger.post if address else stranger.get
    assert ask(f"/console/coupons/{case.coupon.pk}/{address}").status_code == 404
    assert AuditEvent.objects.filter(action="viewed").count() == 0


def test_an_administrator_sees_every_programme(signed_in: SignedIn) -> None:
    case = paid_case()
    assert signed_in("administrator", offices=()).get(f"/console/coupons/{case.coupon.pk}/").status_code == 200


def _next(coupon: Coupon) -> str:
    return coupon_page(coupon).following.en


def test_the_page_says_what_comes_next() -> None:
    paper, charged, (paid_nothing, _) = paper_coupon(), coupon_with_ledger(), decided()
    waiting, decision = decided()
    referred(waiting, decision)
    assert [_next(coupon) for coupon in (paper, charged, paid_nothing, waiting, paid_case().coupon)] == [
        "A coupon on paper: its holder applies on the special site.",
        "Not decided yet. The next settlement decides it.",
        "Covered, and the sum is decided. The payout is still to be made.",
        "A person has to look at it: see why below.",
        "The link may be used. If it did not arrive, look at the message below.",
    ]


def test_a_closed_referral_tells_its_reason_and_its_conclusion() -> None:
    bulletin = bulletin_row("kumamoto-3")
    coupon = coupon_with_ledger(programme=bulletin.programme)
    decision = DecisionFactory.create(coupon=coupon, bulletin=bulletin, trace=TRACE, outcome="refer", amount=None)
    waiting = referred(coupon, decision)
    close([waiting.pk], because="窓口で確認済み", by=Actor.system("tests"))
    page = coupon_page(coupon)
    told = [(shown.why, shown.conclusion) for shown in page.referrals]
    assert told == [(reason_words("no_contact"), Both("窓口で確認済み", "窓口で確認済み"))]
    assert page.following.en.startswith("A person has looked at it")


def test_a_payout_for_two_coupons_names_both() -> None:
    case = paid_case()
    other = coupon_with_ledger(programme=case.coupon.programme)
    line = DecisionLineFactory.create(
        loss=LossFactory.create(coupon=other), decision=DecisionFactory.create(coupon=other), yen=1350
    )
    PayoutLineFactory.create(
        payout=case.payout, entitlement=EntitlementFactory.create(line=line, payee=case.payout.payee), yen=1350
    )
    shares = coupon_page(case.coupon).payouts[0].shares
    assert {(share.coupon.pk, share.yen) for share in shares} == {(case.coupon.pk, 2000), (other.pk, 1350)}


def test_a_claim_is_masked_until_somebody_asks(signed_in: SignedIn) -> None:
    coupon = paper_coupon(inquiry_number="12345678")
    claim = received(coupon)
    assert [item.value for item in given_items(claim, revealed=False)] == [
        "鈴＊ 一＊",
        "090-＊＊＊＊-2222",
        "12345678",
    ]
    browser, address = signed_in("operator"), f"/console/claims/{claim.number}/"
    assert "鈴木" not in browser.get(address).content.decode()
    assert "鈴木" in browser.post(f"{address}show/").content.decode()
    assert AuditEvent.objects.get(action="viewed").subject_ref == claim.number


def test_the_acknowledgement_stands_on_the_page_of_its_claim() -> None:
    claim = received(paper_coupon())
    [sent] = planned(scope="kumamoto", subject_kind="claim", subject_ref=str(claim.number), purpose="acknowledgement")
    assert [shown.row.pk for shown in claim_page(claim).messages] == [sent.pk]


def test_answers_that_name_nobody_are_said_in_words() -> None:
    rules = rules_of(bulletin_row("iwate-2"))
    given = {"prefecture_used": "iwate", "travel_date": "2023-02-23", "points": "later", "address": "盛岡市1-2-3"}
    told = {item: answer_words(item, value, rules, revealed=False) for item, value in given.items()}
    assert told == {
        "prefecture_used": "岩手県",
        "travel_date": "2023年2月23日（木）",
        "points": "受け取るときに選ぶ",
        "address": "盛＊＊＊＊＊＊＊",
    }


def test_what_is_not_there_looks_like_the_console(signed_in: SignedIn) -> None:
    refused = signed_in("operator").get("/console/coupons/999999/")
    assert (refused.status_code, refused.templates[0].name) == (404, "desk/not_found.html")
    assert signed_in("operator").get("/nowhere/here/").templates[0].name == "404.html"


def test_a_stranger_sees_no_claim(signed_in: SignedIn) -> None:
    claim = received(paper_coupon())
    assert signed_in("operator", offices=("nara",)).get(f"/console/claims/{claim.number}/").status_code == 404
