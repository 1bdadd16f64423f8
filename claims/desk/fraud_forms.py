"""What is typed at the desk about a claim for misuse: facts, signatures, questions, proposals, assessments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django import forms

from claims import fraud_terms
from claims.desk.typed_fields import ComingDayField
from claims.disclosure import Criterion
from claims.fraud_decisions import Agreed
from claims.fraud_examination import Established
from claims.fraud_fields import InstantText, YenText, plain_field
from claims.fraud_forms import FraudForm, choices
from claims.fraud_words import ACT_KINDS, BALANCES, CAUSES, MISUSERS, NEGLIGENCE
from claims.models import FraudAct, FraudClaim
from compensation.policy.fraud import FraudPolicy
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.trail import clock
from foundation.trail.clock import JST

_WHEN: Final = "%Y-%m-%d %H:%M"
_MOMENTS: Final = ("information_stolen_at", "recognised_at", "first_contact_at")
_SUMS: Final = ("recovered_yen", "received_yen", "due_yen", "other_losses_yen")
_PLAIN: Final = ("cause", "misused_by", "intended_by_claimant", "device_transferred", "undetermined")
CREDITED: Final = ("cafeteria", "value", "money")
_VERDICTS: Final = {
    "clear": Both("当たらない・果たされている・足りている", "Does not apply / was met / is settled"),
    "found": Both("当たる・果たされていない", "Applies / was not met"),
}


class FactsForm(forms.Form):
    """The facts as an examiner establishes them, act by act."""

    cause = forms.ChoiceField(label=said("原因", "Cause"), choices=choices(CAUSES), error_messages=CHOOSE)
    misused_by = forms.ChoiceField(
        label=said("不正利用をした人", "Who misused it"), choices=choices(MISUSERS), error_messages=CHOOSE
    )
    intended_by_claimant = forms.BooleanField(
        label=said("請求者の意図による", "Intended by the claimant"), required=False
    )
    device_transferred = forms.BooleanField(
        label=said("譲渡・貸与・担保に出した端末による", "By a device transferred, lent or pledged"), required=False
    )
    negligence = forms.ChoiceField(
        label=said("過失", "Negligence"),
        choices=[("", said("まだ判断していない", "Not judged yet")), *choices(NEGLIGENCE)],
        required=False,
    )
    information_stolen_at = InstantText(
        label=said("情報・端末を盗まれた日時", "When data or device were stolen"), required=False
    )
    recognised_at = InstantText(label=said("気づいた日時", "When recognised"))
    first_contact_at = InstantText(label=said("最初の連絡の日時", "First contact"))
    recovered_yen = YenText(label=said("取り戻せた金額", "Recovered"), required=False)
    received_yen = YenText(label=said("第三者から受けた補償", "Received from third parties"), required=False)
    due_yen = YenText(label=said("第三者から受けられる補償", "Still due from third parties"), required=False)
    undetermined = forms.BooleanField(label=said("第三者の補償が未定", "Third parties not settled"), required=False)
    other_losses_yen = YenText(
        label=said("そのほかの損失（補償に含まない）", "Other losses (left out)"), required=False
    )
    account = plain_field(
        "対象アカウントのお客様 ID",
        "Customer ID of the account",
        needed=False,
        most=40,
        support=Both(
            "利用者でない方のときは、記録で確かめたアカウントを入力してください。空欄なら変わりません。",
            "For a cardholder, the account found in the records. Left empty, it stays.",
        ),
    )

    def __init__(self, fraud: FraudClaim, acts: list[FraudAct], data: Any = None) -> None:
        super().__init__(data, initial=_initial(fraud, acts), use_required_attribute=False)
        self.acts = acts
        for act in acts:
            self.fields.update(_act_fields(act.position))

    def act_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The boxes of each act."""
        names = ("at", "kind", "balance", "yen", "fee_yen", "reference")
        return [(act.position + 1, [self[f"act_{act.position}_{name}"] for name in names]) for act in self.acts]

    def established(self) -> Established:
        """What was typed, as the examination takes it."""
        given = self.cleaned_data
        fields: dict[str, Any] = {name: given[name] for name in _PLAIN}
        fields |= {name: _instant(given[name]) for name in _MOMENTS}
        fields |= {name: given[name] or 0 for name in _SUMS}
        fields["negligence"] = given["negligence"] or None
        return Established(fields, given["account"], [_act(act.position, given) for act in self.acts])


class SignForm(forms.Form):
    """What a person found of one item, and on what evidence."""

    verdict = forms.ChoiceField(
        label=said("判断", "Finding"), choices=choices(_VERDICTS), widget=forms.RadioSelect, error_messages=CHOOSE
    )
    evidence = forms.CharField(
        label=said("根拠", "Evidence"),
        help_text=said("何を確認し、なぜそう判断したか", "What you checked, and why you find so"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages=FILL,
    )


class QuestionForm(forms.Form):
    """A question to the claimant."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    question = forms.CharField(
        label=said("質問", "Question"),
        help_text=said(
            "申請者が申請状況の画面で読み、答えます。", "The claimant reads and answers it on the status page."
        ),
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages=FILL,
    )
    answer_by = ComingDayField(
        label=said("回答の目安日", "To be answered by"),
        help_text=said(
            "この日を過ぎたら、担当者から連絡します。過ぎても申請は無効になりません。",
            "Once it has passed, the desk gets in touch; the claim does not fail by it.",
        ),
        error_messages=FILL,
    )

    def __init__(self, data: Any = None) -> None:
        day = fraud_terms.due(fraud_terms.ANSWER, clock.now())
        super().__init__(data, initial={"key": uuid4(), "answer_by": day.isoformat()}, use_required_attribute=False)


class ProposalForm(forms.Form):
    """What a person adds to a proposal where the policy leaves it to one."""

    agreed_yen = YenText(label=said("補償する金額（円）", "Sum to be made good (yen)"))
    agreement = forms.CharField(
        label=said("決めた内容と理由", "What was agreed, and why"),
        max_length=1000,
        widget=forms.Textarea({"rows": 4}),
        error_messages=FILL,
    )

    def __init__(self, data: Any = None, *, agrees: bool, shares: bool) -> None:
        super().__init__(data, use_required_attribute=False)
        if not agrees:
            del self.fields["agreed_yen"], self.fields["agreement"]
        for balance in CREDITED if shares else ():
            label = said(f"{BALANCES[balance].ja}への加算（円）", f"To {BALANCES[balance].en} (yen)")
            self.fields[f"share_{balance}"] = YenText(label=label, required=False)

    def agreed(self) -> Agreed | None:
        """What was agreed; None where nothing had to be."""
        given = self.cleaned_data
        return Agreed(given["agreed_yen"], given["agreement"]) if "agreement" in given else None

    def shares(self) -> dict[str, int]:
        """Yen by balance."""
        given = {balance: self.cleaned_data.get(f"share_{balance}") for balance in CREDITED}
        return {balance: yen for balance, yen in given.items() if yen}


class TakenInForm(FraudForm):
    """A form that came by another entrance: what was typed there, when it came, and whether the phrase stood in it."""

    entrance = forms.ChoiceField(label=said("入口", "Entrance"), error_messages=CHOOSE)
    received_at = InstantText(
        label=said("フォームが届いた日時", "When the form arrived"),
        help_text=said("この日時が受付日時になります。", "This becomes the moment of receipt."),
    )
    phrase = forms.BooleanField(required=False)

    def __init__(self, policy: FraudPolicy, typed: dict[str, list[str]], *, check: bool = False, rows: int = 1) -> None:
        super().__init__(typed, check=check, rows=rows, later=True)
        entrances = [(entrance.id, said(*entrance.name)) for entrance in policy.application.entrances]
        self.fields["entrance"].choices = entrances  # type: ignore[attr-defined]
        words = policy.application.phrase
        self.fields["phrase"].label = choose(f"本文に「{words}」とある", f"“{words}” stands in the text")


HOLDS: Final = {"yes": Both("当たる", "It holds"), "no": Both("当たらない", "It does not hold")}


class DisclosureForm(forms.Form):
    """The criteria of the policy, one by one, and what follows."""

    subject = forms.CharField(
        label=said("対象の不正取引", "The misuse in question"), max_length=200, error_messages=FILL
    )
    conclusion = forms.CharField(
        label=said("結論と、連携先との対応", "Conclusion, and what partners do"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        error_messages=FILL,
    )

    def __init__(self, policy: FraudPolicy, data: Any = None) -> None:
        super().__init__(data, use_required_attribute=False)
        self.policy = policy
        for criterion in policy.disclosure:
            self.fields[f"{criterion.id}_holds"] = forms.ChoiceField(
                label=said(*criterion.name), choices=choices(HOLDS), widget=forms.RadioSelect, error_messages=CHOOSE
            )
            self.fields[f"{criterion.id}_because"] = forms.CharField(
                label=choose(f"理由：{criterion.name.ja}", f"Why: {criterion.name.en}"),
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
                error_messages=FILL,
            )

    def criteria(self) -> Mapping[str, Criterion]:
        """Each criterion with its reason."""
        given = self.cleaned_data
        return {
            one.id: Criterion(given[f"{one.id}_holds"] == "yes", given[f"{one.id}_because"])
            for one in self.policy.disclosure
        }


def _act_fields(position: int) -> dict[str, forms.Field]:
    act = f"act_{position}_"
    return {
        f"{act}at": InstantText(label=said("日時", "Date and time")),
        f"{act}kind": forms.ChoiceField(label=said("種類", "Kind"), choices=choices(ACT_KINDS)),
        f"{act}balance": forms.ChoiceField(label=said("残高", "Balance"), choices=choices(BALANCES)),
        f"{act}yen": YenText(label=said("金額", "Yen")),
        f"{act}fee_yen": YenText(label=said("手数料", "Fee"), required=False),
        f"{act}reference": plain_field("取引番号（記録）", "Number in the records", needed=False, most=40),
    }


def _act(position: int, given: Mapping[str, Any]) -> dict[str, Any]:
    names = ("kind", "balance", "yen", "reference")
    act = {name: given[f"act_{position}_{name}"] for name in names}
    at, fee = _instant(given[f"act_{position}_at"]), given[f"act_{position}_fee_yen"] or 0
    return {**act, "position": position, "at": at, "fee_yen": fee}


def _instant(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _when(at: datetime | None) -> str:
    return at.astimezone(JST).strftime(_WHEN) if at else ""


def _initial(fraud: FraudClaim, acts: list[FraudAct]) -> dict[str, Any]:
    initial: dict[str, Any] = {name: getattr(fraud, name) for name in (*_PLAIN, *_SUMS)}
    initial |= {name: _when(getattr(fraud, name)) for name in _MOMENTS}
    initial["negligence"] = fraud.negligence or ""
    for act in acts:
        for name in ("kind", "balance", "yen", "fee_yen", "reference"):
            initial[f"act_{act.position}_{name}"] = getattr(act, name)
        initial[f"act_{act.position}_at"] = _when(act.at)
    return initial


def today() -> str:
    """Now, as the box of an arrival begins with."""
    return _when(clock.now())
