"""Decisions on claims for misuse: prepared by one, approved by another, reconsidered by a third."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.db import IntegrityError, transaction

from claims import answers as claim_answers
from claims.contacts import contacts
from claims.fraud_examination import OPEN, Sheet, sheet_of
from claims.fraud_facts import facts_of
from claims.fraud_notices import decision_notice
from claims.models import Claim, FraudAct, FraudClaim, FraudProposal, Reconsideration
from claims.moves import move
from claims.states import ClaimState
from claims.withdrawal import WITHDRAWN_AS
from compensation.contacts import Contact
from compensation.credits.claw_backs import NotCreditedError
from compensation.credits.instructions import NoAccountError, instruct
from compensation.fraud_awards import Awarded, FraudAward, award_fraud
from compensation.policy.fraud import facts_as_json, read_claim
from compensation.programmes import PolicyInForce, policy_of
from foundation.japan.numbers import code
from foundation.trail import audit, clock
from foundation.trail.actor import Actor
from notifications import outbox


class DecisionError(Exception):
    """The decision is refused; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


class Agreed(NamedTuple):
    """What a person settles where the policy leaves it to one: the yen, and how and why in words."""

    yen: int
    words: str


NO_SHARES: Mapping[str, int] = {}


def prepare(
    claim: Claim, *, by: Actor, agreed: Agreed | None = None, shares: Mapping[str, int] = NO_SHARES
) -> FraudProposal:
    """Freeze the facts as they stand, with what the policy decides on them, for another person to approve.

    `agreed` is needed where the policy leaves the matter to a person, `shares` (yen by balance) where a sum has to be
    spread over balances. Raises DecisionError.
    """
    with transaction.atomic():
        locked = _locked(claim)
        if locked.state not in OPEN:
            raise DecisionError("判定済みです。", "It is decided already.")
        sheet, fraud = sheet_of(locked), FraudClaim.objects.get(claim=locked)
        yen = _yen(sheet, agreed)
        _check_shares(sheet, shares, yen, is_user=fraud.is_user)
        proposal = FraudProposal(
            claim=locked,
            facts=facts_as_json(sheet.facts),
            outcome=sheet.decision.outcome,
            complete=sheet.facts.examination.complete,
            yen=yen,
            shares=dict(shares),
            agreement=agreed.words.strip() if agreed and sheet.decision.outcome == "refer" else "",
            prepared_at=clock.now(),
            prepared_by=by.ref,
        )
        return _keep(_named_first(proposal, by), by)


def approve(proposal: FraudProposal, *, by: Actor) -> Awarded:
    """Decide as it was prepared: decision, what is owed, the claim's move and the notice in one transaction.

    Raises DecisionError: to whoever prepared it, to the two who decided what it reconsiders, where the facts have
    changed since, and where another claim has already taken the loss of one of the acts.
    """
    with transaction.atomic():
        return _approve(proposal, by)


def _awarded(claim: Claim, proposal: FraudProposal, by: Actor) -> Awarded:
    try:
        with transaction.atomic():
            awarded = award_fraud(_award(claim, proposal), clock.now(), by=by)
            account = str(claim_answers.of(claim).given.get("customer_id") or "")
            number, agreed = str(claim.number), proposal.agreement
            instruct(awarded.decision, number, awarded.raised, account=account, agreed=agreed, by=by)
            return awarded
    except NoAccountError:
        raise DecisionError(
            "加算先のお客様 ID が分かりません。", "Nobody knows the ID of the account to be credited."
        ) from None
    except IntegrityError:
        raise DecisionError(
            "同じ取引について、別の申請ですでに補償が決まっています。",
            "Another claim was already granted compensation for one of these acts.",
        ) from None
    except NotCreditedError:
        raise DecisionError(
            "前の判定より少なくなりますが、前の補償がまだ加算・確認されていません。結果を取り込んでから承認してください。",
            "It is less than was granted, and that is not credited and confirmed yet: take its result in first.",
        ) from None


def send_back(proposal: FraudProposal, because: str, *, by: Actor) -> None:
    """Return a proposal to the examiners, with a reason. Raises DecisionError without one, or where it is over."""
    if not because.strip():
        raise DecisionError("理由を入力してください。", "Enter the reason.")
    with transaction.atomic():
        waiting = FraudProposal.objects.filter(pk=proposal.pk, approved_at__isnull=True, returned_at__isnull=True)
        if not waiting.update(returned_at=clock.now(), returned_by=by.ref, returned_because=because.strip()):
            raise DecisionError("すでに処理されています。", "It was dealt with already.")
        _record("claim.proposal_returned", proposal, by)


def reconsider(claim: Claim, because: str, *, by: Actor) -> Reconsideration:
    """Take a decided claim up again, with the reason. Raises DecisionError where it is not decided, or without one."""
    if not because.strip():
        raise DecisionError("理由を入力してください。", "Enter the reason.")
    with transaction.atomic():
        locked = _locked(claim)
        last = _last_approved(locked)
        if locked.state not in {ClaimState.DECIDED, ClaimState.CLOSED} or last is None or last.decision is None:
            raise DecisionError("判定済みの申請ではありません。", "The claim is not decided.")
        if locked.closed_as == WITHDRAWN_AS:
            raise DecisionError("取り下げられた申請です。", "The claim was withdrawn.")
        move([locked.pk], ClaimState.EXAMINING, detail="reconsidered", by=by)
        return Reconsideration.objects.create(
            claim=locked, decision=last.decision, because=because.strip(), at=clock.now(), actor=by.ref
        )


def open_proposal(claim: Claim) -> FraudProposal | None:
    """The proposal that waits for approval."""
    return FraudProposal.objects.filter(claim=claim, approved_at__isnull=True, returned_at__isnull=True).first()


def _yen(sheet: Sheet, agreed: Agreed | None) -> int | None:
    outcome = sheet.decision.outcome
    if outcome == "pending":
        raise DecisionError("足りない事項があるため、まだ判定できません。", "Something is still to be supplied.")
    if outcome == "ineligible":
        return None
    if sheet.lacks:
        raise DecisionError("審査が終わっていません。", "The examination is not complete.")
    if outcome == "eligible":
        return sheet.decision.amount
    if agreed is None or agreed.yen <= 0 or not agreed.words.strip():
        raise DecisionError(
            "方針だけでは決まりません。補償する金額と、決めた内容・理由を入力してください。",
            "The policy leaves this to a person: enter the sum, and what was agreed and why.",
        )
    if agreed.yen > sheet.sum.amount:
        raise DecisionError("損害の額を超えています。", "It is more than the damage.")
    return agreed.yen


def _check_shares(sheet: Sheet, shares: Mapping[str, int], yen: int | None, *, is_user: bool) -> None:
    """Shares are given exactly where the policy names no balance, and never exceed what a balance lost."""
    unnamed = is_user and bool(yen) and _names_no_balance(sheet)
    if unnamed != bool(shares) or (shares and sum(shares.values()) != yen):
        raise DecisionError(
            "残高ごとの金額の合計を、補償する金額に合わせてください。", "The shares of the balances must be the sum."
        )
    lost: dict[str, int] = {}
    for act, stands in zip(sheet.facts.acts, sheet.stands, strict=True):
        lost[act.balance] = lost.get(act.balance, 0) + (act.loss_yen if stands else 0)
    if any(yen > lost.get(balance, 0) for balance, yen in shares.items()):
        raise DecisionError("その残高の損害を超えています。", "It is more than that balance lost.")


def _names_no_balance(sheet: Sheet) -> bool:
    if sheet.decision.outcome == "refer":
        return True
    return any(line.remedy == "credit" and line.balance is None for line in sheet.decision.lines)


def names_no_balance(sheet: Sheet) -> bool:
    """Whether a person has to say which balance gets what."""
    return sheet.facts.is_user and sheet.sum.amount > 0 and _names_no_balance(sheet)


def _named_first(proposal: FraudProposal, by: Actor) -> FraudProposal:
    """The proposal, naming the one that it reconsiders; raises DecisionError for either of those who decided that."""
    first = _last_approved(proposal.claim)
    if first is None:
        return proposal
    _refuse_the_first_two(by, {first.prepared_by, first.approved_by})
    proposal.reconsiders = first
    proposal.first_prepared_by, proposal.first_approved_by = first.prepared_by, first.approved_by
    return proposal


def _refuse_the_first_two(by: Actor, first: set[str]) -> None:
    if by.ref in first:
        raise DecisionError(
            "再審査の案の作成と承認は、前の判定に関わっていない人が行います。",
            "Neither of the two who decided before prepares or approves the new decision.",
        )


def _keep(proposal: FraudProposal, by: Actor) -> FraudProposal:
    try:
        with transaction.atomic():
            proposal.save(force_insert=True)
    except IntegrityError:
        raise DecisionError("すでに承認待ちの案があります。", "A proposal already waits for approval.") from None
    _record("claim.proposed", proposal, by)
    return proposal


def _approve(proposal: FraudProposal, by: Actor) -> Awarded:
    claim = _locked(proposal.claim)
    kept = FraudProposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    if kept.approved_at or kept.returned_at:
        raise DecisionError("すでに処理されています。", "It was dealt with already.")
    if claim.state not in OPEN:
        raise DecisionError("審査中の申請ではありません。", "The claim is not under examination.")
    if by.ref == kept.prepared_by:
        raise DecisionError("作成した本人は承認できません。", "Whoever prepared it may not approve it.")
    _refuse_the_first_two(by, {kept.first_prepared_by, kept.first_approved_by})
    if facts_as_json(facts_of(claim)) != kept.facts:
        raise DecisionError(
            "案の作成後に事実が変わりました。差し戻して作り直してください。",
            "The facts have changed since: send it back and prepare it again.",
        )
    awarded = _awarded(claim, kept, by)
    for position, loss in awarded.losses.items():
        FraudAct.objects.filter(claim=claim, position=position, loss__isnull=True).update(loss_id=loss)
    # The names are written as they are: the database itself refuses an approval by whoever prepared it.
    FraudProposal.objects.filter(pk=kept.pk).update(
        approved_at=clock.now(), approved_by=by.ref, decision=awarded.decision
    )
    _record("claim.proposal_approved", kept, by)
    move([claim.pk], ClaimState.DECIDED, detail=kept.outcome, by=by)
    notice = decision_notice(claim, awarded.decision)
    if notice.address:
        outbox.plan([notice], by=by)
    return awarded


def _award(claim: Claim, proposal: FraudProposal) -> FraudAward:
    fraud, reach = FraudClaim.objects.get(claim=claim), contacts(claim_answers.of(claim).given)
    acts = FraudAct.objects.filter(claim=claim)
    account = bytes(fraud.account_hash or b"").hex()[:32]
    return FraudAward(
        claim.pk,
        str(claim.number),
        PolicyInForce(claim.bulletin, policy_of(claim.bulletin)),
        read_claim({"facts": proposal.facts}),
        {act.position: f"{claim.programme.slug}:{account}:{code(act.reference)}" for act in acts},
        {act.position: act.loss_id for act in acts if act.loss_id is not None},
        proposal.yen if proposal.outcome == "refer" else None,
        proposal.shares,
        Contact(reach.phone, reach.email),
    )


def _locked(claim: Claim) -> Claim:
    return (
        Claim.objects.select_for_update(of=("self",))
        .select_related("programme", "bulletin__programme")
        .get(pk=claim.pk)
    )


def _last_approved(claim: Claim) -> FraudProposal | None:
    approved = FraudProposal.objects.filter(claim=claim, approved_at__isnull=False).select_related("decision")
    return approved.order_by("-pk").first()


def _record(action: str, proposal: FraudProposal, by: Actor) -> None:
    detail = {"outcome": proposal.outcome, "yen": proposal.yen}
    claim = proposal.claim
    audit.record(action, by=by, kind="claim", refs=[str(claim.number)], scope=claim.programme.slug, detail=detail)
