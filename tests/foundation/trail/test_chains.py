"""Hash chains."""

from __future__ import annotations

from hashlib import sha256

import pytest

from foundation.trail.chains import GENESIS, ChainError, canonical, canonical_line, link, verify

Rows = list[tuple[bytes, bytes]]


@pytest.fixture
def rows() -> Rows:
    chain: Rows = []
    previous = GENESIS
    for payload in (b"one", b"two", b"three", b"four"):
        previous = link(previous, payload)
        chain.append((payload, previous))
    return chain


def test_a_link_covers_what_came_before(rows: Rows) -> None:
    first = sha256(bytes(32) + b"one").digest()
    assert [kept for _, kept in rows[:2]] == [first, sha256(first + b"two").digest()]


def test_a_whole_chain_gives_its_last_link(rows: Rows) -> None:
    assert verify(rows) == rows[-1][1]


def test_a_chain_goes_on_from_a_kept_link(rows: Rows) -> None:
    assert verify(rows[2:], previous=rows[1][1]) == rows[-1][1]


@pytest.mark.parametrize(
    ("spoil", "position"),
    [
        (lambda rows: rows.__setitem__(2, (b"3hree", rows[2][1])), 2),
        (lambda rows: rows.pop(1), 1),
        (lambda rows: rows.insert(1, rows[0]), 1),
        (lambda rows: rows.reverse(), 0),
    ],
    ids=["altered", "removed", "repeated", "turned round"],
)
def test_a_break_is_found_where_it_is(rows: Rows, spoil: object, position: int) -> None:
    spoil(rows)  # type: ignore[operator]
    with pytest.raises(ChainError) as broken:
        verify(rows)
    assert broken.value.position == position


def test_a_cut_end_shows_against_the_kept_link(rows: Rows) -> None:
    assert verify(rows[:-1]) != rows[-1][1]


def test_a_link_is_32_bytes() -> None:
    with pytest.raises(ValueError, match="32"):
        link(b"", b"one")


def test_canonical() -> None:
    assert canonical({"b": [1, "県"], "a": None}) == '{"a":null,"b":[1,"県"]}'.encode()


@pytest.mark.parametrize(
    "word", ["", "予定", 'a "b" \\ c/d', "\x00\t\n\x1f\x7f\u2028", "🚄", "2031-04-01T00:00:00+00:00"]
)
def test_a_line_of_words_and_numbers_has_the_one_form(word: str) -> None:
    line: list[str | int] = [word, 7, -1, 2**40, word]
    assert canonical_line(line) == canonical(line)
