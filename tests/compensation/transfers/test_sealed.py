"""The account and the other items: sealed, bound to their row, masked, erased on their day."""

from __future__ import annotations

from datetime import date

import pytest
import time_machine
from django.db.models import F

from compensation.transfers import checking, drafts
from compensation.transfers.accounts import ErasedError, details_of
from compensation.transfers.drafts import Subject
from compensation.transfers.holder_words import told
from compensation.transfers.models import TransferDraft, TransferRequest
from compensation.transfers.retention import erase_over
from foundation.trail.actor import Actor
from foundation.vault.retention import all_classes
from foundation.vault.sealing import SealError
from tests.compensation.transfers.conftest import Opened
from tests.factories.compensation import jst
from tests.factories.transfers import CHECKER, HOLDER, LEADER, REACH, TYPED, listed, requested

pytestmark = pytest.mark.django_db
BY = Actor.system("purge")
SUBJECT = Subject("payout", "123-456-789K")


def test_nothing_of_the_account_stands_unsealed(opened: Opened) -> None:
    requested(opened())
    row = str(TransferRequest.objects.values().get())
    assert [text for text in ("0123456", "みずほ", "ﾔﾏﾀﾞ", "山田", "千代田") if text in row] == []


def test_details_open_beside_their_own_row(opened: Opened) -> None:
    details = details_of(requested(opened()))
    assert (details.account.number, details.reach) == ("0123456", REACH)


def test_a_column_swapped_with_another_row_is_refused(opened: Opened) -> None:
    one, other = requested(opened()), requested(opened("iwate-2"))
    TransferRequest.objects.filter(pk=one.pk).update(details_sealed=other.details_sealed)
    one.refresh_from_db()
    with pytest.raises(SealError):
        details_of(one)
    with pytest.raises(SealError):
        checking.check(one, by=CHECKER)
    assert told(one).account == []


def test_the_holder_sees_the_end_of_the_number_alone(opened: Opened) -> None:
    shown = told(requested(opened())).account
    assert shown == [
        "みずほ（銀行コード 0001）",
        "東京営業部（支店コード 001）",
        "普通 ＊＊＊＊456",
        "口座名義 ﾔ＊＊＊ ﾊ＊＊",
    ]


def test_the_classes_are_known_to_the_purge() -> None:
    names = {retention.name for retention in all_classes()}
    assert names >= {"transfer_ended", "transfer_account", "transfer_draft"}


def test_what_ended_is_erased_on_its_day(opened: Opened, clock: time_machine.Traveller) -> None:
    request = requested(opened())
    checking.withdraw(request, "やめる", by=HOLDER)
    assert erase_over(date(2023, 7, 8), by=BY) == (0, 0)
    clock.move_to(jst(2023, 7, 9, 3))
    assert erase_over(date(2023, 7, 9), by=BY) == (1, 0)
    assert erase_over(date(2023, 7, 9), by=BY) == (0, 0)
    request.refresh_from_db()
    with pytest.raises(ErasedError):
        details_of(request)
    assert told(request).account == []


def test_what_is_listed_is_kept_as_long_as_the_papers_of_the_payment(opened: Opened) -> None:
    listed(opened())
    assert erase_over(date(2028, 4, 7), by=BY) == (0, 0)
    assert erase_over(date(2028, 4, 8), by=BY) == (1, 0)


def test_a_draft_is_sealed_kept_and_forgotten() -> None:
    drafts.save(SUBJECT, TYPED)
    drafts.save(SUBJECT, {**TYPED, "holder": ["ヤマダ"]})
    assert drafts.typed_for(SUBJECT)["holder"] == ["ヤマダ"]
    assert "ヤマダ" not in str(TransferDraft.objects.values().get())
    TransferDraft.objects.update(subject_ref=F("subject_kind"))
    with pytest.raises(SealError):
        drafts.typed_for(Subject("payout", "payout"))
    drafts.forget(Subject("payout", "payout"))
    assert drafts.typed_for(Subject("payout", "payout")) == {}


def test_a_draft_that_was_never_sent_is_erased() -> None:
    drafts.save(SUBJECT, TYPED)
    assert erase_over(date(2023, 5, 9), by=BY) == (0, 0)
    assert erase_over(date(2023, 5, 10), by=BY) == (0, 1)


def test_the_one_who_lists_is_not_told_the_account(opened: Opened) -> None:
    request = listed(opened())
    assert (request.listed_by, "0123456" in str(told(request))) == (LEADER.ref, False)
