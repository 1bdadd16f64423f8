"""Links: found by their token only while they live, opened only beside their own hash."""

from __future__ import annotations

import pytest

from compensation import links
from compensation.models import PayoutLink
from foundation.trail.actor import Actor
from foundation.trail.models import AuditEvent
from foundation.vault.sealing import SealError
from notifications.envelope import open_envelope
from notifications.models import Message
from tests.factories.settlement import charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]
BY = Actor("staff", "staff:3", "山田")


@pytest.fixture
def link() -> PayoutLink:
    charged()
    settled()
    return PayoutLink.objects.get()


def token(link: PayoutLink) -> str:
    return links.url_of(link).rsplit("/", 1)[1]


def test_the_message_carries_the_link_that_is_found(link: PayoutLink) -> None:
    url = links.url_of(link)
    assert url == f"http://localhost:8000/r/{token(link)}"
    assert open_envelope(Message.objects.get()).body.split("\n")[1] == url
    assert links.find(token(link)) == link


def test_a_token_typed_in_capitals_is_the_same(link: PayoutLink) -> None:
    assert links.find(token(link).upper()) == link


def test_an_unknown_token_finds_nothing(link: PayoutLink) -> None:
    assert links.find(links.new_link().url.rsplit("/", 1)[1]) is None


def test_a_reissued_link_ends_the_one_before(link: PayoutLink) -> None:
    old = token(link)
    new = links.reissue(link.payout, by=BY)
    assert (links.find(old), links.find(token(new))) == (None, new)
    assert PayoutLink.objects.filter(payout=link.payout, ended_at=None).get() == new
    assert AuditEvent.objects.get(action="payout.link_reissued").subject_ref == link.payout.number


def test_a_sealed_token_of_another_link_does_not_open(link: PayoutLink) -> None:
    charged()
    settled()
    first, second = PayoutLink.objects.order_by("pk")
    first.token_sealed = second.token_sealed
    with pytest.raises(SealError):
        links.url_of(first)
