"""Links go out and payouts are released together, or neither."""

from __future__ import annotations

import pytest
import time_machine

from compensation import payouts
from compensation.models import Payout, PayoutTransition
from compensation.releases import prepare_payout_mailing, release_payout_mailing
from foundation.trail.actor import Actor
from notifications.mailings import MailingError
from notifications.models import Mailing, Message
from tests.factories.compensation import jst
from tests.factories.notifications import mailing
from tests.factories.settlement import charged, settled

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("campaigns")]

HANAKO = Actor("staff", "hanako", "花子")
JIRO = Actor("staff", "jiro", "次郎")
IN_APRIL = jst(2023, 4, 10, 10)


def gathered(*slugs: str) -> list[Mailing]:
    for slug in slugs:
        charged(slug, 500, app_phone="+819012345678")
        settled(slug)
    return list(Mailing.objects.order_by("pk"))


def states(model: type[Payout | Message]) -> list[str]:
    return list(model._default_manager.order_by("pk").values_list("state", flat=True))


def released(sending: Mailing) -> None:
    with time_machine.travel(IN_APRIL, tick=False):
        prepare_payout_mailing(sending, by=HANAKO)
        release_payout_mailing(sending, by=JIRO)


def test_what_another_person_approves_goes_with_its_payouts() -> None:
    [sending] = gathered("kumamoto")
    with time_machine.travel(IN_APRIL, tick=False):
        frozen = prepare_payout_mailing(sending, by=HANAKO)
        gone = release_payout_mailing(sending, by=JIRO)
    assert (frozen.count, frozen.yen) == (1, 1500)
    assert gone.subject_refs == [Payout.objects.get().number]
    assert (states(Message), states(Payout)) == (["ready"], ["released"])
    step = PayoutTransition.objects.get()
    assert (step.to_state, step.actor, step.cause) == ("released", "jiro", f"mailing {sending.pk} released")


def test_only_the_payouts_of_this_mailing_are_released() -> None:
    first, _ = gathered("kumamoto", "nara")
    released(first)
    assert states(Payout) == ["released", "planned"]


def test_whoever_prepared_releases_neither() -> None:
    [sending] = gathered("kumamoto")
    prepare_payout_mailing(sending, by=HANAKO)
    with pytest.raises(MailingError):
        release_payout_mailing(sending, by=HANAKO)
    assert (states(Message), states(Payout)) == (["planned"], ["planned"])


def test_where_the_payouts_refuse_the_links_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    [sending] = gathered("kumamoto")
    prepare_payout_mailing(sending, by=HANAKO)

    def refuse(*_: object, **__: object) -> list[int]:
        raise RuntimeError("refused")

    monkeypatch.setattr(payouts, "release", refuse)
    with pytest.raises(RuntimeError):
        release_payout_mailing(sending, by=JIRO)
    sending.refresh_from_db()
    assert (sending.state, states(Message)) == ("prepared", ["planned"])


def test_a_payout_that_is_cancelled_after_the_preparation_stops_the_release() -> None:
    [sending] = gathered("kumamoto")
    prepare_payout_mailing(sending, by=HANAKO)
    payouts.cancel([Payout.objects.get().pk], cause="not owed", by=HANAKO)
    with pytest.raises(MailingError):
        release_payout_mailing(sending, by=JIRO)


def test_a_mailing_of_another_purpose_is_refused() -> None:
    with pytest.raises(MailingError):
        prepare_payout_mailing(mailing(purpose="notice"), by=HANAKO)


def test_a_route_that_is_planned_later_waits_for_its_day() -> None:
    [sending] = gathered("yamanashi")
    released(sending)
    sending.refresh_from_db()
    assert sending.planned_on is not None
    assert Message.objects.get().due_at == jst(*sending.planned_on.timetuple()[:3])
    assert Message.objects.get().due_at > IN_APRIL
