"""How a person decides a matter about a claim: the ways it may go, in words, and the reason."""

from __future__ import annotations

from typing import Final

from django import forms

from claims.desk.forms import ReasonForm
from claims.desk.referral_acts import AGAIN, DECLINED, JOINED, KEPT, STAYS, WITHOUT
from foundation.japan.bilingual import Both, said

_WORDS: Final = {
    STAYS: Both("このままにする（確認だけを終える）", "It stays as it is"),
    AGAIN: Both("もう一度判定する（事実を記録し直した後）", "Decide it again, on what was put right"),
    JOINED: Both(
        "同じ方のお電話と一つにまとめ、差額だけを支払う",
        "Join it with the call of the same person: only the difference is paid",
    ),
    WITHOUT: Both(
        "受取人が別にいるクーポンを除き、ほかのクーポンだけで判定する",
        "Set aside the coupons of another payee, and decide on the others",
    ),
    KEPT: Both(
        "受け取られた支払い・振込の予定はそのままにして、確認を終える",
        "What was taken, or is listed, stays: nothing waits any more",
    ),
    DECLINED: Both("補償しないと判断し、申請を終える", "Decline it: the claim ends"),
}


class ReferralForm(ReasonForm):
    """How a person decides a matter about a claim: the reason, and which of these ways the claim goes."""

    then = forms.ChoiceField(
        label=said("申請の扱い", "What becomes of the claim"),
        widget=forms.RadioSelect,
        error_messages={
            "required": said("申請の扱いを選んでください。", "Choose what becomes of the claim."),
        },
    )
    field_order = ("then", "because")

    def __init__(self, *args: object, ways: list[str], **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        asked = self.fields["then"]
        if isinstance(asked, forms.ChoiceField):
            asked.choices = [(way, said(*_WORDS[way])) for way in ways]
