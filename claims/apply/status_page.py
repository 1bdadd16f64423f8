"""What the status page shows of a claim: in plain words, and no sum before one was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from claims import answers as claim_answers
from claims.apply.programme_pages import ProgrammePage, programme_page
from claims.contacts import Contacts, contacts
from claims.joining import paid_apart
from claims.models import Claim
from claims.payouts_of_claims import is_paid_to_account, latest_payout, link_to_choose_by, payout_stage
from claims.reconsideration import is_asked
from claims.states import ClaimState, PayoutStage, WaitingFor
from claims.status_reasons import NOTHING, Reasons, reasons_of
from claims.wording import LOOKED_AT_AGAIN, NO_MONEY, Money, Wording, wording
from compensation.deadline_words import receipt_of, until
from compensation.models import Decision
from compensation.policy.bulletin import Bulletin, Plan, Words
from compensation.programmes import Origin, origin_of
from compensation.states import SubjectKind
from foundation.japan.dates import day_in_japan
from foundation.vault import masking


class Number(NamedTuple):
    """A coupon's number as far as it is shown; `missing` once the records were searched for it in vain.

    `set_aside`: a person found that it counts no more in this claim.
    """

    masked: str
    missing: bool
    set_aside: bool


@dataclass(frozen=True)
class StatusPage:
    """`yen` is None unless something is or was to be paid; `plan` and `receipt` while they still lie ahead.

    `apart` is how much of it was paid upon a call that was joined with this claim.
    """

    claim: Claim
    page: ProgrammePage
    words: Wording
    yen: int | None
    apart: int
    numbers: tuple[Number, ...]
    reach: Contacts
    masked: str
    reasons: Reasons
    refused: bool
    can_choose: bool
    plan: Plan | None
    receipt: Words | None
    origin: Origin | None

    @property
    def rules(self) -> Bulletin:
        return self.page.rules

    @property
    def unfound(self) -> bool:
        """Whether the claim waits for a number that the records do not hold."""
        return any(number.missing for number in self.numbers)


def status_page(claim: Claim) -> StatusPage:
    """The page of a claim as it stands now."""
    page, decision = programme_page(claim.programme.slug), _decision(claim)
    numbers, stage = _numbers(claim), payout_stage(claim)
    # Before it is decided a sum is nobody's: whoever applies may be a stranger to the coupon.
    yen = decision.amount if decision and decision.outcome == "eligible" else None
    reach = contacts(claim_answers.of(claim).given)
    undecided = decision is None and claim.state != ClaimState.CLOSED
    ahead = undecided or (bool(yen) and stage == PayoutStage.PLANNED)
    open_to_take = undecided or (bool(yen) and stage in (PayoutStage.PLANNED, PayoutStage.SENT))
    to_account = is_paid_to_account(claim)
    route = page.rules.app if to_account else page.rules.paper
    return StatusPage(
        claim=claim,
        page=page,
        words=_words(claim, numbers, _money(decision, stage, page, to_account=to_account)),
        yen=yen or None,
        apart=paid_apart(claim) if yen else 0,
        numbers=numbers,
        reach=reach,
        masked=masking.email(reach.address) if reach.channel == "email" else masking.phone(reach.address),
        reasons=reasons_of(decision) if decision else NOTHING,
        refused=decision is not None and not yen,
        can_choose=chosen_here(page) and stage == PayoutStage.SENT and link_to_choose_by(claim) is not None,
        plan=route.sending if route and ahead and lies_ahead(route.sending, page) else None,
        receipt=_receipt(claim, page.rules) if open_to_take else None,
        origin=origin_of(decision.bulletin) if decision else None,
    )


def chosen_here(page: ProgrammePage) -> bool:
    """Whether the bulletin has the points chosen on this site."""
    paper = page.rules.paper
    return paper is not None and paper.chosen_on_site


def lies_ahead(plan: Plan | None, page: ProgrammePage) -> bool:
    """Whether a plan may still be told: not in a month after the one that it names."""
    if plan is None or plan.earliest is None:
        return plan is not None
    today = day_in_japan(page.now)
    return (today.year, today.month) <= (plan.earliest.year, plan.earliest.month)


def _words(claim: Claim, numbers: tuple[Number, ...], money: Money) -> Wording:
    if claim.state == ClaimState.REFERRED and is_asked(claim):
        return LOOKED_AT_AGAIN
    all_found = not any(number.missing for number in numbers)
    return wording(claim.state, claim.waiting_for, claim.closed_as, money, all_found=all_found)


def _receipt(claim: Claim, rules: Bulletin) -> Words | None:
    """Until when the points are to be taken: as the payout says, before there is one as the bulletin does."""
    payout = latest_payout(claim)
    if payout is not None:
        return until(receipt_of(payout))
    return until(rules.paper.receipt.of_claim(claim.received_at)) if rules.paper else None


def _numbers(claim: Claim) -> tuple[Number, ...]:
    searched = claim.waiting_for in (WaitingFor.DATE, WaitingFor.ISSUER)
    rows = claim.coupons.order_by("position")
    return tuple(
        Number(
            masking.number(row.inquiry_number),
            searched and row.coupon_id is None,
            set_aside=row.set_aside_at is not None,
        )
        for row in rows
    )


def _decision(claim: Claim) -> Decision | None:
    """The standing decision, once the claim rests on it: while a person looks, nothing of it is told."""
    if claim.state not in (ClaimState.DECIDED, ClaimState.CLOSED):
        return None
    standing = Decision.objects.filter(subject_kind=SubjectKind.CLAIM, subject_id=claim.pk, superseded_at__isnull=True)
    return standing.select_related("bulletin__programme").first()


def _money(decision: Decision | None, stage: str, page: ProgrammePage, *, to_account: bool) -> Money:
    if decision is None:
        return NO_MONEY
    return Money(decision.outcome, decision.amount, stage, chosen_here(page), decision.remedy, to_account)
