"""What the log holds of a link that was not found, and of a request that was too large."""

from __future__ import annotations

import logging
from io import StringIO
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from config.logs import RefusedInOneLine, WithoutSecrets
from tests.factories.staff import UserFactory

TOKEN = "0123456789abcdefghjkmnpqrs"


@pytest.fixture
def written() -> StringIO:
    """What the two handlers of the settings would write."""
    return StringIO()


def _handler(stream: StringIO, *filters: logging.Filter) -> logging.Handler:
    handler = logging.StreamHandler(stream)
    for each in filters:
        handler.addFilter(each)
    return handler


@pytest.mark.django_db
@pytest.mark.parametrize("path", [f"/r/{TOKEN}/", f"/r/{TOKEN[:-1]}/", f"/r/{TOKEN}"])
def test_a_link_that_leads_nowhere_leaves_no_token(client: Client, written: StringIO, path: str) -> None:
    handler = _handler(written, WithoutSecrets())
    logging.getLogger("django.request").addHandler(handler)
    try:
        client.get(path, follow=True)
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert written.getvalue() == "Not Found: /r/…/\n"


def test_other_addresses_stay_as_they_are(written: StringIO) -> None:
    record = logging.LogRecord("django.request", logging.WARNING, "", 0, "Not Found: %s", ("/receive/abc/",), None)
    _handler(written, WithoutSecrets()).handle(record)
    assert written.getvalue() == "Not Found: /receive/abc/\n"


@pytest.mark.django_db
def test_three_megabytes_are_refused_in_one_line(client: Client, written: StringIO) -> None:
    handler = _handler(written, WithoutSecrets(), RefusedInOneLine())
    logging.getLogger("django.security").addHandler(handler)
    try:
        response = client.post("/status/", {"number": "x" * 3_000_000})
    finally:
        logging.getLogger("django.security").removeHandler(handler)
    assert response.status_code == 400
    assert written.getvalue().splitlines() == [
        "Request body exceeded settings.DATA_UPLOAD_MAX_MEMORY_SIZE.",
    ]


@pytest.mark.django_db
def test_a_page_of_another_role_is_refused_in_one_line(client: Client, written: StringIO) -> None:
    client.force_login(UserFactory.create(role="operator", offices=["kumamoto"]))
    handler = _handler(written, RefusedInOneLine())
    logging.getLogger("django.request").addHandler(handler)
    try:
        client.get("/reports/")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    assert written.getvalue() == "Forbidden (Permission denied): /reports/\n"


@pytest.mark.parametrize(("status", "lines"), [(403, 1), (500, 2)])
def test_an_error_of_the_portal_s_own_keeps_its_stack(written: StringIO, status: int, lines: int) -> None:
    error = (ValueError, ValueError("broken"), None)
    record = logging.LogRecord("django.request", logging.ERROR, "", 0, "Said", (), error)
    record.status_code = status
    _handler(written, RefusedInOneLine()).handle(record)
    assert len(written.getvalue().splitlines()) == lines


def test_the_settings_send_every_logger_through_the_filters() -> None:
    logging_of: dict[str, Any] = settings.LOGGING
    assert {name: handler["filters"] for name, handler in logging_of["handlers"].items()} == {
        "console": ["without_secrets", "refused_in_one_line"],
    }
    assert set(logging_of["loggers"]) == {"django", "django.server"}
    assert logging_of["loggers"]["django"] == {"handlers": [], "propagate": True}
