"""One claim of the special site: decided as a whole, paid to its applicant."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple

import orjson
from django.db import connection, transaction

from compensation.awards import reasons
from compensation.awards.awarding import Awarding, Recorded
from compensation.awards.batch import Batch
from compensation.awards.ids import Ids
from compensation.awards.judging import Judge, Judged
from compensation.awards.rows import Rows
from compensation.awards.standing import Asked, Standing, standing
from compensation.awards.terms import Terms
from compensation.awards.writing import mailing_for, pack, write
from compensation.contacts import Contact
from compensation.coupon_reading import held_coupons
from compensation.enquiries import told_of
from compensation.facts import FactsOfCoupons, Held, instants_needed
from compensation.ledger import balances
from compensation.outages import outage_of
from compensation.policy.bulletin import Bulletin
from compensation.policy.coupons.facts import CouponFacts
from compensation.policy.coupons.reading import facts_as_json
from compensation.policy.decision import Decision
from compensation.programmes import in_force
from compensation.sending import SPECIAL_SITE, choose_channel
from compensation.states import PayeeKind, SubjectKind
from compensation.travellers import Applicant
from foundation.trail.actor import Actor
from foundation.trail.clock import now
from notifications.states import Channel


class ClaimToAward(NamedTuple):
    """A claim as the award needs it: `coupon_ids` in the order of the coupons in `facts`.

    `facts` begin as `paper_facts` and carry what the claimant said. `anew`: a person sent back the decision that
    stands, so another is made, also on the same facts. `contact` is where the notice of a payout may go,
    `channel` the one the applicant asked for.
    """

    id: int
    number: str
    coupon_ids: Sequence[int]
    facts: CouponFacts
    contact: Contact
    channel: str = Channel.SMS.value
    anew: bool = False


class Award(NamedTuple):
    """What came of a claim: the decision, the reasons it waits for a person for, and the yen of a payout made now.

    `is_new` says whether the decision was made now; otherwise it stood before and still does. `is_news` says whether it
    says something else than the one before it, on whatever facts.
    """

    decision_id: int
    decision: Decision
    referred: tuple[str, ...]
    yen: int
    is_new: bool
    is_news: bool


def paper_facts(slug: str, coupon_ids: Sequence[int], as_of: datetime, applicant: Applicant) -> CouponFacts:
    """What the ledger says of these coupons, in this order, and of who claims them: a claim before its own items."""
    row, rules = in_force(slug, as_of)
    known = balances(coupon_ids, instants_needed(rules, as_of))
    held = {row.id: row for row in held_coupons(coupon_ids)}
    make = FactsOfCoupons(rules, as_of, told_of(coupon_ids), outage_of(row.programme_id))
    return make.paper([(held[pk], known[pk]) for pk in coupon_ids], applicant)


def award_claim(slug: str, claim: ClaimToAward, as_of: datetime, *, by: Actor) -> Award:
    """Decide a claim as of an instant and make what follows, in one transaction; again, it changes nothing.

    A coupon that somebody else is paid for, or that stands on a live app account, is put before a person, and
    nothing of the claim is paid before that. Raises OvertakenError where somebody changed the
    coupons at the same moment: ask again.
    """
    force = in_force(slug, as_of)
    application = claim.facts.site_application
    received = application.received_at if application else None
    terms = Terms(force.row, force.rules, SPECIAL_SITE, as_of=as_of, at=now(), by=by, received=received)
    with transaction.atomic():
        by_id = {held.id: held for held in held_coupons(claim.coupon_ids)}
        held = [by_id[pk] for pk in claim.coupon_ids]
        rows = Rows(terms, Batch(), Ids(connection, block=1), lambda: mailing_for(terms))
        award = _ClaimAward(Awarding(terms, _standing(terms, claim, held), rows), claim, held).made()
        if not rows.batch.is_empty:
            write(pack(connection, rows.batch), terms)
    return award


def _standing(terms: Terms, claim: ClaimToAward, held: list[Held]) -> Standing:
    keys = [terms.loss_key(row.inquiry_number) for row in held]
    asked = Asked(SubjectKind.CLAIM, [claim.id], claim.coupon_ids, keys, PayeeKind.APPLICANT, [claim.number])
    return standing(terms.programme.pk, asked)


class _ClaimAward:
    """The steps of one award."""

    def __init__(self, awarding: Awarding, claim: ClaimToAward, held: list[Held]) -> None:
        self._awarding, self._claim, self._held = awarding, claim, held
        self._rules: Bulletin = awarding.terms.rules
        self._as_of = awarding.terms.as_of
        self._payee_id = awarding.standing.payees.get(claim.number)

    def made(self) -> Award:
        judged = Judge(self._rules, self._as_of).judge(self._claim.facts)
        # A claimant's instants come in any offset; they are kept in Japan's, as the contract has them.
        kept = facts_as_json(self._claim.facts)
        decision = judged.decision
        recorded = self._recorded(judged._replace(facts=orjson.dumps(kept)), kept)
        yen = self._yen(decision)
        referred = self._referred(decision, recorded, yen)
        self._claw_back(decision, recorded, yen)
        paid = 0 if referred else self._paid(recorded, yen)
        before = self._awarding.standing.decisions.get(self._claim.id)
        is_news = before is None or (before.outcome, before.amount) != (decision.outcome, decision.amount)
        return Award(recorded.id, decision, referred, paid, recorded.is_new, is_news)

    def _yen(self, decision: Decision) -> dict[int, int]:
        """What each coupon is to be paid: a balance and a wrong deduction of one coupon are two lines of it."""
        yen = Counter[int]()
        for line in decision.lines:
            if line.remedy == "pay":
                yen[self._held[line.subject].id] += line.yen or 0
        return yen

    def _recorded(self, judged: Judged, facts: dict[str, Any]) -> Recorded:
        before = self._awarding.standing.decisions.get(self._claim.id)
        if before is not None and not self._claim.anew and before.says(judged.decision, facts):
            return Recorded(SubjectKind.CLAIM, before.id, {})
        return self._awarding.record(SubjectKind.CLAIM, self._claim.id, self._held, judged)

    def _referred(self, decision: Decision, recorded: Recorded, yen: dict[int, int]) -> tuple[str, ...]:
        """Why the claim waits for a person; each reason is put before one."""
        wanted = list[tuple[str, str, Held | None]]()
        if decision.outcome == "refer":
            wanted.append((*reasons.reason_of(decision), self._only_coupon()))
        for held in self._held:
            reason = self._held_back(held, yen.get(held.id, 0))
            if reason is not None:
                wanted.append((reason, reasons.clause_of(reason, self._rules), held))
        known = self._still_open({(why, about.id if about else None) for why, _, about in wanted}, recorded)
        for why, clause, about in wanted:
            if (why, about.id if about else None) not in known:
                self._awarding.refer(recorded, about, why, clause)
        return tuple(reason for reason, _, _ in wanted)

    def _claw_back(self, decision: Decision, recorded: Recorded, yen: dict[int, int]) -> None:
        for place, held in enumerate(self._held):
            lines = [line for line in decision.lines if line.subject == place]
            self._awarding.claw_back(held, yen.get(held.id, 0), self._payee_id, recorded, lines)

    def _still_open(self, wanted: set[tuple[str, int | None]], recorded: Recorded) -> set[tuple[str, int | None]]:
        """What the decision before a new one put before a person and is still `wanted`; the rest of it is closed."""
        before = self._awarding.standing.decisions.get(self._claim.id)
        if before is None or not recorded.is_new:
            return set()
        raised = chain.from_iterable(self._awarding.standing.referrals.values())
        waiting = [one for one in raised if one.is_open and one.decision_id == before.id]
        needless = [one.id for one in waiting if (one.reason, one.coupon_id) not in wanted]
        self._awarding.rows.batch.answered.extend(needless)
        return {(one.reason, one.coupon_id) for one in waiting}

    def _held_back(self, held: Held, yen: int) -> str | None:
        reason = self._awarding.held_back(held, yen, self._payee_id)
        if reason is not None or not yen:
            return reason
        if held.is_on_app(self._rules, self._as_of):
            return reasons.CHARGED_TO_APP
        return None if self._by_transfer or self._channel() else reasons.NO_CONTACT

    @property
    def _by_transfer(self) -> bool:
        """Whether no link goes out, because the claimant asked for a bank transfer."""
        return self._claim.facts.wants.payout == "bank_transfer"

    def _channel(self) -> str | None:
        sending = self._awarding.terms.sending
        return choose_channel(sending.channels, self._claim.contact, first=self._claim.channel) if sending else None

    def _only_coupon(self) -> Held | None:
        return self._held[0] if len(self._held) == 1 else None

    def _paid(self, recorded: Recorded, yen: dict[int, int]) -> int:
        parts = []
        for held in self._held:
            if yen.get(held.id):
                part = self._awarding.part(held, yen[held.id], self._payee(), recorded)
                parts += [part] if part else []
        channel = None if self._by_transfer else self._channel()
        if not parts or not (channel or self._by_transfer):
            return 0
        return self._awarding.pay(self._payee(), parts, (channel, self._claim.contact) if channel else None)

    def _payee(self) -> int:
        if self._payee_id is None:
            self._payee_id = self._awarding.rows.payee(PayeeKind.APPLICANT, self._claim.number, self._claim.contact)
        return self._payee_id
