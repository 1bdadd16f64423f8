"""The import order of docs/architecture.md holds, and the checker sees what breaks it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.imports import (
    Import,
    climbs_a_layer,
    enters_a_face,
    goes_up,
    imports_of,
    layer,
    soils_the_policy,
)
from tests.house.tree import ROOT, files, module_name, python_files, shown

RULES = [goes_up, enters_a_face, soils_the_policy, climbs_a_layer]
BUSINESS_WORDS = re.compile(r"coupon|claim|payout", re.IGNORECASE)


def all_imports() -> Iterator[Import]:
    for path in python_files():
        yield from imports_of(module_name(path), path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", RULES)
def test_no_import_breaks(rule: Callable[[Import], bool]) -> None:
    broken = [str(one) for one in all_imports() if rule(one)]
    # config imports everyone: its own files are wiring, not layers.
    assert [line for line in broken if not (rule is climbs_a_layer and line.startswith("config"))] == []


@pytest.mark.parametrize(
    ("rule", "by", "source"),
    [
        (goes_up, "compensation.ledger", "from claims.models import Claim"),
        (goes_up, "foundation.trail.audit", "import notifications.outbox"),
        (goes_up, "claims.intake", "def f():\n    from config.settings import DEMO"),
        (goes_up, "claims.intake", "from tests.factories import ClaimFactory"),
        (enters_a_face, "claims.desk.views", "from claims.apply.forms import ApplicationForm"),
        (enters_a_face, "config.urls", "from claims.apply import views"),
        (enters_a_face, "claims.intake", "from compensation.receive.views import open_link"),
        (soils_the_policy, "compensation.policy.windows", "from django.utils import timezone"),
        (soils_the_policy, "compensation.policy.windows", "from compensation.models import Coupon"),
        (soils_the_policy, "compensation.policy.windows", "import time"),
        (climbs_a_layer, "claims.models.claim", "from claims.intake import receive"),
        (climbs_a_layer, "claims.states", "from claims.models import Claim"),
        (climbs_a_layer, "claims.intake", "from claims.apply.views import start"),
        (climbs_a_layer, "notifications.dispatch", "from notifications.tasks import dispatch"),
    ],
)
def test_a_broken_rule_is_seen(rule: Callable[[Import], bool], by: str, source: str) -> None:
    assert [rule(one) for one in imports_of(by, source)] == [True]


@pytest.mark.parametrize(
    ("by", "source"),
    [
        ("claims.apply.views", "from claims.apply.forms import ApplicationForm"),
        ("claims.intake", "from compensation.models import Coupon"),
        ("config.urls", "from compensation.ledger import balances"),
        ("compensation.policy.windows", "from compensation.policy.decision import Step"),
        ("compensation.settlement", "from compensation.policy.decision import Decision"),
        ("compensation.management.commands.settle", "from compensation.settlement import settle"),
    ],
)
def test_an_import_downwards_is_free(by: str, source: str) -> None:
    assert [rule(one) for one in imports_of(by, source) for rule in RULES] == [False] * 4


def test_layers_by_name() -> None:
    names = ["claims.states", "claims.models.claim", "claims.intake", "claims.apply.forms", "claims.apply.link_urls"]
    assert [layer(name) for name in names] == [0, 1, 2, 3, 4]


def test_the_ground_knows_no_business_word() -> None:
    words = [
        f"{shown(path)}: {found[0]}"
        for path in files(ROOT / "foundation")
        if (found := BUSINESS_WORDS.search(path.read_text(encoding="utf-8")))
    ]
    assert words == []
