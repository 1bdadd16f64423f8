"""What a mail that came back says, and that none of them breaks the reading."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.bounce_keys import bounce_key
from notifications.bounce_notices import LONGEST, Notice, read
from notifications.states import UNREADABLE
from tests.factories.notices import RETURNED_TO, letter, notice, recipient, return_to, told, told_globally

ONE = uuid4()


@pytest.mark.parametrize(
    ("action", "says"),
    [
        ("failed", "undelivered"),
        ("delivered", "delivered"),
        ("DELIVERED ", "delivered"),
        ("delayed", "accepted"),
        ("relayed", "accepted"),
        ("expanded", "accepted"),
    ],
)
def test_an_action_is_a_state(action: str, says: str) -> None:
    assert read(notice(ONE, action)) == Notice(says, (bounce_key(ONE), return_to(ONE)))


def test_of_several_recipients_the_strongest_word_counts() -> None:
    several = told(recipient("expanded"), recipient("failed", "a@example.jp"), recipient("delivered", "b@example.jp"))
    assert read(several).says == "delivered"
    assert read(told(recipient("delayed"), recipient("failed"))).says == "undelivered"


def test_an_envid_comes_back_as_xtext() -> None:
    assert read(told(recipient("failed"), envid="a+2Bb+3D")).names == ("a+b=", RETURNED_TO)


@pytest.mark.parametrize("encoding", ["8bit", "base64", "quoted-printable"])
@pytest.mark.parametrize(
    ("address", "kind"),
    [("花子@例え.jp", "utf-8"), (r"\x{82B1}\x{5B50}@xn--r8jz45g.jp", "utf-8"), ("hana@example.jp", "rfc822")],
)
def test_a_notice_beyond_ascii_is_read(encoding: str, address: str, kind: str) -> None:
    blocks = recipient("delayed", "first@example.jp"), recipient("failed", address, kind=kind)
    said = told_globally(*blocks, envid=bounce_key(ONE), to=return_to(ONE), encoding=encoding)
    assert read(said) == Notice("undelivered", (bounce_key(ONE), return_to(ONE)))
    assert read(told_globally(recipient("lost"), encoding=encoding)).says == UNREADABLE


def test_a_key_in_an_envid_with_signs_as_numbers_is_found() -> None:
    key = bounce_key(ONE)
    written = rf"\x{{{ord(key[0]):X}}}{key[1:]}"
    assert read(told_globally(recipient("failed"), envid=written)).names[0] == key


def test_what_is_no_notice_says_why() -> None:
    assert read(letter("不在です")) == Notice(
        UNREADABLE, (RETURNED_TO,), "no delivery status in it, perhaps an automatic reply"
    )
    assert read(told(recipient("lost"))).problem == "its delivery status states no action that is known"
    assert read(told()).problem == "its delivery status states no action that is known"


def test_a_mail_that_is_too_long_is_not_read() -> None:
    assert read(b"x" * (LONGEST + 1)) == Notice(UNREADABLE, (), "longer than a notice may be")


def nested(depth: int) -> bytes:
    heads = [f'Content-Type: multipart/mixed; boundary="b{number}"\n\n--b{number}\n' for number in range(depth)]
    return "".join(heads).encode()


def test_a_mail_that_breaks_the_parser_breaks_nothing_else() -> None:
    assert read(nested(2_000)) == Notice(UNREADABLE, (), "breaks the parser: RecursionError")


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff\xfe",
        b"To: \xff\xfe\nContent-Type: message/delivery-status\n\n\xff",
        b"Content-Type: message/delivery-status; charset=nonsense\nContent-Transfer-Encoding: base64\n\n!!!",
        b'Content-Type: multipart/report; boundary=""\n\n--\n',
        b"Content-Type: multipart/report\n\nno boundary",
        notice(ONE)[:300],
        told_globally(recipient("failed"))[:420],
        b"Content-Type: message/global-delivery-status\nContent-Transfer-Encoding: base64\n\n!!!",
    ],
)
def test_a_broken_mail_is_unreadable(raw: bytes) -> None:
    assert read(raw).says == UNREADABLE


@given(cut=st.integers(0, 900), put=st.binary(max_size=40), drop=st.integers(0, 40))
def test_a_damaged_notice_is_read_or_named(cut: int, put: bytes, drop: int) -> None:
    whole = notice(ONE)
    read_so = read(whole[:cut] + put + whole[cut + drop :])
    assert read_so.says in {UNREADABLE, "undelivered"}
    assert bool(read_so.problem) == (read_so.says == UNREADABLE)
