"""What is said on the phone to those whose matter is neither case of the notices: for each a door, and an answer."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

from claims.call_states import Category, Outcome
from compensation.models import Programme
from compensation.policy.bulletin import Bulletin, Clause
from compensation.programmes import in_force
from foundation.japan.bilingual import Both
from foundation.trail import clock


class Said(NamedTuple):
    """An answer: when it is given, what is said, with which outcome the call ends, and the clauses behind it."""

    category: str
    when: Both
    answer: Both
    outcome: str
    clauses: list[Clause]


class AnswersOf(NamedTuple):
    """The answers of one programme."""

    programme: Programme
    answers: list[Said]


_ANSWERS: Final = (
    (
        Category.DOCKED_TWICE,
        Both(
            "障害のとき、現金で払ったのに引かれた・ボタンを何度も押して重ねて引かれた",
            "Docked although paid in cash, or docked again by pressing repeatedly, during the outage",
        ),
        Both(
            "番号・有効期限・旅行先・お店の4点をうかがい、お店に確認します。",
            "We take number, expiry, prefecture and shop, and ask the shop.",
        ),
        Outcome.ASK_STORE,
    ),
    (
        Category.OTHER_EVENT,
        Both(
            "障害のときの、上のどちらでもない支払いの問題",
            "Anything else that went wrong with a payment in the outage",
        ),
        Both(
            "お話を詳しくうかがい、担当者が個別に判断してご連絡します。お断りするものではありません。",
            "We take down the details; a person decides and gets back to you. This is no refusal.",
        ),
        Outcome.ESCALATED,
    ),
    (
        Category.NEVER_ISSUED,
        Both("クーポンが発行されず、受け取っていない", "A sheet that was never issued"),
        Both(
            "受け取ったクーポンについての補償のため、このお知らせの対象には入りません。ご事情は窓口でうかがいます。",
            "The notice covers coupons that were received, so it does not reach this. The desk listens to the rest.",
        ),
        Outcome.DONE,
    ),
    (
        Category.CHARGE_FAILED,
        Both("紙のクーポンをアプリにチャージできなかった", "A paper coupon that could not be charged to the app"),
        Both(
            "お手元のクーポンは紙のまま残っています。紙のクーポンとして特設サイトから申請してください。",
            "Your coupon is still a paper one: apply for it on the special site as such.",
        ),
        Outcome.HANDED_ON,
    ),
    (
        Category.OTHER_PREFECTURE,
        Both("ほかの都道府県のクーポン", "A coupon of another prefecture"),
        Both(
            "旅行先の都道府県の窓口へご案内します。お断りするものではありません。",
            "The prefecture that was visited has its own desk; we give its number. This is no refusal.",
        ),
        Outcome.HANDED_ON,
    ),
)


def answers_for(programmes: Iterable[Programme]) -> list[AnswersOf]:
    """The answers of coupon programmes, each under the clauses of the bulletin now in force."""
    return [AnswersOf(one, _answers(one)) for one in programmes if one.kind == "coupon"]


def _answers(programme: Programme) -> list[Said]:
    rules = in_force(programme.slug, clock.now()).rules
    return [
        Said(category, when, answer, outcome, [rules.clauses[name] for name in _clauses(category, rules)])
        for category, when, answer, outcome in _ANSWERS
    ]


def _clauses(category: str, rules: Bulletin) -> tuple[str, ...]:
    by_category = {
        Category.DOCKED_TWICE: rules.case_b.clauses if rules.case_b else (),
        Category.OTHER_EVENT: rules.case_b.other_clauses if rules.case_b else (),
        Category.NEVER_ISSUED: rules.persons.clauses + rules.contact.clauses,
        Category.CHARGE_FAILED: rules.paper.clauses if rules.paper else (),
        Category.OTHER_PREFECTURE: rules.persons.visited_clauses or rules.persons.clauses,
    }
    return by_category[Category(category)]
