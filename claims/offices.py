"""Each programme has an office of the same slug; who works for it sees its cases."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import QuerySet

from compensation.models import Programme
from foundation.staff.models import Office, User
from foundation.staff.scope import slugs_for


class UnknownProgrammeError(Exception):
    """A slug that no programme has."""


def offices_of(slugs: Iterable[str]) -> list[Office]:
    """The offices of these programmes, made where they are missing; raises UnknownProgrammeError for any unknown."""
    wanted = sorted(set(slugs))
    known = {programme.slug: programme for programme in Programme.objects.filter(slug__in=wanted)}
    if missing := [slug for slug in wanted if slug not in known]:
        raise UnknownProgrammeError(", ".join(missing))
    names = ((slug, {"name_ja": known[slug].name_ja, "name_en": known[slug].name_en}) for slug in wanted)
    return [Office.objects.get_or_create(slug=slug, defaults=given)[0] for slug, given in names]


def programmes_of(user: User) -> QuerySet[Programme]:
    """The programmes whose cases somebody may see, in the order of their names."""
    slugs = slugs_for(user)
    mine = Programme.objects.all() if slugs is None else Programme.objects.filter(slug__in=slugs)
    return mine.order_by("slug")
