"""Claims for misuse: what is typed into the form, and claims that came in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from claims.fraud_closing import close_credited
from claims.fraud_decisions import approve, prepare, reconsider
from claims.fraud_examination import Established, establish, sign
from claims.fraud_facts import JUDGED
from claims.fraud_forms import FraudForm
from claims.fraud_intake import Arrival, take_in
from claims.models import Claim, FraudAct, FraudClaim
from compensation.credits.exports import send_ready
from compensation.credits.instructions import move
from compensation.credits.states import CreditState
from compensation.programmes import fraud_policy
from foundation.trail.actor import Actor
from foundation.trail.clock import JST

FORM: dict[str, list[str]] = {
    "claimant": ["user"],
    "name": ["山田　太郎"],
    "address": ["東京都千代田区千代田1-1"],
    "contact": ["０９０ー１２３４ー５６７８"],
    "customer_id": ["ＴＷ－１２３４"],
    "email": ["taro@example.jp"],
    "cause": ["account_info_stolen"],
    "circumstances": ["偽のメールからパスワードを入力してしまった。"],
    "recognised_at": ["2023-04-03 9:00"],
    "first_contact_at": ["2023/4/3 9:30"],
    "stolen_at": [""],
    "issuer_told": [""],
    "police_station": ["丸の内警察署"],
    "police_date": ["２０２３年４月３日"],
    "police_receipt_number": ["第12号"],
    "recovered_yen": [""],
    "received_yen": [""],
    "due_yen": [""],
    "act_1_at": ["2023-04-02 21:30"],
    "act_1_kind": ["payment"],
    "act_1_balance": ["value"],
    "act_1_yen": ["１０，０００円"],
    "act_1_fee_yen": ["330"],
}
NO_POLICE: dict[str, list[str]] = {"police_station": [""], "police_date": [""], "police_receipt_number": [""]}
CARDHOLDER: dict[str, list[str]] = {
    "claimant": ["non_user_cardholder"],
    "customer_id": [""],
    "cause": ["card_registered_without_consent"],
    "issuer_told": ["yes"],
    "act_1_kind": ["charge"],
    "act_1_balance": ["card"],
}
ARRIVED = datetime(2023, 4, 5, 12, 0, tzinfo=JST)
BY = Actor("staff", "clerk", "clerk")
BOSS = Actor("staff", "boss", "boss")
THIRD = Actor("staff", "third", "third")
FOURTH = Actor("staff", "fourth", "fourth")


def typed(*changes: dict[str, list[str]], **other: str) -> dict[str, list[str]]:
    """What somebody types: the usual form with these changes."""
    form = dict(FORM)
    for change in changes:
        form |= change
    return form | {name: [value] for name, value in other.items()}


def act(place: int, at: str = "2023-04-02 22:00", **other: str) -> dict[str, list[str]]:
    """One more act of the form."""
    parts = {"at": at, "kind": "payment", "balance": "value", "yen": "5000", "fee_yen": "", **other}
    return {f"act_{place}_{part}": [value] for part, value in parts.items()}


def arrived(*changes: dict[str, list[str]], at: datetime = ARRIVED, **other: str) -> Claim:
    """A claim for misuse that was received on the fifth of April, unless told otherwise."""
    answers = FraudForm(typed(*changes, **other), check=True, rows=3).answers()
    assert answers.given
    return take_in(fraud_policy("twooca").row, answers, Arrival("homepage", at), by=BY)


def facts(claim: Claim, **other: Any) -> Established:
    """What an examiner establishes: a third party did it, nobody was negligent, and each act is in the records."""
    fields: dict[str, Any] = {
        "cause": FraudClaim.objects.get(claim=claim).cause,
        "misused_by": "third_party",
        "intended_by_claimant": False,
        "device_transferred": False,
        "negligence": "none",
    }
    acts = [
        {"position": act.position, "reference": act.reference or f"R{act.position}"}
        for act in FraudAct.objects.filter(claim=claim)
    ]
    changed = other.pop("acts", {})
    acts = [one | changed.get(one["position"], {}) for one in acts]
    return Established(fields | other, "", acts)


def examined(claim: Claim, found: tuple[str, ...] = (), *, by: Actor = BY, **other: Any) -> Claim:
    """A claim whose examination is complete; the items in `found` speak against it."""
    account = str(other.pop("account", ""))
    establish(claim, facts(claim, **other)._replace(account=account), by=by)
    for item in sorted(JUDGED | set(found)):
        sign(claim, item, "found" if item in found else "clear", "記録と本人の説明を確認した。", by=by)
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def decided(claim: Claim, *, by: Actor = BOSS, **given: Any) -> Claim:
    """A claim that was prepared by the clerk and approved by somebody else."""
    approve(prepare(claim, by=BY, **given), by=by)
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def credited(*changes: dict[str, list[str]], **other: Any) -> Claim:
    """A claim whose credits were sent and confirmed, so that it is closed."""
    claim = decided(examined(arrived(*changes, **other)))
    file = send_ready(claim.programme, by=BOSS)
    assert file is not None
    move(file.instructions.values_list("pk", flat=True), CreditState.CONFIRMED, cause="confirmation", by=BOSS)
    close_credited(by=BOSS)
    return Claim.objects.select_related("programme", "bulletin").get(pk=claim.pk)


def lowered(claim: Claim, **found: Any) -> None:
    """Taken up again, and decided by two others on these facts."""
    reconsider(claim, "回収金が見つかった。", by=BY)
    approve(prepare(examined(claim, by=THIRD, **found), by=THIRD), by=FOURTH)
