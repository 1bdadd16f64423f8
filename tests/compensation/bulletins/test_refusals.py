"""A bulletin file with a mistake is refused with the line where it stands and how to mend it."""

from __future__ import annotations

import pytest

from compensation.policy.errors import BulletinError
from tests.compensation.bulletins.example import TEXT, changed, line_of, read, without_section


def refusal(text: str) -> BulletinError:
    with pytest.raises(BulletinError) as caught:
        read(text)
    return caught.value


@pytest.mark.parametrize(
    ("old", "new", "field", "message"),
    [
        ("least_yen = 100", "leest_yen = 100", "case_a.leest_yen", "unknown key"),
        ("least_yen = 100", "least_yen = 100\nmost_yen = 5", "case_a.most_yen", "unknown key"),
        ("least_yen = 100", 'least_yen = "100"', "case_a.least_yen", "expected a whole number"),
        ("least_yen = 100", "least_yen = true", "case_a.least_yen", "expected a whole number"),
        ("least_yen = 100", "least_yen = -1", "case_a.least_yen", "negative number"),
        ("planned = false\nclauses", 'planned = "no"\nclauses', "points.planned", "expected true or false"),
        ('programme = "awashima"', 'programme = "apply"', "programme", "“apply” is a reserved word"),
        ('programme = "awashima"', 'programme = "Awa shima"', "programme", "“Awa shima” is no slug"),
        ('supersession = "latest"', 'supersession = "old"', "supersession", "“old” is not known here"),
        ('channels = ["email"]', 'channels = ["fax"]', "app.channels[0]", "“fax” is no channel"),
        ('routes = ["paper"]', 'routes = ["post"]', "transfer.routes", "not a route"),
        ('routes = ["paper"]', 'routes = []\ndoubted_cases = ["C"]', "transfer.doubted_cases", "not a case"),
        ("last_expiry = 2023-11-10", "last_expiry = 2023-11-07", "case_a.last_expiry", "before first_expiry"),
        ("last_expiry = 2023-11-10", "last_expiry = 2023-11-10T00:00:00", "case_a.last_expiry", "expected a day"),
        ("until = 2023-11-30", "until = 2023-11-12", "extensions[1].until", "not later than the extension before"),
        (
            "balance_at = 2023-12-16T00:00:00",
            "balance_at = 2023-12-15T23:59:00",
            "payment.balance_at",
            "before the last extension has run out",
        ),
        ('id = "awashima.bank"', 'id = "iwate.bank"', "transfer.clauses", "clause awashima.bank is cited and not"),
        (
            'id = "awashima.desk"\nsection',
            'id = "awashima.bank"\nsection',
            "clauses[23].id",
            "clause awashima.bank is declared twice",
        ),
        ('clauses = ["awashima.methods"]', "clauses = []", "points.clauses", "no clause"),
        (
            'name = { ja = "しまペイ", en = "ShimaPay" }',
            'name = "ShimaPay"',
            "points.methods[0].name",
            "expected a text in both languages",
        ),
        ("stage = 1\n", "stage = 0\n", "stage", "no stage comes before the first"),
        ("closes = 17:00:00", "closes = 09:00:00", "contact.hours.closes", "not after opens"),
        ('kind = "coupon"', 'kind = "cupon"', "kind", "“cupon” is not known here"),
        ('programme = "awashima"', 'programme = "demo"', "programme", "“demo” is a reserved word"),
        ("telephone = ", "telefone = ", "contact.telefone", "unknown key"),
        ("opens = 09:00:00", 'opens = "9:00"', "contact.hours.opens", "expected a time of day"),
        (
            "2023年11月20日（月）10時",
            "2023年11月20日（火）10時",
            "paper.opening.text.ja",
            "2023-11-20 is a 月, not a 火",
        ),
        (
            "2023年11月20日（月）10時",
            "2023年11月31日（月）10時",
            "paper.opening.text.ja",
            "2023年11月31日（月） is no day",
        ),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, field: str, message: str) -> None:
    text = changed((old, new))
    error = refusal(text)
    assert (error.field, error.message[: len(message)]) == (field, message)
    assert error.remedy != ""
    assert str(error).startswith(f"line {error.line}: {field}: ")


def test_the_line_is_the_one_of_the_key() -> None:
    text = changed(("least_yen = 100", "leest_yen = 100"))
    assert refusal(text).line == line_of("leest_yen", text)


def test_the_line_inside_a_list_is_the_one_of_its_element() -> None:
    text = changed(('id = "amazon"', 'idd = "amazon"'))
    error = refusal(text)
    assert (error.field, error.line) == ("points.methods[1].idd", line_of('idd = "amazon"', text))


def test_a_method_that_nobody_can_pay_out_is_refused() -> None:
    text = changed(('en = "ShimaPay" }, handed_over_as = "gift_code"', 'en = "ShimaPay" }, handed_over_as = "stamps"'))
    error = refusal(text)
    assert (error.field, error.remedy) == ("points.methods[0].handed_over_as", "Write one of: gift_code")


def test_a_method_that_stands_twice_is_refused() -> None:
    assert refusal(changed(('id = "amazon"', 'id = "shimapay"'))).message == "a method stands twice"


def test_an_item_that_stands_twice_is_refused() -> None:
    assert refusal(changed(('id = "ferry_ticket"', 'id = "name"'))).field == "paper.items.asked[1].id"


def test_a_deadline_before_the_opening_is_refused() -> None:
    error = refusal(changed(("until = 2024-01-31T17:00:00", "until = 2023-11-20T09:00:00")))
    assert (error.field, error.message) == ("paper.deadline", "the deadline lies before the opening of the site")


def test_a_receipt_before_the_sending_is_refused() -> None:
    error = refusal(changed(('{ days = 30, after = "link_sent"', "{ day = 2023-12-20")))
    assert (error.field, error.message) == ("app.receipt", "the deadline lies before anything is sent")


def test_a_deadline_at_the_very_opening_is_refused() -> None:
    old = "until = 2024-01-31T17:00:00, inclusive = true"
    assert refusal(changed((old, "until = 2023-11-20T10:00:00, inclusive = false"))).field == "paper.deadline"


def test_two_ways_of_saying_a_deadline_are_refused() -> None:
    error = refusal(changed(('{ days = 30, after = "link_sent"', '{ days = 30, day = 2024-03-01, after = "link_sent"')))
    assert error.message == "2 ways of saying the deadline"


def test_an_event_that_the_route_does_not_have_is_refused() -> None:
    error = refusal(changed(('after = "link_sent"', 'after = "application_received"')))
    assert error.field == "app.receipt.after"
    assert error.remedy == "Write one of: snapshot, site_open, issued, link_sent"


def test_a_period_from_an_instant_that_the_file_does_not_give_is_refused() -> None:
    text = changed(("issued = 2023-11-13\n", ""), ('after = "link_sent"', 'after = "issued"'))
    assert refusal(text).message == "the bulletin gives no instant for issued"


def test_a_weekday_beside_a_day_is_compared() -> None:
    error = refusal(changed(('weekday = "月"', 'weekday = "火"')))
    assert (error.field, error.message) == ("paper.opening.weekday", "2023-11-20 is a 月, not a 火")


def test_hours_that_end_before_they_start_are_refused() -> None:
    error = refusal(changed(("ends_at = 2023-11-10T13:30:00", "ends_at = 2023-11-10T12:00:00")))
    assert error.field == "outage.windows[0].ends_at"


def test_a_doubt_after_the_balance_is_refused() -> None:
    text = changed(("[payment]\n", "[payment]\ndoubted_from = 2023-12-16T00:00:00\n"))
    assert refusal(text).field == "payment.doubted_from"


def test_a_balance_before_class_a_is_tested_is_refused() -> None:
    text = changed(("balance_at = 2023-11-13T09:00:00", "balance_at = 2023-12-17T00:00:00"))
    assert refusal(text).message == "before the balance of case A"


def test_the_balance_of_class_a_may_be_the_one_that_is_paid() -> None:
    rules = read(changed(("balance_at = 2023-11-13T09:00:00", "balance_at = 2023-12-16T00:00:00")))
    assert rules.case_a is not None
    assert rules.case_a.balance_at == rules.payment.balance_at


def test_a_clause_of_another_programme_is_refused() -> None:
    text = TEXT + '\n[[clauses]]\nid = "iwate.1.A"\nsection = "1"\ncontent = { ja = "あ", en = "a" }\n'
    error = refusal(text)
    assert (error.message, error.remedy) == ("clause iwate.1.A belongs to another programme", "Begin it: awashima.")


def test_a_bulletin_without_any_route_is_refused() -> None:
    text = TEXT
    for header in ("app", "paper", "paper.items"):
        text = without_section(header, text)
    assert refusal(text).message == "no route"


@pytest.mark.parametrize("section", ["incident", "persons", "outage", "payment", "points", "transfer", "contact"])
def test_a_part_that_every_bulletin_has_is_missed(section: str) -> None:
    assert refusal(without_section(section)).field.startswith(section)


def test_text_where_a_list_belongs_is_refused() -> None:
    assert refusal(changed(('channels = ["email"]', 'channels = "email"'))).field == "app.channels"
    assert refusal(changed(('channels = ["email"]', 'channels = [""]'))).message == "not a text"
    assert refusal(changed(('channels = ["email"]', "channels = [1]"))).field == "app.channels[0]"
    assert refusal(changed(("items = [{ id", 'items = ["x", { id'))).field == "transfer.items[0]"


def test_another_kind_of_file_is_refused() -> None:
    assert refusal(changed(('kind = "coupon"', 'kind = "voucher"'))).field == "kind"
