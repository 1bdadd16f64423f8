"""From the message to the code, in a browser: the short walk that every run of the tests takes."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import Visit
from tests.browser.walking import answer_question, choose, codes, dispatch, follow_link
from tests.harness.needs import needs_chromium, needs_postgresql

pytestmark = [needs_chromium, needs_postgresql, pytest.mark.django_db(transaction=True)]
DEMO_CODE = re.compile(r"DEMO-\w{6}-\w{4}")


def test_a_link_leads_to_codes_that_can_be_seen_again(visit: Visit) -> None:
    dispatch()
    page = visit()
    follow_link(page, "4300-0000-01")
    answer_question(page, "４３００００ー０００２")
    choose(page, "Amazon")
    shown = codes(page)
    assert [bool(DEMO_CODE.fullmatch(code)) for code in shown] == [True] * 4  # 3,150 yen: 2000 + 1000 + 100 + 50
    again = visit()
    follow_link(again, "4300000001")
    answer_question(again, "DEMO43000001")
    assert codes(again) == shown
