"""The agreement of a claimant for misuse."""

from __future__ import annotations

from django import forms

from foundation.japan.bilingual import said


class ConsentForm(forms.Form):
    """The claimant's agreement, and the digest of what they were shown."""

    agreed = forms.BooleanField(
        label=said("同意", "Consent"),
        error_messages={"required": said("同意のチェックを入れてください。", "Please tick the box to agree.")},
    )
    shown = forms.CharField(widget=forms.HiddenInput, max_length=64)
