"""The policy's file: what it says, and what is refused with its line and the remedy."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from compensation.policy.bulletin import Words
from compensation.policy.errors import BulletinError
from compensation.policy.fraud import FraudPolicy, decide, read_claim, read_policy
from compensation.policy.fraud.policy import CITED, Periods, YearEndClosing
from compensation.working_days import WorkingDays
from tests.compensation.policy.fraud.cases import POLICY_FILE, dated, policy

TEXT = POLICY_FILE.read_text(encoding="utf-8")
CLOSING = '[contact.year_end]\nfirst = "12-29"\nlast = "01-03"\nsource = "a notice of the desk"\n\n[contact.hours]'


def read(text: str) -> FraudPolicy:
    """The policy that a text declares."""
    return read_policy(tomllib.loads(text), text)


def with_change(old: str, new: str) -> str:
    """The file with its first such passage changed."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def test_what_the_file_says() -> None:
    application, contact = policy().application, policy().contact

    assert (policy().id, policy().programme, policy().stage, policy().issued) == ("twooca-1", "twooca", 1, None)
    assert policy().periods == Periods(contact_days=1, claim_days=30, damage_days=60, repeat_years=1)
    assert (application.phrase, application.form_channels) == ("不正利用の補償申請", frozenset({"inquiry_form"}))
    assert [entrance.id for entrance in application.entrances] == ["homepage", "web_app", "phone_app"]
    assert [item.id for item in application.items if item.user_only] == ["customer_id"]
    assert (contact.name, contact.telephone) == (
        Words("お客様サポートセンター", "Customer Support Centre"),
        "0570-022-722",
    )
    assert (contact.opens, contact.closes, contact.year_end) == ("09:30", "17:00", None)
    assert [criterion.id for criterion in policy().disclosure] == ["secondary_damage", "like_cases", "large"]


def test_the_file_declares_the_clauses_of_the_engine_and_no_other() -> None:
    assert list(policy().clauses) == [f"twooca.{clause}" for clause in CITED]


def test_only_the_words_to_be_written_are_quoted() -> None:
    quoted = {clause.id: clause.quotation for clause in policy().clauses.values() if clause.quotation}

    assert quoted == {"twooca.application.form": "不正利用の補償申請"}


@pytest.mark.parametrize(
    ("old", "new", "field", "line"),
    [
        ('kind = "fraud"', 'kind = "coupon"', "kind", 'kind = "coupon"'),
        ("claim_days = 30", 'claim_days = "30"', "periods.claim_days", 'claim_days = "30"'),
        ("claim_days = 30", "claim_days = 0", "periods.claim_days", "claim_days = 0"),
        ("claim_days = 30\n", "", "periods.claim_days", "[periods]"),
        ("damage_days = 60", "grace_days = 1\ndamage_days = 60", "periods.grace_days", "grace_days = 1"),
        ('["inquiry_form"]', '["letter"]', "application.form_channels[0]", 'form_channels = ["letter"]'),
        (
            'group = "police"',
            'group = "polcie"',
            "application.items[8].group",
            '{ id = "police_station", group = "polcie"',
        ),
        (
            '{ id = "address"',
            '{ id = "name"',
            "application.items[1]",
            '{ id = "name", group = "applicant", name = { ja = "ご住',
        ),
        ("opens = 09:30:00", 'opens = "9:30"', "contact.hours.opens", 'opens = "9:30"'),
        ('id = "twooca.1.1"', 'id = "nara.1.1"', "clauses[1].id", 'id = "nara.1.1"'),
        ('id = "twooca.1.1"', 'id = "twooca.1"', "clauses[1].id", 'id = "twooca.1"'),
        ('programme = "twooca"', 'programme = "Twoo Ca"', "programme", 'programme = "Twoo Ca"'),
        ("[contact.hours]", CLOSING.replace("12-29", "29 December"), "contact.year_end.first", 'first = "29 December"'),
    ],
)
def test_a_fault_is_refused_at_its_line(old: str, new: str, field: str, line: str) -> None:
    text = with_change(old, new)
    with pytest.raises(BulletinError) as caught:
        read(text)

    assert caught.value.field == field
    assert text.splitlines()[caught.value.line - 1].strip().startswith(line)
    assert caught.value.remedy != ""


@pytest.mark.parametrize(
    ("old", "new", "fault", "remedy"),
    [
        ('kind = "fraud"', 'kind = "coupon"', "kind: “coupon” is not known here", "Write one of: fraud"),
        ("claim_days = 30", 'claim_days = "30"', "periods.claim_days: expected a whole number", "This is '30'"),
        ("claim_days = 30", "claim_days = 0", "periods.claim_days: a period of nothing", "Write 1 or more"),
        ("claim_days = 30\n", "", "periods.claim_days: missing", "Add it: a whole number"),
        (
            "damage_days = 60",
            "grace_days = 1\ndamage_days = 60",
            "periods.grace_days: unknown key",
            "This table may hold: claim_days, contact_days, damage_days, repeat_years",
        ),
        (
            '["inquiry_form"]',
            '["letter"]',
            "application.form_channels[0]: “letter” is no channel",
            "Write: inquiry_form, phone",
        ),
        (
            'group = "police"',
            'group = "polcie"',
            "application.items[8].group: “polcie” is not known here",
            "Write one of: applicant, damage, police",
        ),
        ('{ id = "address"', '{ id = "name"', "application.items[1]: name stands twice", "Keep one of them"),
        (
            "opens = 09:30:00",
            'opens = "9:30"',
            "contact.hours.opens: expected a time of day like 10:00:00",
            "This is '9:30'",
        ),
        (
            'id = "twooca.1.1"',
            'id = "nara.1.1"',
            "clauses[1].id: clause nara.1.1 belongs to another programme",
            "Begin it: twooca.",
        ),
        (
            'id = "twooca.1.1"',
            'id = "twooca.1"',
            "clauses[1].id: clause twooca.1 is declared twice",
            "Give each clause its own id",
        ),
        (
            'programme = "twooca"',
            'programme = "Twoo Ca"',
            "programme: “Twoo Ca” is no slug",
            "Write small letters, digits and single hyphens, a letter first",
        ),
        (
            "[contact.hours]",
            CLOSING.replace("12-29", "29 December"),
            "contact.year_end.first: no month and day",
            "Write it like 12-29",
        ),
        ("damage_days = 60", "damage_days = 0", "periods.damage_days: a period of nothing", "Write 1 or more"),
        ("repeat_years = 1", "repeat_years = 0", "periods.repeat_years: a period of nothing", "Write 1 or more"),
        (
            'id = "twooca-1"',
            'id = "TwooCa 1"',
            "id: “TwooCa 1” is no slug",
            "Write small letters, digits and single hyphens, a letter first",
        ),
        (
            'id = "twooca.1.1"',
            'id = "twooca.1.9"',
            "clauses: clause twooca.1.1 is cited and not declared",
            "Declare it under [[clauses]]",
        ),
        (
            "[contact.hours]",
            CLOSING.replace("01-03", "01-32"),
            "contact.year_end.last: no month and day",
            "Write it like 12-29",
        ),
        (
            "[contact.hours]",
            CLOSING.replace("12-29", "13-01"),
            "contact.year_end.first: no month and day",
            "Write it like 12-29",
        ),
        (
            '{ id = "web_app"',
            '{ id = "homepage"',
            "application.entrances[1]: homepage stands twice",
            "Keep one of them",
        ),
    ],
)
def test_a_fault_is_answered_word_for_word(old: str, new: str, fault: str, remedy: str) -> None:
    with pytest.raises(BulletinError) as caught:
        read(with_change(old, new))

    assert str(caught.value) == f"line {caught.value.line}: {fault}. {remedy}"


def test_an_address_of_the_site_is_no_id() -> None:
    with pytest.raises(BulletinError) as caught:
        read(with_change('id = "twooca-1"', 'id = "console"'))

    assert str(caught.value) == "line 5: id: “console” is a reserved word of the site's addresses. Choose another"


def test_the_day_of_issue_where_the_document_has_one() -> None:
    assert read(with_change("stage = 1", "stage = 1\nissued = 2024-04-01")).issued == date(2024, 4, 1)


def test_a_weekday_that_contradicts_its_date_is_refused() -> None:
    with pytest.raises(BulletinError) as caught:
        read(with_change('{ ja = "お客様サポートセンター"', '{ ja = "2024年6月3日（火）"'))

    assert caught.value.message == "2024-06-03 is a 月, not a 火"


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ((12, 29), (1, 3), [False, True, True, True, True, False, False]),
        ((1, 2), (12, 28), [True, False, False, False, True, True, True]),
        ((1, 1), (1, 1), [False, False, False, True, False, False, False]),
        ((1, 1), (1, 3), [False, False, False, True, True, False, False]),
    ],
)
def test_a_closing_covers_its_days_also_over_new_year(
    first: tuple[int, int], last: tuple[int, int], expected: list[bool]
) -> None:
    closing = YearEndClosing(first, last, "a notice of the desk")
    days = [date(2024, 12, 28), date(2024, 12, 29), date(2024, 12, 31)]
    days += [date(2025, 1, 1), date(2025, 1, 3), date(2025, 1, 4), date(2025, 2, 1)]

    assert [closing.covers(day) for day in days] == expected


def test_a_clause_that_the_engine_cites_must_be_declared() -> None:
    with pytest.raises(BulletinError) as caught:
        read(with_change('id = "twooca.1.1"', 'id = "twooca.1.9"'))

    assert (caught.value.field, caught.value.message) == ("clauses", "clause twooca.1.1 is cited and not declared")


def test_a_year_end_that_a_source_dates_closes_the_desk() -> None:
    closing = read(with_change("[contact.hours]", CLOSING)).contact.year_end
    # The sixtieth day is Tuesday 31 December 2024.
    claim = read_claim({"facts": dated("2024-11-01", "2024-12-20", "2025-01-04")})

    assert closing == YearEndClosing((12, 29), (1, 3), "a notice of the desk")
    assert decide(claim, policy(), WorkingDays()).outcome == "ineligible"
    assert decide(claim, policy(), WorkingDays(closing)).outcome == "refer"


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("claim_days = 30", "claim_days = 29", "ineligible"),
        ("claim_days = 30", "claim_days = 31", "eligible"),
        ("damage_days = 60", "damage_days = 29", "ineligible"),
        ('form_channels = ["inquiry_form"]', 'form_channels = ["phone"]', "pending"),
    ],
)
def test_the_file_decides_and_not_the_code(old: str, new: str, outcome: str) -> None:
    claim = read_claim({"facts": dated("2024-06-04T08:00:00", "2024-06-04T09:00:00", "2024-07-04")})

    assert decide(claim, read(with_change(old, new)), WorkingDays()).outcome == outcome
