"""The end of an idle session."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.conf import settings as live
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from foundation.staff.sessions import IdleTimeoutMiddleware
from tests.factories.staff import UserFactory

pytestmark = pytest.mark.django_db

START = datetime(2031, 5, 31, 1, 0, tzinfo=UTC)


def signed_in_request() -> HttpRequest:
    client = Client()
    client.force_login(UserFactory.create(), backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    request.COOKIES = {live.SESSION_COOKIE_NAME: client.session.session_key or ""}
    request.session = SessionStore(client.session.session_key)
    return request


def is_signed_in_after(request: HttpRequest) -> bool:
    IdleTimeoutMiddleware(lambda _: HttpResponse())(request)
    return get_user(request).is_authenticated


@pytest.mark.parametrize(("pause", "stays"), [(600, True), (601, False)])
def test_a_pause_that_is_too_long_ends_it(settings: Settings, pause: int, stays: bool) -> None:
    settings.STAFF_IDLE_SECONDS = 600
    with time_machine.travel(START, tick=False) as real:
        request = signed_in_request()
        assert is_signed_in_after(request)
        real.shift(pause)
        assert is_signed_in_after(request) == stays


def test_working_on_keeps_it(settings: Settings) -> None:
    settings.STAFF_IDLE_SECONDS = 600
    with time_machine.travel(START, tick=False) as real:
        request = signed_in_request()
        stays = []
        for _ in range(5):
            stays.append(is_signed_in_after(request))
            real.shift(400)
    assert stays == [True] * 5


def test_the_moment_is_written_once_a_minute() -> None:
    with time_machine.travel(START, tick=False) as real:
        request = signed_in_request()
        written = []
        for _ in range(4):
            request.session.modified = False
            is_signed_in_after(request)
            written.append(request.session.modified)
            real.shift(30)
    assert written == [True, False, True, False]


def test_a_visitor_gets_no_session() -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore()
    IdleTimeoutMiddleware(lambda _: HttpResponse())(request)
    assert (request.session.accessed, Session.objects.count()) == (False, 0)
