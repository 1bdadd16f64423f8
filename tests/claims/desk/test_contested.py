"""A coupon that two people claim: a supervisor says who goes on, the other ends, and nobody is paid before."""

from __future__ import annotations

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from django.test import Client

from claims.contested import contenders, let_go_on
from claims.coupons_named import set_aside
from claims.models import Claim, ClaimCoupon
from compensation.models import Coupon, Payout, Referral
from compensation.referrals import CLAIMED_TWICE, refer_coupons
from foundation.trail import clock
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from tests.claims.desk.conftest import SignedIn
from tests.factories import claims as site
from tests.factories.compensation import PayeeFactory, PayoutFactory
from tests.factories.enquiries import ON_PAPER, SUPERVISOR, docked, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def applied(contact: str, *, name: str = "見本 花子", numbers: tuple[str, ...] = ("12345678",)) -> Claim:
    return site.received(coupon_number=list(numbers), contact=contact, email=f"{contact[-4:]}@example.jp", name=name)


@pytest.fixture
def coupon() -> Coupon:
    return docked(**ON_PAPER)


@pytest.fixture
def rivals(coupon: Coupon) -> list[Claim]:
    claims = [applied("+819012345678"), applied("+819055556666", name="別人 太郎")]
    examined()
    return claims


def state(claim: Claim) -> tuple[str, str]:
    row = Claim.objects.get(pk=claim.pk)
    return row.state, row.closed_as


def page(row: Referral) -> str:
    return f"/console/referrals/{row.pk}/claims/"


def chosen(browser: Client, claim: Claim, because: str = "券面の写しで確認した") -> int:
    return browser.post(page(Referral.objects.get()), {"chosen": claim.number, "because": because}).status_code


def test_both_stand_side_by_side_without_a_whole_name(rivals: list[Claim], signed_in: SignedIn) -> None:
    shown = signed_in("supervisor").get(page(Referral.objects.get()))
    assert [(one.claim, one.named.en) for one in shown.context["contenders"]] == [
        (rivals[0], "no contradiction"),
        (rivals[1], "not the name in the records"),
    ]
    assert "別人 太郎" not in shown.content.decode()


def test_the_chosen_one_is_paid_and_the_other_ends(rivals: list[Claim], signed_in: SignedIn) -> None:
    assert chosen(signed_in("supervisor", username="boss"), rivals[0]) == 302
    examined()
    assert [state(claim) for claim in rivals] == [("decided", ""), ("closed", "declined")]
    row = Referral.objects.get()
    assert (row.closed_by, row.closed_because) == ("boss", "券面の写しで確認した")


def test_a_choice_and_a_reason_are_needed(rivals: list[Claim], signed_in: SignedIn) -> None:
    browser, row = signed_in("supervisor"), Referral.objects.get()
    answers = [{"chosen": rivals[0].number, "because": " "}, {"because": "確認した"}]
    assert [browser.post(page(row), given).status_code for given in answers] == [422, 422]
    assert [state(claim)[0] for claim in rivals] == ["referred", "referred"]


def test_pressed_twice_it_is_decided_once(rivals: list[Claim]) -> None:
    row = Referral.objects.get()
    assert [let_go_on(row, rivals[at], "確認した", by=SUPERVISOR) for at in (0, 1)] == [True, False]
    assert [state(claim)[0] for claim in rivals] == ["examining", "closed"]


def test_an_operator_reads_who_decides_and_a_stranger_nothing(rivals: list[Claim], signed_in: SignedIn) -> None:
    row = Referral.objects.get()
    operator, stranger = signed_in("operator"), signed_in("supervisor", offices=("nara",))
    assert "責任者が、どの申請を進めるかを決めます。" in operator.get(f"/console/referrals/{row.pk}/").content.decode()
    assert [operator.post(page(row)).status_code, stranger.get(page(row)).status_code] == [403, 404]
    operator.post(f"/console/referrals/{row.pk}/", {"because": "確認した"})
    assert Referral.objects.get().closed_at is None


def test_what_was_decided_before_stays(coupon: Coupon, signed_in: SignedIn) -> None:
    first = applied("+819012345678")
    examined()
    second = applied("+819055556666")
    examined()
    assert [state(claim)[0] for claim in (first, second)] == ["decided", "referred"]
    browser = signed_in("supervisor")
    assert [chosen(browser, second), chosen(browser, first)] == [422, 302]
    assert [state(claim) for claim in (first, second)] == [("decided", ""), ("closed", "declined")]


@pytest.fixture
def two_coupons(coupon: Coupon) -> list[Claim]:
    """A claim on the contested coupon, and one on that and another."""
    docked(**ON_PAPER | {"inquiry_number": "12345679"})
    claims = [applied("+819012345678"), applied("+819055556666", numbers=("12345678", "12345679"))]
    examined()
    return claims


def test_a_claim_on_further_coupons_goes_on_with_those(two_coupons: list[Claim], signed_in: SignedIn) -> None:
    first, second = two_coupons
    assert chosen(signed_in("supervisor", username="boss"), first) == 302
    examined()
    assert [state(claim) for claim in two_coupons] == [("decided", ""), ("decided", "")]
    paid = Payout.objects.values_list("payee__key", "lines__entitlement__loss__coupon__inquiry_number")
    assert sorted(paid) == sorted([(first.number, "12345678"), (second.number, "12345679")])
    gone = ClaimCoupon.objects.get(claim=second, inquiry_number="12345678")
    assert (gone.set_aside_by, gone.set_aside_because) == ("boss", "券面の写しで確認した")
    assert AuditEvent.objects.filter(action="claim.set_aside", subject_ref=second.number).count() == 1


def test_the_one_on_further_coupons_may_be_chosen(two_coupons: list[Claim], signed_in: SignedIn) -> None:
    assert chosen(signed_in("supervisor"), two_coupons[1]) == 302
    examined()
    assert [state(claim) for claim in two_coupons] == [("closed", "declined"), ("decided", "")]
    assert Payout.objects.get().lines.count() == 2


def test_the_page_says_that_a_claim_goes_on_with_others(two_coupons: list[Claim], signed_in: SignedIn) -> None:
    shown = signed_in("supervisor").get(page(Referral.objects.get()))
    assert [one.others for one in shown.context["contenders"]] == [0, 1]


def test_whoever_applied_reads_which_coupon_counts_no_more(
    two_coupons: list[Claim], signed_in: SignedIn, client: Client
) -> None:
    browser = signed_in("supervisor")
    chosen(browser, two_coupons[0])
    assert "この申請から除いた" in browser.get(f"/console/claims/{two_coupons[1].number}/").content.decode()
    for claim, contact in zip(two_coupons, ("5678@example.jp", "6666@example.jp"), strict=True):
        client.post("/status/", {"number": claim.number, "contact": contact})
        shown = client.get("/status/shown/").content.decode()
        assert shown.count("この申請では対象外") == (claim == two_coupons[1])


def test_two_contested_coupons_end_one_by_one(coupon: Coupon) -> None:
    docked(**ON_PAPER | {"inquiry_number": "12345679"})
    both = applied("+819055556666", numbers=("12345678", "12345679"))
    others = [applied("+819012345678"), applied("+819012345679", numbers=("12345679",))]
    examined()
    for row, winner in zip(Referral.objects.order_by("coupon__inquiry_number"), others, strict=True):
        assert let_go_on(row, Claim.objects.get(pk=winner.pk), "確認した", by=SUPERVISOR)
        examined()
    assert [state(claim) for claim in (both, *others)] == [("closed", "declined"), ("decided", ""), ("decided", "")]


def test_what_was_received_by_a_claim_does_not_end(rivals: list[Claim], signed_in: SignedIn) -> None:
    of_loser = {"programme": rivals[1].programme, "kind": "applicant", "key": rivals[1].number}
    payee, bulletin = PayeeFactory.create(**of_loser), rivals[1].bulletin
    PayoutFactory.create(payee=payee, bulletin=bulletin, state="fulfilled", method="amazon")
    answer = signed_in("supervisor").post(page(Referral.objects.get()), {"chosen": rivals[0].number, "because": "x"})
    assert (answer.status_code, [state(claim)[0] for claim in rivals]) == (422, ["referred", "referred"])
    assert "すでに受け取られたか" in answer.content.decode()


@pytest.mark.parametrize("lacking", ["set_aside_by", "set_aside_because"])
def test_the_database_wants_who_set_a_coupon_aside_and_why(rivals: list[Claim], lacking: str) -> None:
    whole = {"set_aside_at": clock.now(), "set_aside_by": "boss", "set_aside_because": "確認した"}
    with pytest.raises(IntegrityError, match="claim_coupon_set_aside"), transaction.atomic():
        ClaimCoupon.objects.filter(claim=rivals[0]).update(**whole | {lacking: ""})


def test_the_last_coupon_of_a_claim_is_not_set_aside(rivals: list[Claim], coupon: Coupon) -> None:
    with pytest.raises(ValueError, match="keeps a coupon"):
        set_aside(rivals[0], [coupon.pk], "確認した", by=SUPERVISOR)


def test_where_nobody_is_left_it_is_closed_with_a_reason(coupon: Coupon, signed_in: SignedIn) -> None:
    [pk] = refer_coupons([coupon.pk], CLAIMED_TWICE, "", by=Actor.system("tests"))
    row = Referral.objects.get(pk=pk)
    assert contenders(row) == []
    assert signed_in("supervisor").post(page(row), {"because": "取り下げられた"}).status_code == 302
    assert Referral.objects.get().closed_because == "取り下げられた"
