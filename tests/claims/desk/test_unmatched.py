"""Delivery reports that name nothing of ours are listed for supervisors, without what was in them."""

from __future__ import annotations

from itertools import count
from uuid import uuid4

import pytest
from django.test import Client

from foundation.trail.clock import now
from notifications.models import DeliveryReport
from tests.claims.desk.conftest import SignedIn
from tests.factories.notifications import ready

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]

LIST = "/console/mailings/unmatched/"
_numbers = count(1)


def report(**given: object) -> DeliveryReport:
    usual: dict[str, object] = {
        "provider": "north-sms", "event_key": f"event-{next(_numbers)}", "says": "delivered", "signed": True,
        "raw": b'{"to": "+819012345678"}', "received_at": now(),
    }  # fmt: skip
    return DeliveryReport.objects.create(**{**usual, **given})


def listed(browser: Client, more: str = "") -> list[int]:
    return [one.row.pk for one in browser.get(f"{LIST}{more}").context["rows"]]


def test_only_what_names_nothing_of_ours_is_listed_the_newest_first(signed_in: SignedIn) -> None:
    [message] = ready(1)
    report(reference=message.reference)
    unknown, theirs = report(reference=uuid4()), report(provider_id="theirs-1")
    assert listed(signed_in()) == [theirs.pk, unknown.pk]


def test_none_is_said(signed_in: SignedIn) -> None:
    assert "照合できない送達通知はありません。" in signed_in().get(LIST).content.decode()


def test_it_says_what_and_why_and_shows_no_address(signed_in: SignedIn) -> None:
    report(says="unreadable", provider="mail", problem="breaks the parser: RecursionError")
    page = signed_in().get(LIST)
    [one] = page.context["rows"]
    assert (one.says.en, one.problem.en) == ("cannot be read, or an automatic reply", "It is broken and cannot be read")
    assert "819012345678" not in page.content.decode()


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ("?number=theirs-1", 1),
        ("?number=ｔｈｅｉｒｓ－1", 1),
        ("?number=event", 0),
        ("?provider=mail", 1),
        ("?provider=none", 0),
    ],
)
def test_it_is_found_by_provider_and_number(signed_in: SignedIn, more: str, found: int) -> None:
    report(provider="mail", says="unreadable", problem="carries no key of ours")
    report(provider_id="theirs-1")
    assert len(listed(signed_in(), more)) == found


def test_it_is_found_by_a_reference(signed_in: SignedIn) -> None:
    one, _ = report(reference=uuid4()), report(reference=uuid4())
    assert listed(signed_in(), f"?number={one.reference}") == [one.pk]


def test_where_none_is_like_that_it_is_said(signed_in: SignedIn) -> None:
    report()
    assert "この条件に合うものはありません。" in signed_in().get(f"{LIST}?number=x").content.decode()


def test_the_list_goes_on_by_its_last_row(signed_in: SignedIn) -> None:
    ids = [report().pk for _ in range(23)][::-1]
    browser = signed_in()
    page = browser.get(LIST).context
    assert (listed(browser), page["count"]) == (ids[:20], 23)
    assert listed(browser, f"?before={page['before']}") == ids[20:]


@pytest.mark.parametrize(("role", "status"), [("operator", 403), ("prefecture_officer", 403), ("administrator", 200)])
def test_who_sees_it(signed_in: SignedIn, role: str, status: int) -> None:
    assert signed_in(role).get(LIST).status_code == status


def test_the_mailings_say_how_many_there_are(signed_in: SignedIn) -> None:
    report()
    assert signed_in().get("/console/mailings/").context["unmatched"] == 1
    assert signed_in("operator").get("/console/mailings/").context["unmatched"] == 0
