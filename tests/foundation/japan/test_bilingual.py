"""Two languages at one place."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from foundation.japan import bilingual
from foundation.japan.bilingual import Both, said
from foundation.japan.prefectures import PREFECTURES


def rendered(text: str, language: str, **values: object) -> str:
    with translation.override(language):
        return Template(text).render(Context(values))


@pytest.mark.parametrize(("language", "text"), [("ja", "3件"), ("en", "3 items")])
def test_t_fills_in_the_readers_language(language: str, text: str) -> None:
    assert rendered('{% t "{n}件" "{n} items" n=n %}', language, n=3) == text


def test_what_is_filled_in_is_escaped() -> None:
    assert rendered('{% t "{x}" "{x}" x=x %}', "ja", x="<b>") == "&lt;b&gt;"


def test_a_pair_is_escaped() -> None:
    assert rendered("{{ pair|shown }}", "ja", pair=Both("<b>", "b")) == "&lt;b&gt;"


def test_japanese_without_english_is_marked() -> None:
    assert rendered("{{ pair|shown }}", "en", pair=Both("奈良<", "")) == '<span lang="ja">奈良&lt;</span>'


@pytest.mark.parametrize("name", ["shown", "day", "moment", "second", "yen"])
def test_nothing_is_shown_for_nothing(name: str) -> None:
    assert rendered("{{ value|" + name + " }}", "ja", value=None) == ""


def test_a_label_speaks_the_language_of_the_page_that_shows_it() -> None:
    label = said("氏名", "Name")
    with translation.override("en"):
        assert str(label) == "Name"
    with translation.override("ja"):
        assert str(label) == "氏名"


@pytest.mark.parametrize(
    ("language", "day", "moment", "yen"),
    [
        ("ja", "2031年1月5日（日）", "2031年1月6日（月）08:30", "12,000円"),
        ("en", "Sun, 5 Jan 2031", "Mon, 6 Jan 2031, 08:30 JST", "12,000 yen"),
    ],
)
def test_days_instants_and_sums(language: str, day: str, moment: str, yen: str) -> None:
    with translation.override(language):
        assert bilingual.day(date(2031, 1, 5)) == day
        assert bilingual.moment(datetime(2031, 1, 5, 23, 30, tzinfo=UTC)) == moment
        assert bilingual.second(datetime(2031, 1, 5, 23, 30, 7, tzinfo=UTC)) == moment.replace("08:30", "08:30:07")
        assert bilingual.yen(12000) == yen


def test_forty_seven_prefectures() -> None:
    assert len(PREFECTURES) == 47
    assert PREFECTURES["kumamoto"] == ("熊本県", "Kumamoto")
