"""The five questions of the check. What only some must answer is asked in its place and needed only of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, Final

from django import forms
from django.utils.datastructures import MultiValueDict

from claims.apply.check_fields import HourField, TimesField, YenField
from claims.apply.fields import DayField
from claims.apply.timetable import taken_at
from compensation.eligibility_check import COVERED_KINDS, Payment, Said, asks_for_link, days_to_ask
from compensation.policy.bulletin import Bulletin
from foundation.japan.bilingual import choose, said
from foundation.japan.dates import en_date, jp_date, start_of
from foundation.japan.field_errors import FILL
from foundation.japan.prefectures import PREFECTURES

Typed = dict[str, list[str]]

_CHOOSE: Final = {
    "required": said("どれか一つを選んでください。", "Please choose one."),
    "invalid_choice": said("選び直してください。", "Please choose again."),
}
_OWNER: Final = (
    ("own", said("わたし宛ての、regionPAY の地域クーポン", "A regionPAY coupon with me as its traveller")),
    ("others", said("家族など、ほかの人が利用者のもの", "One whose traveller is somebody else, family for instance")),
    ("elsewhere", said("ほかの都道府県のもの", "One of another prefecture")),
    ("not_regionpay", said("regionPAY ではないクーポン", "A coupon that was not by regionPAY")),
    ("not_supported", said("全国旅行支援ではない旅行のもの", "From a trip without the national travel support")),
    ("none", said("クーポンを受け取れなかった", "I never received a coupon")),
)
_HOLDING: Final = (
    ("paper", said("紙のシートのまま（チャージしていない・できなかった）", "On the sheet: not charged, or it failed")),
    ("lost", said("紙のシートをなくし、番号が分からない", "I lost the sheet and do not know its number")),
    ("app", said("アプリにチャージした", "Charged to the app")),
    ("withdrawn", said("アプリにチャージしたが、退会した", "Charged to the app, and I have left the app")),
)
_REACH: Final = (
    ("both", said("携帯電話番号とメールアドレス", "A mobile number and an e-mail address")),
    ("mobile", said("携帯電話番号だけ", "A mobile number only")),
    ("email", said("メールアドレスだけ", "An e-mail address only")),
    ("neither", said("どちらもない", "Neither")),
)
_EVENING: Final = (
    ("nothing", said("余分に引かれたことはない（使えなかっただけ、使っていない）", "Nothing was docked by mistake")),
    (
        "paid_otherwise",
        said("現金などで払ったのに、同時に残額も引かれた", "I paid otherwise, and it was docked as well"),
    ),
    (
        "pressed_repeatedly",
        said("ボタンを何度か押し、重ねて引かれた", "I pressed several times, and it was docked again"),
    ),
    ("other", said("ほかの形で、おかしく引かれた", "It was docked wrongly in another way")),
)
_ARRIVAL: Final = (
    ("not_arrived", said("届いていない", "It has not come")),
    ("arrived", said("届いたが、まだ受け取っていない", "It came, and I have not used it")),
    ("unknown", said("分からない", "I do not know")),
)
_THE_DAY, _OTHER_DAY = "the_day", "other"
_ASKED_OF: Final[dict[str, tuple[str, ...]]] = {
    "paid_otherwise": ("hour", "unit", "paid"),
    "pressed_repeatedly": ("hour", "unit", "meant", "docked"),
    "other": ("hour", "unit"),
}
"""What is needed of the payment, by what went wrong with it."""


def _radio(label: str, choices: Iterable[tuple[str, str]], *, required: bool = True) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=list(choices), widget=forms.RadioSelect, required=required, error_messages=_CHOOSE
    )


class CheckForm(forms.Form):
    """The questions under the bulletin in force as of an instant; unchecked it only shows what was typed."""

    def __init__(self, rules: Bulletin, as_of: datetime, typed: Typed, *, check: bool = False) -> None:
        data = MultiValueDict(typed)
        super().__init__(data=data if check else None, use_required_attribute=False)
        self.rules, self.as_of, self.typed = rules, as_of, typed
        self.fields["owner"] = _radio(said("どのクーポンですか", "Which coupon is it?"), _OWNER)
        self.fields["elsewhere"] = _other_prefecture(rules)
        self._ask_expiry()
        self._ask_holding()
        self._ask_evening()
        self._ask_balances()
        for name, field in self.fields.items():
            # Where it is asked it is needed, although a form can be whole without it; what was left may be unknown.
            field.needed = name not in self._instants  # type: ignore[attr-defined]  # read by parts/need.html
            if typed and not check:
                self.initial[name] = field.widget.value_from_datadict(data, {}, name)

    @property
    def balances(self) -> list[forms.BoundField]:
        """The boxes for what was left, one for each instant that has come."""
        return [self[name] for name in self._instants]

    @property
    def last_day_for_points(self) -> date | None:
        """The day by which app users had to take their points; None where the link is not asked about."""
        return self.rules.app.receipt.day if self.rules.app and "link" in self.fields else None

    def kept(self) -> list[tuple[str, str]]:
        """What was typed, box by box, for the form that carries it on."""
        return [(name, text) for name, texts in self.typed.items() if name in self.fields for text in texts]

    def clean(self) -> dict[str, Any]:
        """Asks of each what their own answers call for; what they do not is passed over, whatever stands in it."""
        given = self.cleaned_data
        asked = ["owner", *self._needed(given)]
        self._need(asked)
        balances = self._instants if given.get("owner") in COVERED_KINDS else ()
        for name in set(self.errors) - {*asked, *balances}:
            del self.errors[name]
        return given

    def _needed(self, given: dict[str, Any]) -> Iterator[str]:
        if given.get("owner") == "elsewhere":
            yield "elsewhere"
        if given.get("owner") not in COVERED_KINDS:
            return
        yield from (name for name in ("expiry", "holding", "evening") if name in self.fields)
        if given.get("expiry") == _OTHER_DAY or "expiry" not in self.fields:
            yield from {"expiry_day"} & self.fields.keys()
        if given.get("holding") == "app":
            yield from (name for name in ("reach", "link") if name in self.fields)
        yield from _ASKED_OF.get(given.get("evening", ""), ())

    def said(self) -> Said:
        """The answers; only after `is_valid`. What the chosen answers do not ask for is left out."""
        given = self.cleaned_data
        owner = given["owner"]
        if owner not in COVERED_KINDS:
            where = choose(*PREFECTURES[given["elsewhere"]]) if owner == "elsewhere" else ""
            return Said(owner, where)
        reach = given["reach"] if given["holding"] == "app" else ""
        return Said(
            owner=owner,
            expires_on=self._expires_on(),
            holding=given["holding"],
            has_mobile=reach in ("both", "mobile"),
            has_email=reach in ("both", "email"),
            evening=given["evening"],
            payment=self._payment(),
            yen=tuple((at, given[name]) for name, at in self._instants.items()),
            link=(given.get("link") or None) if given["holding"] == "app" else None,
        )

    def _ask_expiry(self) -> None:
        """Nothing where every day is covered; of one day only whether it is that one."""
        days = days_to_ask(self.rules)
        if days is None:
            return
        label = said("クーポンの有効期限はいつですか", "Until when was the coupon valid?")
        latest = date(self.as_of.year + 1, 12, 31)
        box = DayField(label=said("シートにある有効期限", "The date on the sheet"), latest=latest, required=False)
        if days[0] == days[1]:
            here = ((_THE_DAY, said(jp_date(days[0]), en_date(days[0]))), (_OTHER_DAY, said("ほかの日", "Another day")))
            self.fields["expiry"] = _radio(label, here, required=False)
        else:
            box.label = label
        box.error_messages |= FILL
        self.fields["expiry_day"] = box

    def _ask_holding(self) -> None:
        label = said("クーポンは、いまどうなっていますか", "Where is the coupon now?")
        reach = said("アプリに登録した連絡先", "The contact registered in the app")
        self.fields["holding"] = _radio(label, _HOLDING, required=False)
        self.fields["reach"] = _radio(reach, _REACH, required=False)
        if asks_for_link(self.rules, self.as_of):
            link = said("受取用のリンクは届きましたか", "Did the link to the points come?")
            self.fields["link"] = _radio(link, _ARRIVAL, required=False)

    def _ask_evening(self) -> None:
        label = said("障害のあった夕方、お支払いはどうなりましたか", "What happened to your payment that evening?")
        self.fields["evening"] = _radio(label, _EVENING, required=False)
        hour = HourField(
            label=said("支払おうとした時刻", "When you tried to pay"),
            help_text=said("およその時刻でかまいません（例：19:30）。", "Roughly will do (e.g. 19:30)."),
            max_length=20,
        )
        unit = YenField(label=said("1回に引かれた額（円）", "Docked each time (yen)"), max_length=20)
        paid = YenField(label=said("現金などで払った額（円）", "Paid otherwise (yen)"), max_length=20)
        meant = TimesField(label=said("払うつもりだった回数", "Payments you meant"), max_length=20)
        docked = TimesField(label=said("引かれた回数", "Payments docked"), max_length=20)
        for name, field in zip(
            ("hour", "unit", "paid", "meant", "docked"), (hour, unit, paid, meant, docked), strict=True
        ):
            field.required = False
            field.error_messages |= FILL
            self.fields[name] = field

    def _ask_balances(self) -> None:
        """What was left: when the first extension ran out, and once it has come, when the last one did."""
        taken_at = self.rules.payment.balance_at
        instants = [self.rules.case_a.balance_at] if self.rules.case_a else []
        instants += [taken_at] if taken_at <= self.as_of and taken_at not in instants else []
        self._instants = {f"left_{number}": at for number, at in enumerate(instants, 1)}
        for name, at in self._instants.items():
            self.fields[name] = YenField(label=_left_at(at), max_length=20, required=False)

    def _need(self, names: Iterable[str]) -> None:
        for name in names:
            if self.cleaned_data.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, str(self.fields[name].error_messages["required"]))

    def _expires_on(self) -> date | None:
        days = days_to_ask(self.rules)
        if self.cleaned_data.get("expiry") == _THE_DAY and days:
            return days[0]
        return date.fromisoformat(self.cleaned_data["expiry_day"]) if "expiry_day" in self.fields else None

    def _payment(self) -> Payment | None:
        given = self.cleaned_data
        asked = _ASKED_OF.get(given["evening"], ())
        if not asked:
            return None
        begun = start_of(self.rules.incident.day)
        at = begun.replace(hour=given["hour"].hour, minute=given["hour"].minute)
        counts = {name: given[name] for name in ("meant", "docked") if name in asked}
        return Payment(at, given["unit"], given["paid"] if "paid" in asked else 0, **counts)


def _other_prefecture(rules: Bulletin) -> forms.ChoiceField:
    names = [(slug, said(name.ja, name.en)) for slug, name in PREFECTURES.items() if slug != rules.prefecture]
    return forms.ChoiceField(
        label=said("旅行先の都道府県", "The prefecture you visited"),
        choices=[("", said("選んでください", "Please choose")), *names],
        required=False,
        widget=forms.Select(attrs={"class": "width-number"}),
        error_messages=_CHOOSE,
    )


def _left_at(at: datetime) -> str:
    when = taken_at(at)
    return said(f"{when.ja}に残っていた額（円）", f"Left at {when.en} (yen)")
