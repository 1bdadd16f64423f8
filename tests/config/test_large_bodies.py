"""A body that is too large is taken in before it is refused, so that the refusal is read."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.http import HttpRequest, HttpResponse

from config.middleware import MOST_TAKEN_IN, WholeBody

FORM = "application/x-www-form-urlencoded"


def left_of(size: int, announced: str, kind: str = FORM) -> int:
    """Bytes of a body that nobody has read when the page is made."""
    request = HttpRequest()
    request.META = {"CONTENT_TYPE": kind, "CONTENT_LENGTH": announced, "wsgi.input": (body := BytesIO(b"a" * size))}
    WholeBody(lambda _: HttpResponse())(request)
    return size - body.tell()


@pytest.mark.parametrize(
    ("size", "announced", "left"),
    [
        (10, "10", 10),
        (2_000_000, "2000000", 0),
        (1_500_000, "2000000", 0),
        (2_000_100, "2000000", 100),
        (10, str(MOST_TAKEN_IN + 1), 10),
        (10, "", 10),
        (10, "x", 10),
    ],
)
def test_what_is_read_of_a_body(size: int, announced: str, left: int) -> None:
    assert left_of(size, announced) == left


def test_other_bodies_are_left_to_whoever_reads_them() -> None:
    assert left_of(2_000_000, "2000000", "multipart/form-data; boundary=x") == 2_000_000
