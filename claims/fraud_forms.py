"""The form of a claim for misuse, as the policy asks it: on the site, and at the desk for the other entrances."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from django import forms
from django.utils.datastructures import MultiValueDict

from claims.answers import Answers, Typed
from claims.fraud_fields import DayText, InstantText, YenText, email_field, phone_field, plain_field
from claims.fraud_words import ACT_KINDS, BALANCES, CAUSES, CLAIMANTS
from compensation.policy.fraud import FraudPolicy
from foundation.japan import phone
from foundation.japan.bilingual import Both, choose, said
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.trail import clock

MOST_ACTS: Final = 20
_ACT: Final = ("at", "kind", "balance", "yen", "fee_yen")
ISSUER: Final = {
    "yes": Both("届け出た", "Yes"),
    "no": Both("まだ届け出ていない", "Not yet"),
    "": Both("クレジットカードは関係ない", "No credit card is concerned"),
}
_OF_THE_POLICE: Final = ("police_station", "police_date", "police_receipt_number")
_CARD_CAUSES: Final = ("card_info_stolen", "card_registered_without_consent")


_LATER: Final = ("address", "email", "circumstances")
"""What may follow. The customer ID, which a cardholder has none of, is asked for with them."""


class Row(NamedTuple):
    """One answer read back: what it is called, what it says, and where to mend it."""

    name: str
    value: str
    anchor: str


def choices(words: Mapping[str, Both], *, empty: bool = False) -> list[tuple[str, str]]:
    """The words as choices of a control, with an empty one before them where nothing is chosen yet."""
    blank = [("", said("選んでください", "Choose one"))] if empty else []
    return blank + [(key, said(*both)) for key, both in words.items()]


class FraudForm(forms.Form):
    """With `check` it says what is wrong, without it only shows what was `typed`.

    `later`: whatever the policy asks may be supplied later, but who claims, how to reach them and one act. A claimant
    says so by `to_follow`: the claim is received on its day, and asks for the rest.
    """

    claimant = forms.ChoiceField(
        label=said("あなたは", "Who you are"),
        choices=choices(CLAIMANTS),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    name = plain_field("お名前", "Name", autocomplete="name")
    address = plain_field("ご住所", "Address", rows=2, most=300, autocomplete="street-address")
    contact = phone_field()
    customer_id = plain_field(
        "お客様 ID",
        "Customer ID",
        needed=False,
        most=40,
        support=Both("TwooCa アカウントの利用者の方だけご記入ください。", "Only if you hold a TwooCa account."),
    )
    email = email_field()
    cause = forms.ChoiceField(
        label=said("何が起きましたか", "What happened"), choices=choices(CAUSES, empty=True), error_messages=CHOOSE
    )
    circumstances = plain_field("損失発生の経緯", "How the loss came about", rows=5, most=2000)
    recognised_at = InstantText(label=said("不正利用に気づいた日時", "When you recognised it"))
    first_contact_at = InstantText(
        label=said("最初に TwooCa に連絡した日時", "When you first contacted TwooCa"),
        help_text=said(
            "電話などで先に連絡した方はご記入ください。空欄のときは、この申請を最初のご連絡とします。",
            "If you called before. Left empty, this claim counts as your first contact.",
        ),
        required=False,
    )
    stolen_at = InstantText(
        label=said("情報や端末が盗まれた日時（分かる場合）", "When the data or the device were stolen, if known"),
        required=False,
    )
    issuer_told = forms.ChoiceField(
        label=said("カードの発行元への届出", "Have you told the card issuer?"),
        choices=choices(ISSUER),
        widget=forms.RadioSelect,
        required=False,
    )
    police_station = plain_field(
        "申告先の警察署名",
        "Police station",
        needed=False,
        support=Both(
            "警察への申告がまだのときは、あとから申請状況の画面で知らせることができます。受付日は変わりません。",
            "If you have not reported it yet, add it later on the status page; the date of receipt stays.",
        ),
    )
    police_date = DayText(label=said("申告日", "Date of the report"), required=False)
    police_receipt_number = plain_field("受理番号", "Receipt number of the report", needed=False, most=60)
    recovered_yen = YenText(
        label=said("取り戻せた金額（円）", "What you recovered (yen)"),
        help_text=said("犯人や店から戻った金額。なければ空欄。", "From the misuser or a shop; empty if nothing."),
        required=False,
    )
    received_yen = YenText(
        label=said("第三者から受けた補償（円）", "Compensation received from others (yen)"),
        help_text=said(
            "保険会社やカード会社などから、すでに受けた金額。", "From insurers, card companies and the like."
        ),
        required=False,
    )
    due_yen = YenText(
        label=said("第三者から受けられる補償（円）", "Compensation still due from others (yen)"),
        help_text=said("決まっていて、まだ受け取っていない金額。", "Settled, but not received yet."),
        required=False,
    )
    undetermined = forms.BooleanField(
        label=said("第三者からの補償がまだ決まっていない", "What others will compensate is not settled yet"),
        required=False,
    )
    to_follow = forms.BooleanField(
        label=said(
            "すぐに分からない事項は空欄のまま申請し、あとから知らせる", "Claim now; what I do not know will follow"
        ),
        help_text=said(
            "ご住所・お客様 ID・メールアドレス・経緯を空欄にできます。受付日は変わらず、申請状況の画面でお聞きします。",
            "Address, customer ID, e-mail and circumstances may be left empty: the status page asks for them. "
            "The date of receipt stays.",
        ),
        required=False,
    )

    def __init__(self, typed: Typed, *, check: bool = False, rows: int = 1, later: bool = False) -> None:
        data = MultiValueDict(typed)
        super().__init__(data=data if check else None, use_required_attribute=False)
        self.typed, self.later = typed, later
        self.act_count = min(MOST_ACTS, max(rows, acts_typed(typed)))
        for place in range(1, self.act_count + 1):
            self.fields.update(_act_fields(place))
        if later:
            del self.fields["to_follow"]
        if later or any(typed.get("to_follow", [])):
            for name in _LATER:
                self.fields[name].required = False
        if typed and not check:
            self.initial = {
                name: field.widget.value_from_datadict(data, {}, name) for name, field in self.fields.items()
            }

    def clean(self) -> dict[str, Any]:
        """Checks what touches two items."""
        given = self.cleaned_data
        if given.get("claimant") == "non_user_cardholder":
            given["customer_id"] = ""
        elif given.get("claimant") and not given.get("customer_id") and self.fields["address"].required:
            self.add_error("customer_id", str(FILL["required"]))
        if given.get("cause") in _CARD_CAUSES and not given.get("issuer_told"):
            message = choose("カードの発行元への届出について選んでください。", "Please say whether the issuer knows.")
            self.add_error("issuer_told", message)
        for place in range(1, self.act_count + 1):
            self._check_act(place)
        return given

    def answers(self) -> Answers:
        """What stands in the form; nothing is given until all of it can be read."""
        if not self.is_valid():
            return Answers(self.typed, {})
        given = {name: value for name, value in self.cleaned_data.items() if _is_answer(name)}
        return Answers(self.typed, {**given, "acts": self._acts()})

    def act_rows(self) -> list[tuple[int, list[forms.BoundField]]]:
        """The boxes of each act."""
        places = range(1, self.act_count + 1)
        return [(place, [self[f"act_{place}_{part}"] for part in _ACT]) for place in places]

    def _check_act(self, place: int) -> None:
        parts = {part: self.cleaned_data.get(f"act_{place}_{part}") for part in _ACT}
        if place > 1 and not any(parts[part] for part in ("at", "yen", "kind")):
            return
        if parts["yen"] == 0:
            self.add_error(f"act_{place}_yen", choose("1円以上の金額を入力してください。", "One yen at least, please."))
        for part in ("at", "kind", "balance", "yen"):
            if not parts[part] and f"act_{place}_{part}" not in self.errors:
                field = self.fields[f"act_{place}_{part}"]
                self.add_error(f"act_{place}_{part}", str(field.error_messages["required"]))

    def _acts(self) -> list[dict[str, Any]]:
        rows = [{part: self.cleaned_data[f"act_{n}_{part}"] for part in _ACT} for n in range(1, self.act_count + 1)]
        return [row | {"fee_yen": row["fee_yen"] or 0} for row in rows if row["at"]]


def acts_typed(typed: Typed) -> int:
    """How many rows of acts hold something, up to the last one that does."""
    filled = [name for name, values in typed.items() if name.startswith("act_") and any(v.strip() for v in values)]
    return max((int(place) for name in filled if (place := name.split("_")[1]).isdigit()), default=1)


def read_back(form: FraudForm, answers: Answers, policy: FraudPolicy) -> list[Row]:
    """The answers as the claimant reads them, the phrase of the policy first: the form itself adds it."""
    title = choose("申請を示す言葉（このフォームが書き添えます）", "Words that mark a claim (the form adds them)")
    phrase = Row(title, policy.application.phrase, "")
    return [phrase, *_rows(form, answers.given), *_act_rows(form, answers.given["acts"])]


def _rows(form: FraudForm, given: Mapping[str, Any]) -> Iterable[Row]:
    chosen = {"claimant": CLAIMANTS, "cause": CAUSES, "issuer_told": ISSUER}
    for name, field in form.fields.items():
        if not _is_answer(name):
            continue
        value = given.get(name)
        if name in chosen:
            text = choose(*chosen[name][value or ""])
        elif isinstance(field, YenText):
            text = f"{value or 0:,}"
        elif name == "contact":
            text = phone.national(str(value)) if value else ""
        elif isinstance(field, forms.BooleanField):
            text = choose("はい", "Yes") if value else choose("いいえ", "No")
        else:
            text = field.spoken(value) if isinstance(field, InstantText | DayText) and value else str(value or "")
        to_follow = choose("（あとで知らせます）", "(to follow)")
        nothing = to_follow if name in _OF_THE_POLICE else choose("（空欄）", "(left empty)")
        yield Row(str(field.label), text or nothing, f"id_{name}")


def _is_answer(name: str) -> bool:
    """Whether a box is an item of the claim: acts are told one by one, and what is to follow is no answer."""
    return not name.startswith("act_") and name != "to_follow"


def _act_rows(form: FraudForm, acts: list[dict[str, Any]]) -> Iterable[Row]:
    for place, act in enumerate(acts, start=1):
        kind, balance = choose(*ACT_KINDS[act["kind"]]), choose(*BALANCES[act["balance"]])
        at = InstantText().spoken(act["at"])
        text = choose(
            f"{at}　{kind}　{balance}　{act['yen']:,}円（手数料{act['fee_yen']:,}円）",
            f"{at}, {kind}, {balance}, {act['yen']:,} yen (fee {act['fee_yen']:,} yen)",
        )
        yield Row(choose(f"被害{place}", f"Act {place}"), text, f"id_act_{place}_at")


def _act_fields(place: int) -> dict[str, forms.Field]:
    act, first = f"act_{place}_", place == 1
    return {
        f"{act}at": InstantText(label=said("被害日時", "Date and time"), required=first, latest=clock.now()),
        f"{act}kind": forms.ChoiceField(
            label=said("取引の種類", "Kind"),
            choices=choices(ACT_KINDS, empty=True),
            required=first,
            error_messages=CHOOSE,
        ),
        f"{act}balance": forms.ChoiceField(
            label=said("使われた残高", "Taken from"),
            choices=choices(BALANCES, empty=True),
            required=first,
            error_messages=CHOOSE,
        ),
        f"{act}yen": YenText(label=said("金額（円）", "Amount (yen)"), required=first),
        f"{act}fee_yen": YenText(label=said("手数料（円）", "Fee of the service (yen)"), required=False),
    }
