"""The report site: the programmes somebody may see, how each stands, and the files of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from claims.models import ReportSnapshot
from claims.offices import programmes_of
from claims.report_rows import DoesNotTieError
from claims.report_snapshots import MEDIA_TYPES, NAME, earlier, file_name, hand_out, hand_out_again, usual_instant
from claims.reports.forms import ReportForm
from claims.reports.tables import Table, tables_of
from claims.status_report import status_report
from compensation.models import Programme
from foundation.staff.addresses import only_by_post
from foundation.staff.models import User
from foundation.staff.roles import Role, role_required
from foundation.trail.actor import Actor
from foundation.trail.clock import JST

READERS = (Role.PREFECTURE_OFFICER, Role.SUPERVISOR, Role.ADMINISTRATOR)
SHOWN = 20


@require_safe
@role_required(*READERS)
def home(request: HttpRequest) -> HttpResponse:
    """A door for each programme; straight in where there is one only."""
    programmes = list(programmes_of(_user(request)))
    if len(programmes) == 1:
        return redirect("reports:programme", programmes[0].slug)
    return render(request, "reports/home.html", {"programmes": programmes, "at": "reports"})


@require_safe
@role_required(*READERS)
def programme(request: HttpRequest, slug: str) -> HttpResponse:
    """How a programme stands now, and the files that can be had."""
    found, as_of = _programme(request, slug), usual_instant()
    form = ReportForm(initial={"as_of": as_of.astimezone(JST).strftime("%Y/%m/%d %H:%M")})
    return _page(request, found, form)


@only_by_post("reports:programme", "slug")
@role_required(*READERS)
def make(request: HttpRequest, slug: str) -> HttpResponse:
    """Make a report, or give the one that was made for this question before."""
    found, form = _programme(request, slug), ReportForm(request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    asked = form.cleaned_data
    by = Actor.of_user(_user(request))
    try:
        snapshot = hand_out(NAME, found, asked["as_of"], asked["format"], by=by)
    except DoesNotTieError:
        form.say_that_it_does_not_tie()
        return _page(request, found, form, status=500)
    return _file(snapshot)


@only_by_post("reports:programme", "slug")
@role_required(*READERS)
def again(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """A file that was made before, unchanged."""
    kept = get_object_or_404(ReportSnapshot, pk=pk, programme=_programme(request, slug))
    return _file(hand_out_again(kept, by=Actor.of_user(_user(request))))


def _page(request: HttpRequest, found: Programme, form: ReportForm, status: int = 200) -> HttpResponse:
    as_of = usual_instant()
    context = {
        "programme": found,
        "form": form,
        "as_of": as_of,
        "tables": _tables(found),
        "snapshots": earlier(found)[:SHOWN],
        "at": "reports",
    }
    return render(request, "reports/programme.html", context, status=status)


def _tables(found: Programme) -> list[Table] | None:
    """The figures of this minute; None where they do not tie, which the page says instead of showing them."""
    try:
        return tables_of(status_report(found, usual_instant()))
    except DoesNotTieError:
        return None


def _file(snapshot: ReportSnapshot) -> HttpResponse:
    response = HttpResponse(bytes(snapshot.content), content_type=MEDIA_TYPES[snapshot.format])
    named = content_disposition_header(as_attachment=True, filename=file_name(snapshot))
    response["Content-Disposition"] = named or "attachment"
    return response


def _programme(request: HttpRequest, slug: str) -> Programme:
    """The programme, where it is open to this reader: one that is not looks like one that does not exist."""
    return get_object_or_404(programmes_of(_user(request)), slug=slug)


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user
