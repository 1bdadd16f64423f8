"""The claim for misuse on the special site, from the door of the start page to what is asked afterwards."""

from __future__ import annotations

import re
from datetime import date, datetime

import pytest
from django.test import Client

from claims import answers as claim_answers
from claims.fraud_questions import ask, missing_of, questions_of
from claims.models import Claim, FraudAct, FraudClaim
from foundation.trail.clock import JST
from notifications.models import Message
from tests.factories.fraud import BY, CARDHOLDER, NO_POLICE, act, arrived, typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def begin(client: Client, **given: str) -> str:
    return str(client.post("/twooca/claim/", given).headers["Location"])


def send(client: Client, address: str) -> str:
    page = client.get(f"{address}confirm/").content.decode()
    found = re.search(r'name="shown" value="(\w+)"', page)
    assert found is not None
    return str(client.post(f"{address}confirm/", {"shown": found[1], "agreed": "on"}).headers["Location"])


def claimed(client: Client, *changes: dict[str, list[str]], **other: str) -> Claim:
    address = begin(client)
    answer = client.post(address, typed(*changes, **other))
    assert answer.headers["Location"] == f"{address}confirm/"
    send(client, address)
    return Claim.objects.get()


def status(client: Client, claim: Claim, contact: str = "taro@example.jp") -> str:
    client.post("/status/", {"number": claim.number, "contact": contact})
    return client.get("/status/shown/").content.decode()


def test_the_start_page_leads_to_it(client: Client) -> None:
    assert 'href="/twooca/"' in client.get("/").content.decode()
    assert client.get("/twooca/").status_code == 200


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_item_of_the_policy_is_asked(client: Client, language: str) -> None:
    page = client.get(f"{begin(client)}?lang={language}").content.decode()
    names = re.findall(r'(?:name)="(\w+)"', page)
    asked = {"name", "address", "contact", "customer_id", "email", "act_1_at", "act_1_yen", "circumstances"}
    asked |= {"police_station", "police_date", "police_receipt_number"}
    assert asked - set(names) == set()


def test_read_back_tells_what_is_to_follow_from_what_was_left_empty(client: Client) -> None:
    address = begin(client)
    client.post(address, typed(NO_POLICE))
    page = client.get(f"{address}confirm/").content.decode()
    rows = dict(re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page))
    assert rows["申請を示す言葉（このフォームが書き添えます）"] == "不正利用の補償申請"
    assert (rows["受理番号"], rows["情報や端末が盗まれた日時（分かる場合）"]) == ("（あとで知らせます）", "（空欄）")


def test_from_the_form_to_the_claim(client: Client) -> None:
    claim = claimed(client)
    fraud = FraudClaim.objects.get(claim=claim)
    acts = FraudAct.objects.filter(claim=claim).values_list("kind", "balance", "yen", "fee_yen", "at")
    assert (claim.state, claim.channel, fraud.phrase, fraud.claimant) == ("received", "homepage", True, "user")
    assert list(acts) == [("payment", "value", 10000, 330, datetime(2023, 4, 2, 21, 30, tzinfo=JST))]
    assert fraud.recognised_at == datetime(2023, 4, 3, 9, tzinfo=JST)
    assert fraud.first_contact_at == datetime(2023, 4, 3, 9, 30, tzinfo=JST)
    assert claim.received_at == datetime(2023, 4, 10, 10, tzinfo=JST)
    assert Message.objects.get().subject_ref == claim.number


def test_no_earlier_contact_makes_the_claim_the_first_one(client: Client) -> None:
    claim = claimed(client, first_contact_at="")
    assert FraudClaim.objects.get().first_contact_at == claim.received_at


@pytest.mark.parametrize("entrance", ["homepage", "web_app", "phone_app"])
def test_the_entrance_is_kept(client: Client, entrance: str) -> None:
    address = begin(client, entrance=entrance)
    client.post(address, typed())
    send(client, address)
    assert Claim.objects.get().channel == entrance


def test_an_entrance_that_the_policy_does_not_name_is_the_homepage(client: Client) -> None:
    address = begin(client, entrance="fax")
    client.post(address, typed())
    send(client, address)
    assert Claim.objects.get().channel == "homepage"


def test_several_acts_and_what_others_paid(client: Client) -> None:
    claim = claimed(
        client, act(2), act(3, balance="money", kind="withdrawal"), recovered_yen="1,000", due_yen="２０００"
    )
    rows = FraudAct.objects.filter(claim=claim).order_by("position").values_list("balance", "yen")
    assert list(rows) == [("value", 10000), ("value", 5000), ("money", 5000)]
    fraud = FraudClaim.objects.get()
    assert (fraud.recovered_yen, fraud.received_yen, fraud.due_yen, fraud.undetermined) == (1000, 0, 2000, False)


def test_another_act_keeps_what_was_typed(client: Client) -> None:
    address = begin(client)
    page = client.post(address, typed(add="1")).content.decode()
    assert ('name="act_2_at"' in page, 'value="１０，０００円"' in page, "error-summary" in page) == (True, True, False)


def test_what_cannot_be_read_comes_back_as_typed(client: Client) -> None:
    address = begin(client)
    page = client.post(address, typed(act_1_yen="たくさん", recognised_at="2024-01-01 10:00")).content.decode()
    assert ('href="#id_act_1_yen"' in page, 'href="#id_recognised_at"' in page) == (True, True)
    assert 'value="たくさん"' in client.get(address).content.decode()


def test_the_other_language_keeps_what_was_typed(client: Client) -> None:
    page = client.post(f"{begin(client)}?lang=en", typed(keep="1")).content.decode()
    assert ('<html lang="en">' in page, 'value="山田　太郎"' in page) == (True, True)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"customer_id": ""}, "customer_id"),
        ({"act_1_at": ""}, "act_1_at"),
        ({"act_1_yen": "0"}, "act_1_yen"),
        ({"cause": "card_info_stolen"}, "issuer_told"),
        ({"cause": "nonsense"}, "cause"),
        ({"name": "a\x00b"}, "name"),
        ({"circumstances": "あ" * 2001}, "circumstances"),
    ],
)
def test_what_is_refused(client: Client, change: dict[str, str], field: str) -> None:
    page = client.post(begin(client), typed(**change)).content.decode()
    assert re.findall(r'<li><a href="#id_(\w+?)(?:_0)?">', page) == [field]


def test_a_cardholder_needs_no_customer_id(client: Client) -> None:
    claim = claimed(client, CARDHOLDER)
    fraud = FraudClaim.objects.get()
    assert (fraud.claimant, fraud.account_hash, fraud.issuer_told) == ("non_user_cardholder", None, True)
    assert missing_of(claim) == []


def test_pressing_twice_is_one_claim(client: Client) -> None:
    address = begin(client)
    client.post(address, typed())
    page = client.get(f"{address}confirm/").content.decode()
    shown = re.search(r'name="shown" value="(\w+)"', page)
    assert shown is not None
    for _ in range(2):
        client.post(f"{address}confirm/", {"shown": shown[1], "agreed": "on"})
    assert (Claim.objects.count(), FraudClaim.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_consent_is_needed(client: Client) -> None:
    address = begin(client)
    client.post(address, typed())
    page = client.get(f"{address}confirm/").content.decode()
    assert "不正利用の補償申請" in page
    client.post(f"{address}confirm/", {"shown": "x"})
    assert Claim.objects.get().state == "draft"


def test_a_key_that_opens_nothing_looks_the_same_as_somebody_elses(client: Client) -> None:
    address, nothing = begin(client), "/twooca/claim/00000000-0000-4000-8000-000000000000/"
    pages = [re.sub(r'name="csrf\w+" value="\w+"', "", Client().get(at).content.decode()) for at in (address, nothing)]
    assert "<h1>申請を途中から続ける</h1>" in pages[0]
    assert pages[0].replace(address, nothing) == pages[1]


def test_the_number_of_the_police_may_follow(client: Client) -> None:
    claim = claimed(client, NO_POLICE)
    assert (claim.state, claim.waiting_for) == ("waiting", "claimant")
    page = status(client, claim)
    assert re.findall(r'name="(police_\w+)"', page) == ["police_station", "police_date", "police_receipt_number"]
    given = {"police_station": "麹町警察署", "police_date": "2023年4月4日", "police_receipt_number": ""}
    client.post("/status/shown/", given)
    after = Claim.objects.get()
    assert (after.state, [item.id for item in missing_of(after)]) == ("waiting", ["police_receipt_number"])
    client.post("/status/shown/", {"police_receipt_number": "第3号"})
    after = Claim.objects.get()
    assert (after.state, missing_of(after), after.received_at) == ("examining", [], claim.received_at)
    assert claim_answers.of(after).given["police_date"] == "2023-04-04"


def test_what_was_given_is_not_replaced(client: Client) -> None:
    claim = claimed(client, NO_POLICE)
    status(client, claim)
    client.post("/status/shown/", {"police_station": "麹町警察署", "name": "別の人", "email": "x@example.jp"})
    given = claim_answers.of(Claim.objects.get()).given
    assert (given["name"], given["email"]) == ("山田　太郎", "taro@example.jp")


def test_a_question_is_answered_on_the_status_page(client: Client) -> None:
    claim = claimed(client)
    question = ask(claim, "パスワードはいつ変えましたか。", date(2023, 4, 24), by=BY)
    assert "パスワードはいつ変えましたか。" in status(client, claim)
    client.post("/status/shown/", {f"question-{question.key}": "4月3日です。"})
    assert [asked.answer for asked in questions_of(claim)] == ["4月3日です。"]
    assert Claim.objects.get().state == "examining"
    page = client.get("/status/shown/").content.decode()
    assert ("4月3日です。" in page, 'id="answers"' in page) == (True, False)


def test_an_answered_question_stays_answered(client: Client) -> None:
    claim = claimed(client)
    question = ask(claim, "何時ですか。", date(2023, 4, 24), by=BY)
    status(client, claim)
    for text in ("9時", "10時"):
        client.post("/status/shown/", {f"question-{question.key}": text})
    assert [asked.answer for asked in questions_of(claim)] == ["9時"]


def test_a_stranger_sees_no_claim(client: Client) -> None:
    claim = claimed(client)
    client.post("/status/", {"number": claim.number, "contact": "other@example.jp"})
    assert client.get("/status/shown/").headers["Location"] == "/status/"


def test_nobody_is_named_outside_the_sealed_answers() -> None:
    claim = arrived()
    row = FraudClaim.objects.filter(claim=claim).values().get()
    stored = " ".join(str(value) for value in row.values())
    assert ("山田" in stored, "TW" in stored, "090" in stored) == (False, False, False)


def test_a_form_from_another_entrance_counts_from_its_arrival() -> None:
    claim = arrived(at=datetime(2023, 4, 4, 8, tzinfo=JST))
    assert claim.received_at == datetime(2023, 4, 4, 8, tzinfo=JST)


LATER = {"to_follow": ["on"], "address": [""], "customer_id": [""], "email": [""], "circumstances": [""]}


def test_what_is_not_at_hand_may_follow_and_the_date_stays(client: Client) -> None:
    claim = claimed(client, LATER)
    assert [item.id for item in missing_of(claim)] == ["address", "customer_id", "email", "circumstances"]
    assert (claim.state, claim.waiting_for) == ("waiting", "claimant")
    page = status(client, claim, "09012345678")
    assert [f'name="{item.id}"' in page for item in missing_of(claim)] == [True] * 4
    client.post(
        "/status/shown/",
        {"address": "東京都", "customer_id": "TW-9", "email": "taro@example.jp", "circumstances": "偽のメール"},
    )
    found = Claim.objects.get()
    assert (found.state, missing_of(found), found.received_at) == ("examining", [], claim.received_at)
    assert FraudClaim.objects.get().account_hash is not None


def test_unsaid_it_is_asked_for_on_the_form(client: Client) -> None:
    address = begin(client)
    page = client.post(address, typed({**LATER, "to_follow": []})).content.decode()
    assert [f'href="#id_{name}"' in page for name in ("address", "customer_id", "email", "circumstances")] == [True] * 4
    assert Claim.objects.get().state == "draft"


def test_who_claims_and_how_to_reach_them_never_follows(client: Client) -> None:
    address = begin(client)
    page = client.post(address, typed(LATER, name="", contact="")).content.decode()
    assert ['href="#id_name"' in page, 'href="#id_contact"' in page, 'href="#id_address"' in page] == [
        True, True, False,
    ]  # fmt: skip


def test_nothing_was_taken_is_no_act(client: Client) -> None:
    page = client.post(begin(client), typed(act_1_yen="0")).content.decode()
    assert "1円以上の金額を入力してください。" in page


@pytest.mark.parametrize("entrance", ["homepage", "web_app", "phone_app"])
def test_the_entrance_is_carried_on_from_the_notice(client: Client, entrance: str) -> None:
    page = client.get(f"/twooca/?entrance={entrance}").content.decode()
    assert f'href="/twooca/claim/?entrance={entrance}"' in page


@pytest.mark.parametrize(
    ("who", "said"), [({}, "それぞれの残高に加算します"), (CARDHOLDER, "補償の方法をご相談します")]
)
def test_each_claimant_is_told_what_follows(client: Client, who: dict[str, list[str]], said: str) -> None:
    address = begin(client)
    client.post(address, typed(who))
    assert said in client.get(send(client, address)).content.decode()
