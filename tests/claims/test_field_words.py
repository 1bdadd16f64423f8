"""Every field says what to do with it when it is left empty: a choice is chosen, a box is filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.urls import get_resolver

from claims.apply.check_forms import CheckForm
from claims.apply.forms import ApplicationForm
from claims.desk.call_forms import CallForm
from claims.desk.enquiry_forms import EnquiryForm, PaymentForm
from claims.desk.fraud_forms import DisclosureForm, QuestionForm, TakenInForm
from claims.desk.sign_in_forms import SignInForm
from claims.fraud_forms import FraudForm
from compensation.models import Programme
from compensation.policy.bulletin import Bulletin
from compensation.programmes import fraud_policy, in_force
from compensation.transfers.forms import TransferForm
from foundation.japan.field_errors import CHOOSE, FILL
from foundation.trail import clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("programmes")]
_OURS = ("claims.", "compensation.", "notifications.", "foundation.", "config.")
_DJANGOS = str(forms.Field.default_error_messages["required"])


def test_fields_that_stand_in_a_class() -> None:
    assert get_resolver().url_patterns  # the forms are those of the views
    found = {f"{form.__name__}.{name}": wrong(field) for form in _forms() for name, field in form.base_fields.items()}
    assert {name: words for name, words in found.items() if words} == {}


def rules() -> Bulletin:
    return in_force("yamanashi", clock.now()).rules


def programmes() -> QuerySet[Programme]:
    return Programme.objects.all()


MADE: dict[str, Callable[[], forms.BaseForm]] = {
    "application": lambda: ApplicationForm(rules(), {}),
    "application of Iwate": lambda: ApplicationForm(in_force("iwate", clock.now()).rules, {}),
    "check": lambda: CheckForm(in_force("kumamoto", clock.now()).rules, clock.now(), {}),
    "transfer": lambda: TransferForm(in_force("kumamoto", clock.now()).rules.transfer.items, {}),
    "misuse": lambda: FraudForm({}),
    "misuse taken in": lambda: TakenInForm(fraud_policy("twooca").rules, {}),
    "disclosure": lambda: DisclosureForm(fraud_policy("twooca").rules),
    "sign in": SignInForm,
    "call": lambda: CallForm(programmes=programmes()),
    "enquiry": lambda: EnquiryForm(programmes=programmes()),
    "payment without deductions": lambda: PaymentForm(booked=[]),
}


@pytest.mark.parametrize("name", MADE)
def test_fields_that_a_form_makes(name: str) -> None:
    found = {field: wrong(asked) for field, asked in MADE[name]().fields.items()}
    assert {field: words for field, words in found.items() if words} == {}


def test_a_hidden_field_has_no_words() -> None:
    form = QuestionForm()
    assert ("<label" in form["key"].as_field_group(), "<label" in form["question"].as_field_group()) == (False, True)


def wrong(field: forms.Field) -> str:
    """What the field says, where that is Django's own or another kind's; "" where all is well."""
    said = str(field.error_messages["required"])
    if isinstance(field, forms.ChoiceField):
        return said if said == str(FILL["required"]) or (field.required and said == _DJANGOS) else ""
    asked = field.required and not field.widget.is_hidden and not isinstance(field, forms.BooleanField)
    return said if said == str(CHOOSE["required"]) or (asked and said == _DJANGOS) else ""


def _forms(of: type[forms.Form] = forms.Form) -> Iterator[type[forms.Form]]:
    for form in of.__subclasses__():
        if form.__module__.startswith(_OURS) and form is not SignInForm:  # its words are put in when it is made
            yield form
        yield from _forms(form)


def test_the_language_is_japanese_here() -> None:
    assert (settings.LANGUAGE_CODE, str(FILL["required"])) == ("ja", "入力してください。")
