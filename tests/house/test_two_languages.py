"""No text of a template stands in Japanese alone: each is written beside its English, or marked as Japanese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
BOTH_AT_ONCE = {"400.html", "403_csrf.html", "500.html", "languages.html", "plain_base.html"}
"""Pages that say everything in both languages, and the switch between them."""
_COMMENT = re.compile(r"\{% comment %\}.*?\{% endcomment %\}|\{#.*?#\}", re.DOTALL)
_TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_JAPANESE = re.compile(r"[\u3001-\u30ff\u3400-\u9fff（）：・]+")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_no_text_is_in_one_language_alone(template: Path) -> None:
    text = _COMMENT.sub("", template.read_text(encoding="utf-8"))
    if template.name in BOTH_AT_ONCE:
        assert re.search("[A-Za-z]{4}", _TAG.sub("", text))
        return
    if 'LANGUAGE_CODE == "en"' in text:
        text = re.sub(r'\{% if LANGUAGE_CODE == "en" %\}.*?\{% endif %\}', "", text, flags=re.DOTALL)
    assert _JAPANESE.findall(_TAG.sub("", re.sub(r'<(\w+)[^>]*\blang="ja"[^>]*>.*?</\1>', "", text))) == []


def test_a_text_in_japanese_alone_is_seen() -> None:
    assert _JAPANESE.findall(_TAG.sub("", '{% t "日" "day" %}（{{ day }}）')) == ["（）"]
