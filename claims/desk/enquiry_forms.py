"""What is typed about a payment of the evening: the caller's four items, what happened at the till, the shop's word."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django import forms
from django.db.models import QuerySet

from claims.call_words import ANSWER, CHECKED
from claims.desk.call_forms import ProgrammeField, worded
from claims.desk.typed_fields import ComingDayField, CountField, DayField, PastMomentField
from claims.enquiry_intake import Taken
from compensation.enquiries import TOLD_BEFORE, Answered, Tried
from compensation.models import LedgerEntry, Programme
from compensation.programmes import in_force
from foundation.japan.bilingual import Both, choose, moment, said, yen
from foundation.japan.errors import UnreadableError
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.japan.numbers import code
from foundation.japan.phone import parse
from foundation.japan.prefectures import PREFECTURES
from foundation.trail import clock

_TRAVELLER = [
    ("", "－"),
    ("yes", said("ご本人（クーポンの利用者）", "The traveller named on the coupon")),
    ("no", said("別の方", "Somebody else")),
]
_LONGEST_NUMBER = 40


class ItemsForm(forms.Form):
    """The four items, and who called; what the caller does not know stays empty and is asked for later."""

    coupon_number = forms.CharField(label=said("①お問い合わせ番号", "1. Inquiry number"), required=False, max_length=60)
    expiry = DayField(
        label=said("②有効期限", "2. Expiry"), help_text=said("例：2031/2/24", "e.g. 2031/2/24"), required=False
    )
    prefecture = forms.ChoiceField(
        label=said("③旅行先の都道府県", "3. Prefecture visited"),
        choices=[("", "－"), *((slug, said(*names)) for slug, names in PREFECTURES.items())],
        required=False,
    )
    shop = forms.CharField(label=said("④利用店舗名", "4. Shop"), required=False, max_length=200)
    traveller = forms.ChoiceField(label=said("お電話の方", "Who is calling"), choices=_TRAVELLER, required=False)
    name = forms.CharField(label=said("お名前", "Name"), required=False, max_length=100)
    contact = forms.CharField(label=said("ご連絡先（電話）", "Telephone"), required=False, max_length=40)
    email = forms.EmailField(label=said("メールアドレス", "E-mail"), required=False)

    def __init__(self, *args: Any, programme: Programme | None = None, **options: Any) -> None:
        super().__init__(*args, **options)
        self.about = programme

    def clean_coupon_number(self) -> str:
        """The number in the form it is looked up by."""
        number = code(self.cleaned_data["coupon_number"])
        if number and not (4 <= len(number) <= _LONGEST_NUMBER and number.isascii() and number.isalnum()):
            raise forms.ValidationError(
                choose("英数字4文字以上で入力してください。", "Four letters or digits at least.")
            )
        return number

    def clean_contact(self) -> str:
        """The telephone number in its international form."""
        typed = self.cleaned_data["contact"]
        try:
            return parse(typed).e164 if typed else ""
        except UnreadableError as error:
            raise forms.ValidationError(choose(error.ja, error.en)) from None

    def clean(self) -> dict[str, Any]:
        """Another prefecture's coupon belongs to another desk."""
        given = super().clean() or self.cleaned_data
        programme = self.about or given.get("programme")
        chosen = given.get("prefecture")
        if programme and chosen and in_force(programme.slug, clock.now()).rules.prefecture != chosen:
            text = choose(
                "この事業の都道府県ではありません。旅行先の窓口へご案内し、応対だけを記録してください。",
                "Not this programme’s prefecture: name the right desk, and log the call alone.",
            )
            self.add_error("prefecture", text)
        return given

    def given(self) -> dict[str, Any]:
        """The items by their ids, as the claim keeps them."""
        read = {name: self.cleaned_data.get(name) for name in ItemsForm.base_fields}
        day, number = read["expiry"], read["coupon_number"]
        read["expiry"] = day.isoformat() if isinstance(day, date) else ""
        read["coupon_number"] = [number] if number else []
        return {name: value for name, value in read.items() if value}


class EnquiryForm(ItemsForm):
    """A caller on the line: the items, what happened, and by when the shop is asked."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    checked = forms.MultipleChoiceField(
        label=said("ご本人の確認に使ったもの", "By what you made sure who it is"),
        choices=worded(CHECKED),
        widget=forms.CheckboxSelectMultiple,
        error_messages=CHOOSE,
    )
    content = forms.CharField(
        label=said("お話の内容", "What happened"),
        help_text=said("氏名や電話番号は書かないでください。", "Leave out names and telephone numbers."),
        max_length=2000,
        error_messages=FILL,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    ask_by = ComingDayField(label=said("店舗へ照会する期限", "Ask the shop by"), error_messages=FILL)
    agreed = forms.BooleanField(
        label=said("利用目的を説明し、同意をいただきました", "The purposes were explained, and the caller agreed"),
        error_messages={"required": said("同意を確認してください。", "Ask whether they agree.")},
    )

    def __init__(
        self, *args: Any, programmes: QuerySet[Programme], programme: Programme | None = None, **options: Any
    ) -> None:
        first = {"key": uuid4(), "ask_by": clock.today().isoformat()}
        options["initial"] = first | options.get("initial", {})
        super().__init__(*args, programme=programme, **options)
        if programme is None:
            self.fields = {"programme": ProgrammeField(programmes.filter(kind="coupon"))} | self.fields

    def taken(self) -> Taken:
        """What was taken down."""
        said = self.cleaned_data
        return Taken(self.given(), said["checked"], said["content"], said["ask_by"])


class PaymentForm(forms.Form):
    """One try to pay: what the ledger docked, and what the caller says of it."""

    entries = forms.MultipleChoiceField(
        label=said("この支払いで引かれたもの（台帳）", "What was docked for it, by the ledger"),
        help_text=said(
            "同じ金額のものだけをまとめて選びます。金額が違うものは分けて記録します。",
            "Choose deductions of one sum together; take down those of another sum by themselves.",
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": said(TOLD_BEFORE.ja, TOLD_BEFORE.en)},
    )
    at = PastMomentField(
        label=said("支払おうとした日時（引き落としと違うとき）", "When it was tried, where that was another moment"),
        help_text=said(
            "引き落としと同時なら空欄。例：2031/2/24 18:30", "Empty: as it was docked. E.g. 2031/2/24 18:30"
        ),
        required=False,
    )
    refused_at_till = forms.BooleanField(
        label=said("お店で使えなかった", "The coupon could not be used at the till"), required=False
    )
    paid_otherwise_yen = CountField(
        label=said("現金などで払った額（円）", "Paid in cash or otherwise (yen)"), initial="0", error_messages=FILL
    )
    presses = CountField(
        label=said("決済ボタンを押した回数", "How often the button was pressed"), initial="1", error_messages=FILL
    )
    intended = CountField(
        label=said("支払うつもりだった回数", "How many payments were meant"), initial="1", error_messages=FILL
    )

    def __init__(self, *args: Any, booked: Sequence[LedgerEntry], **options: Any) -> None:
        super().__init__(*args, **options)
        self.booked = {str(entry.pk): entry for entry in booked}
        chosen = self.fields["entries"]
        if not booked:
            self._nothing_to_choose()
        elif isinstance(chosen, forms.MultipleChoiceField):
            chosen.choices = [(pk, _words(entry)) for pk, entry in self.booked.items()]

    def clean(self) -> dict[str, Any]:
        """Numbers that no till ever saw are mistakes of typing."""
        given = super().clean() or self.cleaned_data
        for name, most in (("presses", 100), ("intended", 100), ("paid_otherwise_yen", 10_000_000)):
            if (given.get(name) or 0) > most:
                self.add_error(name, choose("数を確認してください。", "Check this number."))
        return given

    def refuse(self, why: Both) -> None:
        """Say why it cannot be taken down, at what was docked where that can be chosen, else at the moment."""
        self.add_error("entries" if self.booked else "at", choose(*why))

    def tried(self) -> Tried:
        """What the caller says."""
        return Tried(**{name: self.cleaned_data[name] for name in Tried._fields})

    def chosen(self) -> list[LedgerEntry]:
        """What was docked for it."""
        return [self.booked[pk] for pk in self.cleaned_data.get("entries", [])]

    def _nothing_to_choose(self) -> None:
        """No empty group of boxes: the moment alone says which payment is meant."""
        del self.fields["entries"]
        self.fields["at"] = PastMomentField(
            label=said("支払おうとした日時", "When it was tried"),
            help_text=said("例：2031/2/24 18:30", "E.g. 2031/2/24 18:30"),
            error_messages=FILL,
        )
        self.order_fields(["at"])


class AnswerForm(forms.Form):
    """What the shop said to one payment."""

    press = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4, required=False)
    answer = forms.ChoiceField(
        label=said("店舗の回答", "The shop’s answer"),
        choices=worded(ANSWER),
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    said_by = forms.CharField(
        label=said("お答えになった方（役職）", "Who said so (position)"),
        help_text=said("例：店長、経理担当。氏名は書きません。", "E.g. manager, accounts. No names."),
        max_length=80,
        error_messages=FILL,
    )
    said_at = PastMomentField(
        label=said("回答の日時", "When"), help_text=said("空欄なら、いま。", "Empty: now."), required=False
    )
    note = forms.CharField(
        label=said("補足", "Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def clean_said_at(self) -> datetime:
        """Now, unless told."""
        at: datetime = self.cleaned_data["said_at"] or clock.now()
        return at

    def answered(self) -> Answered:
        """The answer."""
        return Answered(**{name: self.cleaned_data[name] for name in Answered._fields})


class HoursForm(forms.Form):
    """The hours of the outage, with where they come from."""

    starts_at = PastMomentField(
        label=said("始まり", "From"),
        help_text=said("例：2031/2/24 17:00", "E.g. 2031/2/24 17:00"),
        error_messages=FILL,
    )
    ends_at = PastMomentField(label=said("終わり（この時刻は含まない）", "Until (excluded)"), error_messages=FILL)
    source = forms.CharField(
        label=said("出典", "Source"),
        help_text=said(
            "だれの、いつの、どの文書か（例：運営会社の障害報告書 2031年3月1日付）。", "Whose document, of which day."
        ),
        max_length=400,
        error_messages=FILL,
    )

    def clean(self) -> dict[str, Any]:
        """They start before they end."""
        given = super().clean() or self.cleaned_data
        starts_at, ends_at = given.get("starts_at"), given.get("ends_at")
        if starts_at and ends_at and starts_at >= ends_at:
            self.add_error("ends_at", choose("始まりより後の時刻を入力してください。", "Later than the start, please."))
        return given


def _words(entry: LedgerEntry) -> str:
    return f"{moment(entry.at)}　{yen(-entry.yen)}　{entry.store_name or entry.store_code}"
