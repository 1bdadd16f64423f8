"""From the decision to the credited balance: instructions, files, confirmations, and that nothing goes twice."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.db.utils import IntegrityError

from claims import answers as claim_answers
from claims.fraud_closing import close_credited
from claims.fraud_decisions import Agreed, DecisionError, approve, prepare, reconsider
from claims.models import Claim
from compensation.credits.confirmations import Summary, import_confirmations
from compensation.credits.exports import content, send_ready
from compensation.credits.instructions import CreditMoveError, note, try_again
from compensation.credits.models import Arrangement, CreditFile, CreditInstruction, CreditTransition
from compensation.models import Decision, Entitlement, Programme
from compensation.reconciling import Balance, reconcile
from tests.claims.fraud.conftest import SignedIn
from tests.factories.fraud import BOSS, BY, CARDHOLDER, FOURTH, THIRD, act, arrived, decided, examined

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]


def twooca() -> Programme:
    return Programme.objects.get(slug="twooca")


def sent() -> CreditFile:
    file = send_ready(twooca(), by=BOSS)
    assert file is not None
    return file


def lines(file: CreditFile) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content(file).decode("utf-8-sig"))))


def confirmation(folder: Path, *rows: tuple[str, str, str]) -> Path:
    path = folder / "confirmations.csv"
    body = "".join(f"{reference},{yen},{result},\r\n" for reference, yen, result in rows)
    path.write_text(f"reference,yen,result,note\r\n{body}", encoding="utf-8")
    return path


def sql(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def standing() -> Balance:
    [found] = [balance for balance in reconcile() if balance.programme == "twooca"]
    assert found.holds
    return found


def test_one_instruction_a_balance() -> None:
    decided(examined(arrived(act(2), act(3, balance="money"))))
    rows = CreditInstruction.objects.order_by("pk").values_list("balance", "yen", "state")
    assert list(rows) == [("value", 15330, "ready"), ("money", 5000, "ready")]
    assert list(Entitlement.objects.order_by("pk").values_list("owed", "committed")) == [
        (10330, 10330), (5000, 5000), (5000, 5000),
    ]  # fmt: skip
    assert standing().in_flight == 20330


def test_a_refusal_makes_none() -> None:
    decided(examined(arrived(), ("4.9",)))
    assert (CreditInstruction.objects.count(), Arrangement.objects.count()) == (0, 0)


def test_the_file_out_and_the_confirmation_in(tmp_path: Path) -> None:
    claim = decided(examined(arrived()))
    file = sent()
    [line] = lines(file)
    assert (line["account"], line["balance"], line["yen"]) == ("ＴＷ－１２３４", "value", "10330")
    path = confirmation(tmp_path, (line["reference"], "１０，３３０円", "credited"))
    assert import_confirmations(path, by=BOSS) == Summary(1, 0, 0)
    assert import_confirmations(path, by=BOSS) == Summary(0, 1, 0)
    assert (standing().paid, close_credited(by=BOSS)) == (10330, 1)
    after = Claim.objects.get(pk=claim.pk)
    assert (after.state, after.closed_as) == ("closed", "credited")
    moves = CreditTransition.objects.order_by("pk").values_list("to_state", flat=True)
    assert list(moves) == ["ready", "sent", "confirmed"]


def test_an_unconfirmed_credit_is_not_sent_again_and_the_claim_stays_open() -> None:
    claim = decided(examined(arrived()))
    first = sent()
    before = content(first)
    assert send_ready(twooca(), by=BOSS) is None
    assert content(first) == before
    assert (close_credited(by=BOSS), Claim.objects.get(pk=claim.pk).state) == (0, "decided")


def test_neither_another_id_for_it_in_sql() -> None:
    decided(examined(arrived()))
    with pytest.raises(IntegrityError, match="balance"):
        sql(
            "INSERT INTO credits_creditinstruction (reference, programme_id, decision_id, claim_number, balance, "
            "yen, account_sealed, state, made_at) SELECT 'other', programme_id, decision_id, claim_number, "
            "balance, yen, account_sealed, state, made_at FROM credits_creditinstruction"
        )


def test_nor_more_than_is_owed_in_sql() -> None:
    decided(examined(arrived()))
    with pytest.raises(IntegrityError, match="committed_within_owed"):
        sql("UPDATE compensation_entitlement SET committed = committed + 1")


def test_lines_that_are_refused(tmp_path: Path) -> None:
    decided(examined(arrived()))
    reference = lines(sent())[0]["reference"]
    rows = [("nobody", "10330", "credited"), (reference, "10331", "credited"), (reference, "10330", "maybe")]
    report = tmp_path / "report.csv"
    summary = import_confirmations(confirmation(tmp_path, *rows, (reference, "x", "credited")), report, by=BOSS)
    assert summary == Summary(0, 0, 4)
    columns = [row["列 column"] for row in csv.DictReader(io.StringIO(report.read_text("utf-8-sig")))]
    assert columns == ["reference", "yen", "result", "yen"]
    assert CreditInstruction.objects.get().state == "sent"


def test_a_confirmation_before_the_sending_is_refused(tmp_path: Path) -> None:
    decided(examined(arrived()))
    row = CreditInstruction.objects.get()
    assert import_confirmations(confirmation(tmp_path, (row.reference, "10330", "credited")), by=BOSS).refused == 1


def test_a_refused_credit_goes_again_under_its_own_reference(tmp_path: Path) -> None:
    decided(examined(arrived()))
    reference = lines(sent())[0]["reference"]
    import_confirmations(confirmation(tmp_path, (reference, "10330", "refused")), by=BOSS)
    assert standing().returned == 10330
    try_again(CreditInstruction.objects.get(), "口座の凍結が解けた", by=BOSS)
    assert lines(sent())[0]["reference"] == reference
    import_confirmations(confirmation(tmp_path, (reference, "10330", "credited")), by=BOSS)
    assert (standing().paid, standing().returned) == (10330, 0)
    with pytest.raises(CreditMoveError):
        try_again(CreditInstruction.objects.get(), "もう一度", by=BOSS)


def test_a_contradiction_is_refused(tmp_path: Path) -> None:
    decided(examined(arrived()))
    reference = lines(sent())[0]["reference"]
    import_confirmations(confirmation(tmp_path, (reference, "10330", "credited")), by=BOSS)
    assert import_confirmations(confirmation(tmp_path, (reference, "10330", "refused")), by=BOSS).refused == 1
    assert CreditInstruction.objects.get().state == "confirmed"


def test_a_card_is_made_good_with_its_issuer() -> None:
    card = {"act_1_kind": ["charge"], "act_1_balance": ["card"], "cause": ["card_info_stolen"], "issuer_told": ["yes"]}
    claim = decided(examined(arrived(card)))
    row = Arrangement.objects.get()
    assert (row.kind, row.yen, row.words, CreditInstruction.objects.count()) == ("issuer", 10330, "", 0)
    assert close_credited(by=BOSS) == 0
    assert [note(row, words, by=BY) for words in ("発行元が請求を取り消した。", "二度目")] == [True, False]
    assert Arrangement.objects.get().words == "発行元が請求を取り消した。"
    assert (close_credited(by=BOSS), Claim.objects.get(pk=claim.pk).closed_as) == (1, "credited")


def test_what_was_agreed_with_a_cardholder_stays_open_until_it_is_paid() -> None:
    decided(examined(arrived(CARDHOLDER), account="TW-5"), agreed=Agreed(10000, "口座へ振り込む。"))
    row = Arrangement.objects.get()
    assert (row.kind, row.yen, row.words, row.noted_by) == ("consultation", 10000, "口座へ振り込む。", "boss")
    assert (close_credited(by=BOSS), standing().unclaimed) == (0, 10000)


def test_nobody_is_credited_without_an_account() -> None:
    claim = examined(arrived())
    proposal = prepare(claim, by=BY)
    kept = claim_answers.of(claim)
    sealed = claim_answers.sealed(claim.draft_key, kept._replace(given=kept.given | {"customer_id": ""}))
    Claim.objects.filter(pk=claim.pk).update(answers_sealed=sealed)
    with pytest.raises(DecisionError):
        approve(proposal, by=BOSS)
    assert Decision.objects.count() == 0


def test_more_after_a_reconsideration_is_only_the_difference() -> None:
    claim = decided(examined(arrived(recovered_yen="3000")))
    reconsider(claim, "回収金は別件だった。", by=BY)
    approve(prepare(examined(claim, by=THIRD, recovered_yen=0), by=THIRD), by=FOURTH)
    assert list(CreditInstruction.objects.order_by("pk").values_list("yen", flat=True)) == [7330, 3000]
    assert (Entitlement.objects.get().owed, Entitlement.objects.get().committed) == (10330, 10330)
    assert standing().in_flight == 10330


def test_the_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    decided(examined(arrived()))
    out, again = tmp_path / "credits.csv", tmp_path / "again.csv"
    call_command("export_credits", programme="twooca", out=out)
    number = json.loads(capsys.readouterr().out)["file"]
    call_command("export_credits", programme="twooca", out=again, again=number)
    capsys.readouterr()
    assert out.read_bytes() == again.read_bytes()
    with pytest.raises(CommandError, match="no credit is ready"):
        call_command("export_credits", programme="twooca", out=out)
    reference = CreditInstruction.objects.get().reference
    good = confirmation(tmp_path, (reference, "10330", "credited"))
    call_command("import_credit_confirmations", good)
    assert json.loads(capsys.readouterr().out) == {"moved": 1, "known": 0, "refused": 0}
    with pytest.raises(SystemExit):
        call_command("import_credit_confirmations", confirmation(tmp_path, ("x", "1", "credited")))


def test_the_page_from_file_to_closed(signed_in: SignedIn) -> None:
    claim, boss = decided(examined(arrived())), signed_in("lead")
    assert boss.get("/console/misuse/credits/").status_code == 200
    body = boss.post("/console/misuse/credits/file/").content.decode("utf-8-sig")
    again = boss.post("/console/misuse/credits/file/", {"again": CreditFile.objects.get().pk})
    assert again.content.decode("utf-8-sig") == body
    head, line = body.split("\r\n")[:2]
    upload = SimpleUploadedFile("c.csv", f'{head},"result"\r\n{line},"credited"\r\n'.encode())
    boss.post("/console/misuse/credits/confirmations/", {"file": upload})
    assert Claim.objects.get(pk=claim.pk).state == "closed"


@pytest.mark.parametrize("path", ["credits/file/", "credits/confirmations/"])
def test_files_are_for_supervisors_of_the_programme(signed_in: SignedIn, path: str) -> None:
    assert signed_in("clerk", "operator").post(f"/console/misuse/{path}").status_code == 403
    assert signed_in("other", offices=("nara",)).post(f"/console/misuse/{path}").status_code == 404


def test_a_file_that_is_none(signed_in: SignedIn) -> None:
    upload = SimpleUploadedFile("c.csv", b"\x81\x00nonsense")
    answer = signed_in("lead").post("/console/misuse/credits/confirmations/", {"file": upload})
    assert answer.status_code == 422


def test_the_issuers_part_is_noted_on_the_page(signed_in: SignedIn) -> None:
    card = {"act_1_kind": ["charge"], "act_1_balance": ["card"], "cause": ["card_info_stolen"], "issuer_told": ["yes"]}
    decided(examined(arrived(card)))
    row = Arrangement.objects.get()
    assert signed_in("other", offices=("nara",)).post(f"/console/misuse/arrangements/{row.pk}/").status_code == 404
    signed_in("clerk", "operator").post(f"/console/misuse/arrangements/{row.pk}/", {"words": "取消済み"})
    assert Arrangement.objects.get().words == "取消済み"
