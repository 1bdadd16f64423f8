"""Every refusal of a bulletin file says its line, what is wrong there, and how to mend it, word for word."""

from __future__ import annotations

import pytest

from compensation.policy.bulletin_schema.checks import RESERVED
from compensation.policy.errors import BulletinError
from tests.compensation.bulletins.example import TEXT, changed, read, without_section


def refusal(text: str) -> str:
    with pytest.raises(BulletinError) as caught:
        read(text)
    return str(caught.value)


@pytest.mark.parametrize(
    ("changes", "fault", "remedy"),
    [
        ((("least_yen = 100", "leest_yen = 100"),), "line 44: case_a.leest_yen: unknown key", "Write it least_yen"),
        (
            (("least_yen = 100", "least_yen = 100\nmost_yen = 5"),),
            "line 45: case_a.most_yen: unknown key",
            (
                "This table may hold: balance_at, balance_clauses, clauses, expiry_clauses, "
                "first_expiry, last_expiry, least_yen"
            ),
        ),
        (
            (("least_yen = 100", 'least_yen = "100"'),),
            "line 44: case_a.least_yen: expected a whole number",
            "This is '100'",
        ),
        (
            (("least_yen = 100", "least_yen = true"),),
            "line 44: case_a.least_yen: expected a whole number",
            "This is True",
        ),
        ((("least_yen = 100", "least_yen = -1"),), "line 44: case_a.least_yen: negative number", "Write 0 or more"),
        (
            (("planned = false\nclauses", 'planned = "no"\nclauses'),),
            "line 84: points.planned: expected true or false",
            "This is 'no'",
        ),
        (
            (('programme = "awashima"', 'programme = "apply"'),),
            "line 3: programme: “apply” is a reserved word of the site's addresses",
            "Choose another",
        ),
        (
            (('programme = "awashima"', 'programme = "Awa shima"'),),
            "line 3: programme: “Awa shima” is no slug",
            "Write small letters, digits and single hyphens, a letter first",
        ),
        (
            (('supersession = "latest"', 'supersession = "old"'),),
            "line 12: supersession: “old” is not known here",
            "Write one of: latest, later_not_in_hand",
        ),
        (
            (('channels = ["email"]', 'channels = ["fax"]'),),
            "line 93: app.channels[0]: “fax” is no channel",
            "Write sms or email",
        ),
        (
            (('routes = ["paper"]', 'routes = ["post"]'),),
            "line 116: transfer.routes: not a route",
            "Write app, paper or both",
        ),
        (
            (('routes = ["paper"]', 'routes = []\ndoubted_cases = ["C"]'),),
            "line 117: transfer.doubted_cases: not a case",
            "Write A, B or both",
        ),
        (
            (("last_expiry = 2023-11-10", "last_expiry = 2023-11-07"),),
            "line 42: case_a.last_expiry: before first_expiry",
            "Give the range of days in order",
        ),
        (
            (("last_expiry = 2023-11-10", "last_expiry = 2023-11-10T00:00:00"),),
            (
                "line 42: case_a.last_expiry: expected a day like 2031-04-30, without "
                "quotation marks and without an hour"
            ),
            "This is 2023-11-10T00:00:00",
        ),
        (
            (("until = 2023-11-30", "until = 2023-11-12"),),
            "line 71: extensions[1].until: not later than the extension before it",
            "Give the extensions in order",
        ),
        (
            (("balance_at = 2023-12-16T00:00:00", "balance_at = 2023-12-15T23:59:00"),),
            "line 80: payment.balance_at: before the last extension has run out",
            "Correct one of the two",
        ),
        (
            (('id = "awashima.bank"', 'id = "iwate.bank"'),),
            "line 115: transfer.clauses: clause awashima.bank is cited and not declared",
            "Declare it under [[clauses]]",
        ),
        (
            (('id = "awashima.desk"\nsection', 'id = "awashima.bank"\nsection'),),
            "line 258: clauses[23].id: clause awashima.bank is declared twice",
            "Give each clause its own id",
        ),
        (
            (('clauses = ["awashima.methods"]', "clauses = []"),),
            "line 85: points.clauses: no clause",
            "Name at least one clause from which this follows",
        ),
        (
            (('name = { ja = "しまペイ", en = "ShimaPay" }', 'name = "ShimaPay"'),),
            'line 87: points.methods[0].name: expected a text in both languages, { ja = "…", en = "…" }',
            "This is 'ShimaPay'",
        ),
        ((("telephone = ", "telefone = "),), "line 121: contact.telefone: unknown key", "Write it telephone"),
        (
            (("opens = 09:00:00", 'opens = "9:00"'),),
            "line 125: contact.hours.opens: expected a time of day like 10:00:00",
            "This is '9:00'",
        ),
        (
            (("2023年11月20日（月）10時", "2023年11月20日（火）10時"),),
            "line 101: paper.opening.text.ja: 2023-11-20 is a 月, not a 火",
            "Correct the date or the weekday",
        ),
        (
            (("2023年11月20日（月）10時", "2023年11月31日（月）10時"),),
            "line 101: paper.opening.text.ja: 2023年11月31日（月） is no day of the calendar",
            "Correct the date",
        ),
        ((("stage_label = { ja", "stage_labels = { ja"),), "line 6: stage_labels: unknown key", "Write it stage_label"),
        (
            (('[contact]\nname = { ja = "あわしま補償窓口", en = "Awashima compensation desk" }', "[contact]"),),
            "line 119: contact.name: missing",
            'Add it: a text in both languages, { ja = "…", en = "…" }',
        ),
        (
            (('telephone = "0120-000-000"', 'telephone = " "'),),
            "line 121: contact.telephone: empty text",
            "Write the text, or leave the key out",
        ),
        (
            (('telephone = "0120-000-000"', "telephone = 120"),),
            "line 121: contact.telephone: expected a text in quotation marks",
            "This is 120",
        ),
        (
            (('id = "awashima-1"', 'id = "Awashima 1"'),),
            "line 2: id: “Awashima 1” is no slug",
            "Write small letters, digits and single hyphens, a letter first",
        ),
        (
            (('id = "awashima-1"', 'id = "console"'),),
            "line 2: id: “console” is a reserved word of the site's addresses",
            "Choose another",
        ),
        (
            (('channels = ["email"]', 'channels = "email"'),),
            "line 93: app.channels: expected a list of texts",
            "This is 'email'",
        ),
        (
            (('channels = ["email"]', 'channels = [""]'),),
            "line 93: app.channels[0]: not a text",
            "Write it in quotation marks",
        ),
        ((("items = [{ id", 'items = ["x", { id'),), "line 117: transfer.items[0]: not a table", "Write it as { … }"),
        (
            (('items = [{ id = "bank_account", name = { ja = "口座番号", en = "bank account" } }]', 'items = "x"'),),
            "line 117: transfer.items: expected a list",
            "This is 'x'",
        ),
        (
            (("ends_at = 2023-11-10T13:30:00", "ends_at = 2023-11-10T12:00:00"),),
            "line 35: outage.windows[0].ends_at: not after starts_at",
            "Give the hours in order; the end itself is outside",
        ),
        (
            (("ends_at = 2023-11-10T13:30:00", "ends_at = 2023-11-10"),),
            "line 35: outage.windows[0].ends_at: expected a day and hour like 2031-03-24T14:00:00",
            "This is 2023-11-10",
        ),
        (
            (("[payment]\n", "[payment]\ndoubted_from = 2023-12-16T00:00:00\n"),),
            "line 80: payment.doubted_from: not before balance_at",
            "The doubt ends where the balance is taken",
        ),
        (
            (("balance_at = 2023-11-13T09:00:00", "balance_at = 2023-12-17T00:00:00"),),
            "line 80: payment.balance_at: before the balance of case A",
            "Correct one of the two",
        ),
        (
            (
                ('id = "awashima.bank"', 'id = "iwate.bank"'),
                ('["awashima.bank"]', '["iwate.bank"]'),
            ),
            "line 253: clauses[22].id: clause iwate.bank belongs to another programme",
            "Begin it: awashima.",
        ),
        (
            (('en = "ShimaPay" }, handed_over_as = "gift_code"', 'en = "ShimaPay" }, handed_over_as = "stamps"'),),
            "line 87: points.methods[0].handed_over_as: “stamps” is not known here",
            "Write one of: gift_code",
        ),
        (
            (('id = "amazon"', 'id = "shimapay"'),),
            "line 86: points.methods: a method stands twice",
            "Keep one of each id",
        ),
        (
            (('id = "ferry_ticket"', 'id = "name"'),),
            "line 111: paper.items.asked[1].id: item name stands twice",
            "Keep one of them",
        ),
        (
            (("until = 2024-01-31T17:00:00", "until = 2023-11-20T09:00:00"),),
            "line 102: paper.deadline: the deadline lies before the opening of the site",
            "Correct one of the two",
        ),
        (
            (('{ days = 30, after = "link_sent"', "{ day = 2023-12-20"),),
            "line 96: app.receipt: the deadline lies before anything is sent",
            "Correct one of the two",
        ),
        (
            (('{ days = 30, after = "link_sent"', '{ days = 30, day = 2024-03-01, after = "link_sent"'),),
            "line 96: app.receipt.day: 2 ways of saying the deadline",
            ("Write one of: day; until with inclusive; days with after; silent with the clause that notes the silence"),
        ),
        (
            (('{ days = 30, after = "link_sent", clauses', "{ clauses"),),
            "line 96: app.receipt.day: 0 ways of saying the deadline",
            ("Write one of: day; until with inclusive; days with after; silent with the clause that notes the silence"),
        ),
        (
            (('after = "link_sent"', 'after = "application_received"'),),
            "line 96: app.receipt.after: “application_received” is not known here",
            "Write one of: snapshot, site_open, issued, link_sent",
        ),
        (
            (
                ("issued = 2023-11-13\n", ""),
                ('after = "link_sent"', 'after = "issued"'),
            ),
            "line 95: app.receipt.after: the bulletin gives no instant for issued",
            "State it, or count from another event",
        ),
        (
            (('weekday = "月"', 'weekday = "火"'),),
            "line 101: paper.opening.weekday: 2023-11-20 is a 月, not a 火",
            "Correct at or the weekday",
        ),
        (
            (("{ until = 2024-01-31T17:00:00,", '{ until = 2024-01-31T17:00:00, weekday = "木",'),),
            "line 102: paper.deadline.weekday: 2024-01-31 is a 水, not a 木",
            "Correct until or the weekday",
        ),
        (
            (('{ days = 30, after = "link_sent"', '{ day = 2024-02-01, weekday = "金"'),),
            "line 96: app.receipt.weekday: 2024-02-01 is a 木, not a 金",
            "Correct day or the weekday",
        ),
        (
            (("until = 2023-11-30\n", 'until = 2023-11-30\nweekday = "水"\n'),),
            "line 72: extensions[1].weekday: 2023-11-30 is a 木, not a 水",
            "Correct until or the weekday",
        ),
        (
            (
                (
                    "[contact]\n",
                    ('[timetable]\nlast_day = 2024-02-01\nweekday = "水"\nclauses = ["awashima.rest"]\n\n[contact]\n'),
                ),
            ),
            "line 121: timetable.weekday: 2024-02-01 is a 木, not a 水",
            "Correct last_day or the weekday",
        ),
        (
            (
                (
                    "[contact]\n",
                    (
                        '[[stale]]\nclause = "awashima.old"\nquotation = "x"\ngoverned_by = '
                        '"awashima.rest"\n\n[contact]\n'
                    ),
                ),
            ),
            "line 120: stale[0].clause: clause awashima.old is cited and not declared",
            "Declare it under [[clauses]]",
        ),
        (
            (
                (
                    "[contact]\n",
                    (
                        '[[stale]]\nclause = "awashima.rest"\nquotation = "x"\ngoverned_by = '
                        '"awashima.old"\n\n[contact]\n'
                    ),
                ),
            ),
            "line 122: stale[0].governed_by: clause awashima.old is cited and not declared",
            "Declare it under [[clauses]]",
        ),
        (
            (('id = "awashima.residence"\n', 'id = "awashima.residence"\ngoverned_by = "awashima.old"\n'),),
            "line 141: clauses[1].governed_by: clause awashima.old is cited and not declared",
            "Declare it under [[clauses]]",
        ),
        (
            (('kind = "coupon"', 'kind = "voucher"'),),
            "line 1: kind: “voucher” is not known here",
            "Write coupon, or fraud for a policy on misuse",
        ),
        (
            (('kind = "pay_out"', 'kind = "wait"'),),
            "line 54: case_b.remedy.kind: “wait” is not known here",
            "Write one of: restore, pay_out, none_yet",
        ),
        (
            (('routes = ["paper"]', 'routes = ["paper"]\ndoubted_cases = ["C"]'),),
            "line 117: transfer.doubted_cases: not a case",
            "Write A, B or both",
        ),
        (
            (("stage = 1", "stage = 0"),),
            "line 5: stage: no stage comes before the first",
            "Write 1 for a first bulletin",
        ),
        (
            (("closes = 17:00:00", "closes = 09:00:00"),),
            "line 126: contact.hours.closes: not after opens",
            "Give the hours in order",
        ),
        (
            (
                ('receipt = { days = 60, after = "application_received"', "receipt = { day = 2023-12-20"),
                (
                    "chosen_on_site",
                    'sending = { text = { ja = "x", en = "x" }, earliest = 2023-12-21 }\nchosen_on_site',
                ),
            ),
            "line 103: paper.receipt: the deadline lies before anything is sent",
            "Correct one of the two",
        ),
        (
            (('name = { ja = "乗船券の番号"', 'name = { ja = "2023年11月20日（火）の乗船券"'),),
            "line 111: paper.items.asked[1].name.ja: 2023-11-20 is a 月, not a 火",
            "Correct the date or the weekday",
        ),
        (
            (('    { id = "amazon"', '    # the second one\n\n    { idd = "amazon"'),),
            "line 90: points.methods[1].idd: unknown key",
            "Write it id",
        ),
    ],
)
def test_a_mistake_is_answered_word_for_word(changes: tuple[tuple[str, str], ...], fault: str, remedy: str) -> None:
    assert refusal(changed(*changes)) == f"{fault}. {remedy}"


def test_a_bulletin_without_any_route_is_answered_word_for_word() -> None:
    text = TEXT
    for header in ("app", "paper", "paper.items"):
        text = without_section(header, text)
    assert refusal(text) == "line 1: paper: no route. Describe [app], [paper] or both"


def test_the_addresses_of_the_site_are_no_programmes() -> None:
    assert sorted(RESERVED) == [
        *(
            "accessibility",
            "admin",
            "api",
            "apply",
            "banks",
            "check",
            "console",
            "contact",
            "demo",
            "healthz",
            "i18n",
            "livez",
        ),
        *(
            "media",
            "metrics",
            "privacy",
            "r",
            "readyz",
            "receive",
            "reports",
            "situation",
            "static",
            "status",
            "twooca",
            "verify-message",
        ),
    ]


def test_a_clause_has_its_own_document_and_date_where_it_says_so() -> None:
    own = 'document = { ja = "別紙", en = "Annex" }\ndated = { ja = "11月15日", en = "15 November" }\n'
    clauses = read(changed(('id = "awashima.bank"\n', f'id = "awashima.bank"\n{own}'))).clauses
    assert [(clause.document.en, clause.date.en) for clause in list(clauses.values())[-2:]] == [
        ("Annex", "15 November"),
        ("First notice on the outage", "13 November 2023"),
    ]


def test_a_receipt_may_run_from_the_link_on_paper_as_well() -> None:
    rules = read(
        changed(('receipt = { days = 60, after = "application_received"', 'receipt = { days = 60, after = "link_sent"'))
    )
    assert rules.paper is not None
    assert (rules.paper.receipt.days, rules.paper.receipt.event) == (60, "link_sent")
