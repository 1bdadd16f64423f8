"""Who may open the console, and which cases they see there: another programme's look like none at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from claims.offices import programmes_of
from compensation.models import Programme
from foundation.staff.models import User
from foundation.staff.roles import Role, role_required
from foundation.trail.actor import Actor

T = TypeVar("T", bound=Model)
View = Callable[..., HttpResponseBase]
EVERYBODY: Final = (Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR)
LEADERS: Final = (Role.SUPERVISOR, Role.ADMINISTRATOR)


def at_the_desk(view: View) -> View:
    """For operators and those above them."""
    return role_required(*EVERYBODY)(view)


def for_leaders(view: View) -> View:
    """For supervisors and administrators."""
    return role_required(*LEADERS)(view)


def is_leader(request: HttpRequest) -> bool:
    """May this person do what needs a supervisor?"""
    return user_of(request).role in LEADERS


def user_of(request: HttpRequest) -> User:
    """Who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def actor_of(request: HttpRequest) -> Actor:
    """Who is signed in, as the one who acts."""
    return Actor.of_user(user_of(request))


def my_programmes(request: HttpRequest) -> QuerySet[Programme]:
    """The programmes of whoever is signed in."""
    return programmes_of(user_of(request))


def mine(request: HttpRequest, rows: QuerySet[T], **named: object) -> T:
    """The one row that is named, where it is of one of my programmes; raises Http404 for every other."""
    return get_object_or_404(rows.filter(programme__in=my_programmes(request)), **named)
