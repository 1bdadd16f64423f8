"""What the settlement decides of coupons on app accounts, and what it makes of it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection, models

from compensation.awards import reasons
from compensation.models import (
    Coupon,
    Decision,
    DecisionLine,
    Entitlement,
    Loss,
    Payee,
    Payout,
    PayoutLine,
    PayoutLink,
    Programme,
    Referral,
)
from compensation.referrals import CLAIMED_TWICE, refer_coupons
from compensation.states import EntryKind
from foundation.trail.models import AuditEvent
from notifications.envelope import open_envelope
from notifications.models import Mailing, Message
from tests.factories.compensation import SNAPSHOT, CouponFactory, LedgerEntryFactory, ProgrammeFactory, jst
from tests.factories.settlement import BEFORE_SNAPSHOT, BY, LATER, OUTSIDE, booked, charged, family, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

WRITTEN: list[type[models.Model]] = [
    Decision, DecisionLine, Loss, Payee, Entitlement, Payout, PayoutLine, PayoutLink, Message, Mailing, Referral,
    Coupon, AuditEvent,
]  # fmt: skip


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row that a settlement could write."""
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in WRITTEN}


def decision(coupon: Coupon) -> tuple[str, str, int | None, str, str]:
    row = Decision.objects.get(subject_id=coupon.pk, superseded_at=None)
    return row.case, row.outcome, row.amount, row.route, row.remedy


def referred() -> list[tuple[int | None, str, str]]:
    return list(Referral.objects.order_by("pk").values_list("coupon", "reason", "clause"))


def test_one_coupon_from_ledger_to_message() -> None:
    coupon = charged("kumamoto", 500, app_phone="+819012345678")
    settled()
    standing = Decision.objects.get()
    line, loss, entitlement = DecisionLine.objects.get(), Loss.objects.get(), Entitlement.objects.get()
    payee, payout, message = Payee.objects.get(), Payout.objects.get(), Message.objects.get()
    coupon.refresh_from_db()
    assert decision(coupon) == ("A", "eligible", 1500, "automatic", "pay")
    assert (standing.bulletin.key, standing.decided_at, standing.actor) == ("kumamoto-3", SNAPSHOT, "settle")
    assert (line.decision_id, line.loss_id, line.remedy, line.yen) == (standing.pk, loss.pk, "pay", 1500)
    assert loss.key == f"regionpay-2023-02-24:kumamoto:{coupon.inquiry_number}"
    assert (entitlement.loss, entitlement.line, entitlement.owed, entitlement.committed) == (loss, line, 1500, 1500)
    assert (payee.kind, payee.key, coupon.payee) == ("app_account", coupon.app_account, payee)
    assert (payout.payee, payout.yen, payout.state, payout.collect_by) == (payee, 1500, "planned", date(2023, 5, 31))
    assert list(payout.lines.values_list("entitlement", "yen")) == [(entitlement.pk, 1500)]
    assert (message.subject_ref, message.channel, message.state, message.yen) == (payout.number, "sms", "planned", 1500)
    assert open_envelope(message).address == "+819012345678"
    assert referred() == []


def test_facts_and_trace_are_kept_with_the_decision() -> None:
    coupon = charged("kumamoto", 500)
    settled()
    standing = Decision.objects.get()
    assert standing.facts["coupons"][0]["balances"] == [
        {"at": "2023-02-27T00:00:00+09:00", "yen": 2000},
        {"at": "2023-04-01T00:00:00+09:00", "yen": 1500},
    ]
    assert [step[0] for step in standing.trace if step[4]][-1] == "kumamoto.2.A.app"
    assert standing.subject_id == coupon.pk


def test_an_accounts_coupons_are_one_payout() -> None:
    family(8)
    summary = settled()
    payout = Payout.objects.get()
    assert (payout.yen, payout.lines.count(), Decision.objects.count()) == (16000, 8, 8)
    assert (Message.objects.count(), PayoutLink.objects.count(), Payee.objects.count()) == (1, 1, 1)
    assert summary.counts == {
        "coupons": 8, "eligible": 8, "ineligible": 0, "pending": 0, "refer": 0, "decided_later": 0,
        "decided": 8, "superseded": 0, "referrals": 0, "payouts": 1, "yen": 16000,
    }  # fmt: skip


def test_equal_contacts_of_two_accounts_are_two_payouts() -> None:
    charged(app_phone="+819011112222", app_account="one")
    charged(app_phone="+819011112222", app_account="two")
    settled()
    assert Payout.objects.count() == 2


def test_a_familys_names_on_one_account_are_referred() -> None:
    for name in ("試験 花子", "試験 太郎"):
        charged(app_account="family", traveller_name=name, app_phone="+819011112222", app_email="")
    settled()
    rows = Referral.objects.values_list("reason", "clause")
    assert list(rows) == [("gate.traveller_unknown", "kumamoto.1.pre")] * 2
    assert (Payout.objects.count(), Entitlement.objects.count()) == (0, 0)


def test_one_name_written_in_two_ways_is_one_person() -> None:
    family(1, traveller_name="試験　花子")
    family(1, traveller_name="試験 花子")
    settled()
    assert Payout.objects.get().yen == 4000


@pytest.mark.parametrize(("spent", "expires_on", "outcome"), [(2000, None, "eligible"), (0, OUTSIDE, "ineligible")])
def test_nothing_to_pay_makes_no_payout_and_no_message(spent: int, expires_on: date | None, outcome: str) -> None:
    fields = {"expires_on": expires_on} if expires_on else {}
    charged("kumamoto", spent, **fields)
    settled()
    assert Decision.objects.get().outcome == outcome
    assert [model.objects.count() for model in (Payout, Message, Entitlement, Mailing, Payee)] == [0] * 5


def test_paper_coupons_are_not_decided() -> None:
    LedgerEntryFactory.create(coupon=CouponFactory.create(paper=True))
    settled()
    assert Decision.objects.count() == 0


def test_a_coupon_charged_after_its_validity_stays_paper() -> None:
    charged(charged_at=jst(2023, 4, 1))
    settled("kumamoto", LATER)
    assert Decision.objects.count() == 0


def test_a_coupon_charged_later_than_asked_is_not_decided_yet() -> None:
    charged(charged_at=jst(2023, 3, 25))
    settled("kumamoto", BEFORE_SNAPSHOT)
    assert Decision.objects.count() == 0


def test_a_withdrawn_account_waits_for_an_application_and_nobody_writes_to_it() -> None:
    coupon = charged(app_withdrawn_at=jst(2023, 3, 10))
    settled()
    assert decision(coupon) == ("A", "pending", None, "special_site", "")
    assert (Message.objects.count(), Payout.objects.count()) == (0, 0)


def test_one_coupon_that_shows_the_withdrawal_speaks_for_its_account() -> None:
    shared = {"app_account": "left", "app_phone": "+819011112222", "app_email": ""}
    charged(app_withdrawn_at=jst(2023, 3, 10), **shared)
    charged(**shared)
    settled()
    assert set(Decision.objects.values_list("route", flat=True)) == {"special_site"}


def test_a_later_withdrawal_has_not_happened_yet() -> None:
    charged(app_withdrawn_at=jst(2023, 4, 5))
    settled()
    assert Payout.objects.count() == 1


def test_before_the_extension_has_run_out_everything_is_pending() -> None:
    coupon = charged()
    settled("kumamoto", BEFORE_SNAPSHOT)
    assert decision(coupon)[:3] == ("A", "pending", None)
    assert Payout.objects.count() == 0


def test_an_unknown_balance_is_pending() -> None:
    coupon = CouponFactory.create()
    LedgerEntryFactory.create(coupon=coupon, kind=EntryKind.PAYMENT, yen=-500)
    settled()
    assert decision(coupon)[:2] == ("A", "pending")
    assert Payout.objects.count() == 0


def test_a_negative_balance_is_referred() -> None:
    coupon = charged()
    booked(coupon, EntryKind.ADJUSTMENT, -2500, jst(2023, 3, 5))
    settled()
    assert referred() == [(coupon.pk, "gate.negative_balance", "kumamoto.1.A")]
    assert Payout.objects.count() == 0


@pytest.mark.parametrize(
    ("slug", "contact", "channel"),
    [
        ("kumamoto", {"app_phone": "+819012345678", "app_email": "a@example.jp"}, "sms"),
        ("kumamoto", {"app_phone": "+816012345678", "app_email": ""}, "sms"),
        ("kumamoto", {"app_phone": "", "app_email": "a@example.jp"}, "email"),
        ("kumamoto", {"app_phone": "+81963331111", "app_email": "a@example.jp"}, "email"),
        ("iwate", {"app_phone": "", "app_email": "a@example.jp"}, "email"),
        ("nara", {"app_phone": "+818012345678", "app_email": "a@example.jp"}, "sms"),
        ("yamanashi", {"app_phone": "+817012345678", "app_email": "a@example.jp"}, "sms"),
    ],
)
def test_the_channel_is_the_one_of_registration(slug: str, contact: dict[str, str], channel: str) -> None:
    charged(slug, **contact)
    settled(slug)
    message = Message.objects.get()
    address = contact["app_phone"] if channel == "sms" else contact["app_email"]
    assert (message.channel, open_envelope(message).address) == (channel, address)


@pytest.mark.parametrize(
    ("slug", "contact", "clause"),
    [
        ("yamanashi", {"app_phone": "", "app_email": "a@example.jp"}, "yamanashi.2.A.app"),
        ("yamanashi", {"app_phone": "+81553331111", "app_email": "a@example.jp"}, "yamanashi.2.A.app"),
        ("kumamoto", {"app_phone": "", "app_email": ""}, "kumamoto.2.A.app"),
        ("kumamoto", {"app_phone": "+81963331111", "app_email": ""}, "kumamoto.2.A.app"),
        ("kumamoto", {"app_phone": "+815011112222", "app_email": ""}, "kumamoto.2.A.app"),
    ],
)
def test_without_a_contact_that_the_programme_uses_a_person_decides(
    slug: str, contact: dict[str, str], clause: str
) -> None:
    coupon = charged(slug, **contact)
    settled(slug)
    assert referred() == [(coupon.pk, "app.unreachable", clause)]
    assert (Payout.objects.count(), Message.objects.count()) == (0, 0)


def test_mailings_wait_for_the_day_that_each_bulletin_plans() -> None:
    for slug in ("kumamoto", "yamanashi"):
        charged(slug)
        settled(slug)
    planned = Mailing.objects.order_by("scope").values_list("scope", "route", "purpose", "state", "planned_on")
    assert list(planned) == [
        ("kumamoto", "automatic", "payout_link", "open", date(2023, 4, 1)),
        ("yamanashi", "automatic", "payout_link", "open", date(2023, 4, 21)),
    ]
    assert Payout.objects.get(programme__slug="yamanashi").collect_by is None


def test_naras_published_senders_are_the_senders() -> None:
    charged("nara", app_email="")
    charged("nara", app_phone="")
    settled("nara")
    senders = Message.objects.order_by("channel").values_list("channel", "sender")
    assert list(senders) == [("email", "regionpay_compensation_ml@giftpad.jp"), ("sms", "03-5244-9370")]


def test_different_contacts_on_one_account_are_held_back() -> None:
    coupons = [charged(app_account="one", app_phone=f"+8190111122{n}2", app_email="") for n in (1, 2)]
    settled()
    assert referred() == [(coupon.pk, reasons.CONTACTS_DIFFER, "kumamoto.2.A.app") for coupon in coupons]
    assert (Payout.objects.count(), Entitlement.objects.count()) == (0, 0)


def test_contacts_that_were_put_right_are_paid_and_the_referrals_closed() -> None:
    for n in (1, 2):
        charged(app_account="one", app_phone=f"+8190111122{n}2", app_email="")
    settled()
    Coupon.objects.update(app_phone="+819011112222")
    settled()
    assert (Payout.objects.get().yen, Decision.objects.count()) == (4000, 2)
    assert set(Referral.objects.values_list("closed_by", flat=True)) == {"settle"}


def test_a_coupon_that_waits_for_a_person_is_held_back_until_one_has_decided() -> None:
    coupon, other = family(2)
    refer_coupons([coupon.pk], CLAIMED_TWICE, "kumamoto.1.pre", by=BY)
    settled()
    assert Payout.objects.get().lines.get().entitlement.loss.coupon == other
    Referral.objects.filter(reason=CLAIMED_TWICE).update(closed_at=LATER, closed_by="staff:3", closed_because="one")
    settled()
    assert (Payout.objects.count(), Referral.objects.filter(closed_at=None).count()) == (2, 0)


def test_a_replaced_coupon_is_not_paid_beside_its_successor() -> None:
    old, new = family(2)
    Coupon.objects.filter(pk=old.pk).update(replaced_by=new.inquiry_number)
    settled()
    assert Payout.objects.get().yen == 2000
    assert list(Entitlement.objects.values_list("loss__coupon", flat=True)) == [new.pk]
    assert referred() == [(old.pk, reasons.REPLACED, "kumamoto.2.A.2")]


def test_a_replaced_coupon_without_a_balance_needs_nobody() -> None:
    charged("kumamoto", 2000, replaced_by="another")
    settled()
    assert Referral.objects.count() == 0


def test_a_coupon_replaced_after_its_payout_is_referred() -> None:
    coupon = charged()
    settled()
    Coupon.objects.update(replaced_by="another")
    settled()
    assert referred() == [(coupon.pk, reasons.REPLACED, "kumamoto.2.A.2")]


def test_a_sum_put_back_without_a_class_is_referred() -> None:
    coupon = charged("kumamoto", expires_on=date(2023, 3, 5))
    booked(coupon, EntryKind.RESTORATION, 1000, jst(2023, 3, 10))
    settled()
    assert decision(coupon)[:2] == ("none", "ineligible")
    assert referred() == [(coupon.pk, reasons.RESTORED, "kumamoto.1.B")]


def test_a_sum_put_back_is_part_of_what_class_a_pays() -> None:
    coupon = charged("kumamoto", 500)
    booked(coupon, EntryKind.RESTORATION, 300, jst(2023, 3, 10))
    settled()
    assert (Payout.objects.get().yen, Referral.objects.count()) == (1800, 0)


def test_what_was_spent_in_the_last_minute_is_spent_and_said_to_be_in_doubt() -> None:
    coupon = charged()
    booked(coupon, EntryKind.PAYMENT, -500, jst(2023, 3, 31, 23, 59))
    settled()
    standing = Decision.objects.get()
    assert (standing.amount, [clause for clause, _ in standing.doubts]) == (1500, ["kumamoto.2.A.2"])


def test_the_programmes_are_settled_each_by_itself() -> None:
    charged("kumamoto")
    charged("iwate")
    settled("iwate")
    assert list(Decision.objects.values_list("programme__slug", flat=True)) == ["iwate"]


def test_again_changes_nothing() -> None:
    family(3)
    charged(app_phone="", app_email="")
    charged("kumamoto", 2000)
    charged(app_withdrawn_at=jst(2023, 3, 10))
    settled()
    before = everything()
    summary = settled()
    assert everything() == before
    assert (summary.counts["decided"], summary.counts["superseded"], summary.counts["payouts"]) == (0, 0, 0)


def test_another_instant_at_which_nothing_changed_changes_nothing() -> None:
    family(3)
    charged(app_phone="", app_email="")
    settled()
    before = everything()
    settled("kumamoto", LATER)
    assert everything() == before


def test_an_earlier_instant_does_not_overturn_a_later_decision() -> None:
    charged()
    settled()
    before = everything()
    summary = settled("kumamoto", BEFORE_SNAPSHOT)
    assert (everything(), summary.counts["decided_later"]) == (before, 1)


def test_a_pending_decision_is_superseded_when_its_day_has_come() -> None:
    coupon = charged()
    settled("kumamoto", BEFORE_SNAPSHOT)
    settled()
    first, second = Decision.objects.order_by("pk")
    assert (first.superseded_at is not None, second.supersedes, second.superseded_at) == (True, first, None)
    assert (decision(coupon)[1], Payout.objects.get().yen) == ("eligible", 2000)


def test_a_sum_that_rose_is_topped_up_by_a_payout_of_the_difference() -> None:
    coupon = charged("kumamoto", 500)
    settled()
    booked(coupon, EntryKind.ADJUSTMENT, 200, jst(2023, 3, 20))
    settled()
    entitlement = Entitlement.objects.get()
    assert (entitlement.owed, entitlement.committed) == (1700, 1700)
    assert list(Payout.objects.order_by("pk").values_list("yen", flat=True)) == [1500, 200]
    assert AuditEvent.objects.get(action="entitlement.raised").detail == {"raised_by": 200, "owed": 1700}
    assert Message.objects.count() == 2


def test_a_sum_that_fell_after_its_payout_is_referred_and_the_payout_stays() -> None:
    coupon = charged()
    settled()
    booked(coupon, EntryKind.ADJUSTMENT, -200, jst(2023, 3, 20))
    settled()
    assert (Entitlement.objects.get().owed, Payout.objects.get().yen) == (2000, 2000)
    assert decision(coupon)[2] == 1800
    assert referred() == [(coupon.pk, reasons.SUM_CHANGED, "kumamoto.2.A.2")]


def test_a_referral_that_a_person_closed_is_not_opened_again() -> None:
    charged(app_phone="", app_email="")
    settled()
    Referral.objects.update(closed_at=LATER, closed_by="staff:3", closed_because="called")
    settled()
    assert Referral.objects.count() == 1


def test_a_referral_that_a_later_decision_answers_is_closed() -> None:
    coupon = charged(app_phone="", app_email="")
    settled()
    Coupon.objects.filter(pk=coupon.pk).update(app_email="a@example.jp")
    settled()
    closed = Referral.objects.get()
    assert (closed.closed_by, closed.closed_because) == ("settle", "a later decision needs no person")
    assert Payout.objects.get().yen == 2000


def test_a_new_contact_after_the_payout_moves_nothing() -> None:
    coupon = charged(app_phone="+819011112222")
    settled()
    Coupon.objects.filter(pk=coupon.pk).update(app_phone="+819033334444")
    settled()
    assert (Payout.objects.count(), open_envelope(Message.objects.get()).address) == (1, "+819011112222")


def test_a_dry_run_counts_and_writes_nothing() -> None:
    family(2)
    before = everything()
    summary = settled(dry_run=True)
    assert (summary.counts["payouts"], summary.counts["yen"], everything()) == (1, 4000, before)


def test_accounts_are_never_torn_by_a_chunk() -> None:
    family(5)
    for _ in range(3):
        charged()
    settled(chunk=2)
    assert sorted(Payout.objects.values_list("yen", flat=True)) == [2000, 2000, 2000, 10000]


def test_no_message_is_added_to_a_mailing_that_was_prepared() -> None:
    charged()
    settled()
    Mailing.objects.update(state="prepared", prepared_at=LATER, prepared_by="staff:1", list_hash="x")
    charged()
    settled()
    assert list(Mailing.objects.order_by("pk").values_list("state", "messages")) == [
        ("prepared", Message.objects.order_by("pk")[0].pk),
        ("open", Message.objects.order_by("pk")[1].pk),
    ]


def test_the_number_of_statements_does_not_grow_with_the_coupons(django_assert_max_num_queries: Any) -> None:
    family(4)
    for _ in range(20):
        charged()
    with django_assert_max_num_queries(70 if connection.vendor == "postgresql" else 60):
        settled()


def test_a_programme_without_a_bulletin_is_not_settled() -> None:
    ProgrammeFactory.create(slug="elsewhere")
    with pytest.raises(Programme.DoesNotExist):
        settled("elsewhere")
