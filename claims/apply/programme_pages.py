"""What every page of a programme begins with: its bulletin in force, and where its application stands today."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.http import Http404
from django.urls import reverse

from compensation import programmes
from compensation.models import Bulletin as Row
from compensation.models import Programme
from compensation.opening_hours import Desk, desks
from compensation.policy.bulletin import Bulletin, Words
from compensation.policy.fraud import FraudPolicy
from compensation.programmes import BulletinInForce, PolicyInForce
from compensation.site_stages import Stage, site_stage
from foundation.japan.prefectures import PREFECTURES
from foundation.trail import clock


class ProgrammePage(NamedTuple):
    """The bulletin in force at `now`, and whether one can apply."""

    bulletin: BulletinInForce
    now: datetime
    stage: Stage
    templates: str = "apply"

    @property
    def rules(self) -> Bulletin:
        return self.bulletin.rules

    @property
    def desks(self) -> list[Desk]:
        """The call centre, with its day today."""
        return desks([self.rules.contact], self.now)

    @property
    def prefecture(self) -> Words:
        """The prefecture visited, as people call it; what the bulletin writes where it is none of the 47."""
        known = PREFECTURES.get(self.rules.prefecture)
        return Words(*known) if known else Words(self.rules.prefecture, self.rules.prefecture)

    @property
    def slug(self) -> str:
        return self.rules.programme

    @property
    def row(self) -> Row:
        """What a claim that is begun here is begun under."""
        return self.bulletin.row

    @property
    def begin_at(self) -> str:
        return self.address("begin")

    @property
    def resume_at(self) -> str:
        return self.address("resume")

    def address(self, step: str, *named: object) -> str:
        """Where a step of an application is, by its name."""
        return reverse(f"apply:{step}", args=[self.slug, *named])


class MisusePage(NamedTuple):
    """The policy on misuse, under which one can claim at any time."""

    policy: PolicyInForce
    stage: Stage = "open"
    templates: str = "twooca"

    @property
    def rules(self) -> FraudPolicy:
        return self.policy.rules

    @property
    def row(self) -> Row:
        """What a claim that is begun here is begun under."""
        return self.policy.row

    @property
    def begin_at(self) -> str:
        return self.address("begin")

    @property
    def resume_at(self) -> str:
        return self.address("resume")

    @property
    def slug(self) -> str:
        return self.rules.programme

    def address(self, step: str, *named: object) -> str:
        """Where a step of a claim for misuse is, by its name."""
        return reverse(f"apply:fraud-{step}", args=named)


def programme_page(slug: str) -> ProgrammePage:
    """The page's ground; raises Http404 for a programme that has no coupon bulletin."""
    now = clock.now()
    try:
        bulletin = programmes.in_force(slug, now)
    except Programme.DoesNotExist:
        raise Http404 from None
    return ProgrammePage(bulletin, now, site_stage(bulletin.rules, now))


def misuse_page(slug: str) -> MisusePage:
    """The page's ground; raises Http404 for a programme that has no policy on misuse."""
    try:
        return MisusePage(programmes.fraud_policy(slug))
    except Programme.DoesNotExist:
        raise Http404 from None


def coupon_pages() -> list[ProgrammePage]:
    """The page's ground for every coupon programme, in the order of their slugs."""
    return [programme_page(row.slug) for row in programmes.programme_list() if row.kind == "coupon"]


def misuse_is_covered() -> bool:
    """Whether a policy on misuse is loaded, so that its pages are there."""
    return any(row.kind == "fraud" for row in programmes.programme_list())
