"""Secrets and numbers that people carry: in a link, typed by hand, read out on the phone."""

from __future__ import annotations

import os
import secrets
from hashlib import sha256
from typing import Final

from foundation.japan.numbers import code, fold

SIGNS: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""32 signs: no i, l, o or u, so that one typed by hand is still read rightly."""
CHECK_ALPHABET: Final = "ACDEFGHJKMNPQRTVWXY"
"""19 letters, none of which looks like a digit. 19 is prime and does not divide 10 or 99."""
CODE_ALPHABET: Final = "23456789" + CHECK_ALPHABET
TOKEN_LENGTH: Final = 26

_BYTE_TO_SIGN: Final = bytes(ord(SIGNS[byte % 32]) for byte in range(256))
_TOKEN_TYPED: Final = str.maketrans("ilo", "110")
_CODE_TYPED: Final = str.maketrans("BSZ", "852")


def new_token() -> str:
    """130 random bits in 26 signs that stand in an address as they are."""
    return os.urandom(TOKEN_LENGTH).translate(_BYTE_TO_SIGN).decode()


def token_hash(token: str) -> bytes:
    """32 bytes to look a token up by; the same for a token typed in capitals or with look-alikes.

    Without a key, so that a change of keys ends no link: the token itself is too long to guess.
    """
    read = fold(token).lower().translate(_TOKEN_TYPED)
    return sha256(b"token:" + read.encode()).digest()


def short_code(length: int) -> str:
    """A random code to be typed by hand, of letters and digits that cannot be mistaken for each other."""
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(length))


def short_code_from(secret: bytes) -> str:
    """A short code that follows from secret bytes, a sign for each."""
    return "".join(CODE_ALPHABET[byte % len(CODE_ALPHABET)] for byte in secret)


def read_short_code(text: str) -> str:
    """A short code as it was made, from what somebody typed: any width, case, hyphens; B, S and Z as 8, 5 and 2."""
    return code(text).translate(_CODE_TYPED)


def check_character(digits: str) -> str:
    """The letter that ends a number read out on the phone.

    It differs after any one wrong digit and after any two digits changed over, next to each other or one apart.
    """
    return CHECK_ALPHABET[int(digits) % len(CHECK_ALPHABET)]


def valid_number(text: str) -> bool:
    """Whether digits and check letter, typed in any width and with any hyphens, belong together."""
    number = code(text)
    body, letter = number[:-1], number[-1:]
    return body.isascii() and body.isdigit() and check_character(body) == letter
