"""Opening accounts from the command line."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import CommandError, call_command

from foundation.staff.models import Membership, User
from foundation.trail.models import AuditEvent
from tests.factories.compensation import ProgrammeFactory
from tests.factories.staff import PASSWORD

pytestmark = pytest.mark.django_db


def create(monkeypatch: pytest.MonkeyPatch, *options: str, password: str = PASSWORD) -> str:
    monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
    out = io.StringIO()
    call_command("create_user", *options, stdout=out)
    return out.getvalue()


def test_an_officer_of_two_programmes(monkeypatch: pytest.MonkeyPatch) -> None:
    for slug in ("north", "south"):
        ProgrammeFactory.create(slug=slug)
    said = create(
        monkeypatch, "Ｏｆｆｉｃｅｒ", "--role", "prefecture_officer", "--programme", "north", "--programme", "south"
    )
    user = User.objects.get()
    assert json.loads(said) == {"username": "officer", "role": "prefecture_officer", "programmes": 2}
    assert user.check_password(PASSWORD)
    slugs = Membership.objects.filter(user=user).order_by("office__slug").values_list("office__slug", flat=True)
    assert list(slugs) == ["north", "south"]
    assert list(AuditEvent.objects.order_by("id").values_list("action", flat=True)) == ["opened", "joined", "joined"]


@pytest.mark.parametrize(
    ("options", "password"),
    [
        (["clerk", "--role", "operator", "--programme", "unknown"], PASSWORD),
        (["clerk", "--role", "operator"], "short"),
        (["clerk", "--role", "operator"], "password1234"),
    ],
)
def test_what_is_refused_leaves_nothing(monkeypatch: pytest.MonkeyPatch, options: list[str], password: str) -> None:
    with pytest.raises(CommandError) as refused:
        create(monkeypatch, *options, password=password)
    assert (refused.value.returncode, User.objects.count()) == (2, 0)


def test_a_name_is_given_once_whatever_its_case(monkeypatch: pytest.MonkeyPatch) -> None:
    create(monkeypatch, "clerk", "--role", "operator")
    with pytest.raises(CommandError):
        create(monkeypatch, "CLERK", "--role", "operator")
    assert User.objects.count() == 1
