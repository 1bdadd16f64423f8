"""A contact that changes before the release: the message that waits follows it, with its chain and its record."""

from __future__ import annotations

from datetime import date

import pytest

from compensation import collection, links
from compensation.bulletin_loading import load_bulletins
from compensation.models import Payee, Payout, PayoutLink, Referral
from compensation.payouts import release
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from foundation.vault.hashing import keyed_hash
from notifications import mailings
from notifications.envelope import open_envelope
from notifications.models import Mailing, Message
from notifications.transitions import verify_chain
from tests.compensation.imports.conftest import Bring
from tests.compensation.imports.files import coupon_row, entry_row
from tests.factories.settlement import settled

pytestmark = pytest.mark.django_db

BY = Actor.system("tests")
NEW_PHONE, NEW_E164 = "080-9999-8888", "+818099998888"


@pytest.fixture
def planned(bring_coupons: Bring, bring_ledger: Bring) -> Payout:
    """One account's two coupons, settled: a payout whose message waits for its release."""
    load_bulletins(by=BY)
    bring_coupons(*family())
    bring_ledger(entry_row("E1"), entry_row("E2", inquiry_number="KM0002"))
    settled()
    return Payout.objects.get()


def family(*changes: dict[str, str]) -> list[dict[str, str]]:
    """The rows of the two coupons, with these changes of the one and the other."""
    both = changes or ({}, {})
    numbers = ("KM0001", "KM0002")
    return [coupon_row(number, app_account="member-1", **change) for number, change in zip(numbers, both, strict=True)]


def waiting() -> Message:
    return Message.objects.get(state="planned")


def test_the_waiting_message_takes_the_new_number_and_the_same_link(planned: Payout, bring_coupons: Bring) -> None:
    before = waiting()
    change = {"app_phone": NEW_PHONE}
    summary = bring_coupons(*family(change, change))
    after, link = waiting(), PayoutLink.objects.get()
    assert (open_envelope(after).address, links.url_of(link) in open_envelope(after).body) == (NEW_E164, True)
    assert (after.generation, after.mailing_id, after.due_at, after.yen) == (
        2, before.mailing_id, before.due_at, before.yen,
    )  # fmt: skip
    before.refresh_from_db()
    assert (before.state, verify_chain(before)) == ("cancelled", 1)
    assert (summary.facts["redirected_before_release"], summary.facts["taken_back_before_release"]) == (1, 0)
    event = AuditEvent.objects.get(action="payout.redirected")
    assert (event.subject_ref, event.actor_ref, event.detail) == (planned.number, BY.ref, {"channel": "sms"})
    assert bytes(Payee.objects.get().phone_hash or b"") == keyed_hash(NEW_E164, purpose="phone")


def test_without_a_mobile_number_it_goes_by_mail(planned: Payout, bring_coupons: Bring) -> None:
    change = {"app_phone": ""}
    bring_coupons(*family(change, change))
    assert (waiting().channel, open_envelope(waiting()).address) == ("email", "taro@example.jp")
    assert collection.other_contacts(planned) == frozenset()


def test_the_same_file_again_redirects_nothing(planned: Payout, bring_coupons: Bring) -> None:
    change = {"app_phone": NEW_PHONE}
    for _ in range(2):
        summary = bring_coupons(*family(change, change))
    assert (Message.objects.count(), "redirected_before_release" in summary.facts) == (2, False)


def test_another_thing_that_changes_moves_no_message(planned: Payout, bring_coupons: Bring) -> None:
    bring_coupons(*family({"issuer": "別の旅館"}, {"issuer": "別の旅館"}))
    assert (Message.objects.count(), waiting().generation) == (1, 1)


def test_a_list_that_was_frozen_must_be_prepared_again(planned: Payout, bring_coupons: Bring) -> None:
    mailing, other = Mailing.objects.get(), Actor.person("second")
    mailings.prepare(mailing, by=BY)
    change = {"app_phone": NEW_PHONE}
    bring_coupons(*family(change, change))
    with pytest.raises(mailings.MailingError, match="Prepare it again"):
        mailings.release(mailing, by=other)
    mailings.prepare(mailing, by=BY)
    assert mailings.release(mailing, by=other).subject_refs == [planned.number]


@pytest.mark.usefixtures("small_chunks")
def test_an_account_that_follows_in_a_later_chunk_is_not_taken_back(planned: Payout, bring_coupons: Bring) -> None:
    change = {"app_phone": NEW_PHONE}
    first, second = family(change, change)
    bring_coupons(first, coupon_row("KM0008"), second)
    assert (open_envelope(waiting()).address, Payout.objects.get().state) == (NEW_E164, "planned")


def test_where_the_account_shows_two_contacts_the_payout_is_taken_back(planned: Payout, bring_coupons: Bring) -> None:
    summary = bring_coupons(*family({"app_phone": NEW_PHONE}, {}))
    assert (Payout.objects.get().state, Message.objects.get().state) == ("cancelled", "cancelled")
    assert summary.facts["taken_back_before_release"] == 1
    settled()
    assert (set(Referral.objects.values_list("reason", flat=True)), Payout.objects.count()) == ({"contacts_differ"}, 1)


def test_what_was_released_stays_where_it_went(planned: Payout, bring_coupons: Bring) -> None:
    release([planned.pk], by=BY)
    change = {"app_phone": NEW_PHONE}
    summary = bring_coupons(*family(change, change))
    assert (Message.objects.count(), summary.facts["contact_changed_after_release"]) == (1, 2)
    assert Payout.objects.get().collect_by == date(2023, 5, 31)
