"""What messages say, programme by programme: short, told by whom, and nothing about the person."""

from __future__ import annotations

from datetime import date

import pytest

from compensation.policy.periods import Deadline
from compensation.texts import Text, payout_wording
from notifications.segments import sms_parts
from tests.factories.bulletins import rules
from tests.factories.compensation import jst

LINK = "https://hosho.example.jp/r/0123456789abcdefghjkmnpqrs"
KEYS = ["kumamoto-3", "iwate-2", "yamanashi-1", "nara-3"]


def text(key: str, channel: str, *, on_site: bool = False) -> Text:
    app = rules(key).app
    assert app is not None
    return payout_wording(rules(key), channel, app.receipt, on_site=on_site).with_link(LINK)


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("on_site", [False, True])
def test_a_short_message_begins_with_the_office_and_is_two_parts(key: str, on_site: bool) -> None:
    said = text(key, "sms", on_site=on_site)
    assert said.body[:15] == (rules(key).office.ja + "から補償のご案内です。")[:15]
    assert (said.parts, sms_parts(said.body), said.title) == (2, 2, "")


def test_the_short_message_word_by_word() -> None:
    assert text("kumamoto-3", "sms").body == (
        "くまもと再発見の旅事務局から補償のご案内です。\n"
        f"{LINK}\n"
        "受取期限は2023年5月31日です。クーポンの番号をご用意ください。"
    )


def test_where_points_are_chosen_on_the_site_all_that_is_asked_is_announced() -> None:
    assert text("yamanashi-1", "sms", on_site=True).body.endswith("受付番号とクーポンの番号をご用意ください。")
    japanese, english = text("yamanashi-1", "email", on_site=True).body.split("\n----\n\n")
    assert japanese.count("申請の受付番号・申請時のご連絡先・クーポンのお問い合わせ番号をお聞きします") == 1
    assert english.count("your claim number, the contact you gave and the inquiry number of your coupon") == 1


def test_without_a_deadline_none_is_told() -> None:
    assert text("yamanashi-1", "sms").body.split("\n")[2] == "クーポンの番号をご用意ください。"


@pytest.mark.parametrize("key", KEYS)
def test_an_email_holds_the_link_once_in_two_languages(key: str) -> None:
    said = text(key, "email")
    office, contact = rules(key).office, rules(key).contact
    assert (said.parts, said.body.count(LINK), said.body.count(contact.telephone)) == (1, 1, 2)
    assert said.body.split("\n")[0] == office.ja
    assert said.body.split("\n----\n\n")[1].split("\n")[0] == office.en
    assert said.title == f"【{office.ja}】補償のお受け取りのご案内 / Your compensation is ready"
    assert said.body.isascii() is False


def test_an_email_tells_the_deadline_in_both_languages() -> None:
    japanese, english = text("nara-3", "email").body.split("\n----\n\n")
    assert "受取期限は2023年5月31日（水）です。" in japanese
    assert "Please collect by Wed, 31 May 2023." in english


@pytest.mark.parametrize(
    ("receipt", "ja", "en"),
    [
        (
            Deadline((), jst(2023, 5, 31, 17), date(2023, 5, 31)),
            "2023年5月31日（水）17:00より前",
            "before Wed, 31 May 2023, 17:00",
        ),
        (
            Deadline((), days=30, event="link_sent"),
            "リンクが送られた日の翌日から30日以内",
            "within 30 days after the day on which the link is sent",
        ),
    ],
)
def test_an_hour_and_a_period_are_told_as_the_document_has_them(receipt: Deadline, ja: str, en: str) -> None:
    sms, email = (
        payout_wording(rules("nara-3"), channel, receipt, on_site=False).with_link(LINK).body
        for channel in ("sms", "email")
    )
    assert (f"受取期限は{ja}です。" in sms, f"受取期限は{ja}です。" in email) == (True, True)
    assert f" Please collect {en}." in email


def test_each_wording_has_a_version_of_its_own() -> None:
    versions = [
        text("kumamoto-3", channel, on_site=where).version for channel in ("sms", "email") for where in (False, True)
    ]
    assert versions == ["payout_link.sms.1", "payout_on_site.sms.2", "payout_link.email.1", "payout_on_site.email.2"]
