"""Assessments of whether misuse is to be made public; no page of a claim leads here, nor from here to one."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from claims.desk.access import actor_of, for_leaders, my_programmes
from claims.desk.fraud_forms import DisclosureForm
from claims.disclosure import IncompleteAssessmentError, assess, findings_of
from claims.models import DisclosureAssessment
from compensation.programmes import fraud_policy
from foundation.japan.bilingual import choose

A_PAGE: Final = 100


@require_http_methods(["GET", "HEAD", "POST"])
@for_leaders
def disclosures(request: HttpRequest, programme: str) -> HttpResponse:
    """The assessments, the newest first, and a form for another."""
    found = get_object_or_404(my_programmes(request), slug=programme)
    force = fraud_policy(programme)
    form = DisclosureForm(force.rules, request.POST or None)
    if form.is_valid():
        given = form.cleaned_data
        try:
            assess(force, given["subject"], form.criteria(), given["conclusion"], by=actor_of(request))
        except IncompleteAssessmentError:
            messages.error(request, choose("すべての基準に理由が必要です。", "Every criterion needs a reason."))
        else:
            messages.success(request, choose("記録しました。", "Recorded."))
            return redirect("desk:disclosures")
    kept = DisclosureAssessment.objects.filter(programme=found).order_by("-pk")[:A_PAGE]
    rows = [(row, findings_of(row, force.rules)) for row in kept]
    context = {"rows": rows, "form": form, "rules": force.rules, "at": "fraud"}
    return render(request, "desk/fraud_disclosures.html", context, status=422 if form.is_bound else 200)
