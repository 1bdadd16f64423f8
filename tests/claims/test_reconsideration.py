"""A refusal is looked at again, by somebody who had no part in it, in a decision that names the old one."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from claims import reconsideration
from claims.enquiry_ending import decline
from claims.models import Claim, ReconsiderationRequest
from claims.reconsideration import ReconsiderationError, ask, may_ask, words_of
from compensation.models import Decision, Referral
from compensation.referrals import close
from foundation.trail import clock
from foundation.trail.actor import Actor
from notifications.models import Message
from tests.claims.desk.conftest import SignedIn, signed_in
from tests.factories.claims import received
from tests.factories.decided import examine_all, examined, refused

__all__ = ["signed_in"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
BY = Actor.person("claim:1")
WORDS = "シートには 2 月 24 日までと書いてありました。"
ADDRESS = "/status/look-again/"


def stands(claim: Claim) -> str:
    return Claim.objects.get(pk=claim.pk).state


def owner(client: Client, claim: Claim) -> Client:
    client.post("/status/", {"number": claim.number, "contact": "taro@example.jp"})
    return client


def settle(browser: Client, then: str = "again") -> int:
    """What the desk answers to somebody who settles the open wish."""
    referral = Referral.objects.get(reason="reconsideration", closed_at__isnull=True)
    address = f"/console/referrals/{referral.pk}/"
    return browser.post(address, {"then": then, "because": "シートの写しを確認した。"}).status_code


def test_the_owner_asks_on_the_status_page(client: Client) -> None:
    claim = refused()
    assert "再審査を申し出る" in owner(client, claim).get("/status/shown/").content.decode()
    assert client.post(ADDRESS, {"words": WORDS}).headers["Location"] == "/status/shown/"
    asked = ReconsiderationRequest.objects.get()
    assert (words_of(asked), stands(claim)) == (WORDS, "referred")
    assert "シート".encode() not in bytes(asked.words_sealed)
    assert Referral.objects.get().reason == "reconsideration"
    assert Message.objects.filter(purpose="reconsideration").count() == 1
    assert "<h1>再審査のお申し出を受け付けました</h1>" in client.get("/status/shown/").content.decode()


def test_a_stranger_asks_nothing(client: Client) -> None:
    refused()
    client.post(ADDRESS, {"words": WORDS})
    assert ReconsiderationRequest.objects.count() == 0


def test_without_reasons_nothing_is_asked(client: Client) -> None:
    claim = refused()
    page = owner(client, claim).post(ADDRESS, {"words": " "}).content.decode()
    assert 'href="#id_words"' in page
    assert stands(claim) == "decided"


def test_what_was_granted_or_not_decided_cannot_be_asked_again(client: Client) -> None:
    for claim in (examined(), received()):
        with pytest.raises(ReconsiderationError):
            ask(claim, WORDS, by=BY)
        assert owner(client, claim).get(ADDRESS).status_code == 302


def test_pressed_twice_it_is_one_wish() -> None:
    claim = refused()
    assert ask(claim, WORDS, by=BY).pk == ask(claim, WORDS, by=BY).pk


def test_a_colleague_sends_it_back_and_the_new_decision_names_the_old(signed_in: SignedIn) -> None:
    claim = refused()
    old = Decision.objects.get(subject_kind="claim")
    ask(claim, WORDS, by=BY)
    assert settle(signed_in()) == 302
    examine_all()
    new = Decision.objects.get(subject_kind="claim", superseded_at__isnull=True)
    assert (new.supersedes_id, new.outcome, stands(claim)) == (old.pk, "ineligible", "decided")
    examine_all()
    assert Decision.objects.filter(subject_kind="claim").count() == 2


def test_each_decision_is_asked_about_once(signed_in: SignedIn) -> None:
    claim = refused()
    ask(claim, WORDS, by=BY)
    settle(signed_in())
    examine_all()
    again = Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)
    assert may_ask(again)
    ask(again, WORDS, by=BY)
    assert ReconsiderationRequest.objects.count() == 2


def declined_by(browser: Client, username: str) -> Claim:
    claim = refused()
    decline(claim, "対象外と確認した。", by=Actor("staff", username, username))
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def test_whoever_declined_it_does_not_settle_it(signed_in: SignedIn) -> None:
    first, other = signed_in(username="first"), signed_in(username="other")
    claim = declined_by(first, "first")
    ask(claim, WORDS, by=BY)
    assert ReconsiderationRequest.objects.get().decided_by.count("first") == 1
    assert settle(first, "declined") == 422
    assert stands(claim) == "referred"
    assert settle(other, "declined") == 302
    row = ReconsiderationRequest.objects.get()
    assert (row.settled_by, row.settled_as, stands(claim)) == ("other", "declined", "closed")


def test_a_person_of_another_prefecture_settles_nothing(signed_in: SignedIn) -> None:
    ask(refused(), WORDS, by=BY)
    assert settle(signed_in(offices=("nara",))) == 404


def test_it_is_not_left_as_it_is(signed_in: SignedIn) -> None:
    ask(refused(), WORDS, by=BY)
    assert settle(signed_in(), "stays") == 422


def test_the_service_refuses_whoever_decided_too() -> None:
    claim = refused()
    ask(claim, WORDS, by=BY)
    ReconsiderationRequest.objects.update(decided_by=["first"])
    with pytest.raises(ReconsiderationError):
        reconsideration.settle(Referral.objects.get(), "again", by=Actor("staff", "first", "first"))


def test_the_desk_reads_the_words_once_they_are_revealed(signed_in: SignedIn) -> None:
    claim = refused()
    ask(claim, WORDS, by=BY)
    browser = signed_in()
    assert WORDS not in browser.get(f"/console/claims/{claim.number}/").content.decode()
    assert WORDS in browser.post(f"/console/claims/{claim.number}/show/").content.decode()


@pytest.mark.parametrize("change", [{"settled_as": "again"}, {"settled_by": "x"}, {"settled_as": "maybe"}])
def test_the_database_wants_who_settled_it_and_how(change: dict[str, str]) -> None:
    ask(refused(), WORDS, by=BY)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReconsiderationRequest.objects.update(**change)


def test_a_referral_of_another_kind_is_not_touched() -> None:
    claim = refused()
    ask(claim, WORDS, by=BY)
    other = Referral.objects.create(
        programme=claim.programme, about_claim=claim.pk, reason="claimed_elsewhere", opened_at=clock.now()
    )
    reconsideration.settle(other, "again", by=BY)
    close([other.pk], because="x", by=BY)
    assert ReconsiderationRequest.objects.get().settled_at is None
