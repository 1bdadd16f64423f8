"""The examination of a claim for misuse: facts are established and items are signed, each by a person, on evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from django.db import transaction

from claims import answers as claim_answers
from claims.fraud_facts import GROUNDS, JUDGED, facts_of, lacks, needed, previous_claim, standing_findings
from claims.fraud_intake import account_hash
from claims.fraud_referrals import refer_doubts, refer_same_acts
from claims.models import Claim, ExaminationFinding, FraudAct, FraudClaim, FraudProposal
from claims.moves import move
from claims.states import ClaimState
from compensation.policy import decision as policy
from compensation.policy import explain
from compensation.policy.bulletin import Clause, Words
from compensation.policy.fraud import decide
from compensation.policy.fraud.acts import scope_of, standing
from compensation.policy.fraud.facts import FraudClaim as Facts
from compensation.policy.fraud.sums import Sum, reckon
from compensation.programmes import policy_of
from compensation.working_days import WorkingDays
from foundation.japan.numbers import code
from foundation.trail import audit, clock
from foundation.trail.actor import Actor

DUTIES: Final = ("2", "2.30days", "2.police", "2.1", "2.2", "2.3")
OPEN: Final = frozenset({ClaimState.RECEIVED, ClaimState.EXAMINING, ClaimState.WAITING})


class ExaminationError(Exception):
    """The examination refuses it; says why in both languages."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.ja, self.en = ja, en


class Item(NamedTuple):
    """One item of the sheet: what the facts say, the person's finding that stands, and whether one must be signed."""

    key: str
    clause: Clause
    name: Words | None
    says: tuple[Words, ...]
    finding: ExaminationFinding | None
    open: bool


class Sheet(NamedTuple):
    """An examination as it stands: the items in the order of the policy, and what the policy would decide on them."""

    facts: Facts
    decision: policy.Decision
    grounds: list[Item]
    duties: list[Item]
    form: list[Item]
    lacks: list[str]
    sum: Sum
    stands: tuple[bool, ...]


class Established(NamedTuple):
    """What an examiner established: fields of the claim, the account's id ("" where unchanged), and its acts."""

    fields: Mapping[str, Any]
    account: str
    acts: Sequence[Mapping[str, Any]]


def sheet_of(claim: Claim) -> Sheet:
    """The examination of a claim, item by item."""
    rules, facts = policy_of(claim.bulletin), facts_of(claim)
    calendar = WorkingDays(rules.contact.year_end)
    decision = decide(facts, rules, calendar)
    fraud, findings = FraudClaim.objects.get(claim=claim), standing_findings(claim)
    previous = previous_claim(claim, fraud)
    said = _said(decision, rules.clauses)
    must = needed(previous)

    def item(key: str, clause: str, name: Words | None = None) -> Item:
        full = rules.ids[clause]
        found = findings.get(key)
        return Item(key, rules.clauses[full], name, said.get(full, ()), found, key in must and found is None)

    asked = [one for one in rules.application.items if fraud.is_user or not one.user_only]
    scope = scope_of(facts, rules, calendar)
    return Sheet(
        facts,
        decision,
        [item(f"4.{number}", f"4.{number}") for number in range(1, GROUNDS + 1)],
        [item(key, key) for key in DUTIES],
        [item(f"item.{one.id}", "application.items", one.name) for one in asked],
        lacks(fraud, list(FraudAct.objects.filter(claim=claim)), findings, previous),
        reckon(facts, standing(facts, scope)),
        scope.stands,
    )


def sign(claim: Claim, item: str, verdict: str, evidence: str, *, by: Actor) -> ExaminationFinding:
    """Write what a person found of an item, on what evidence; pressed again it stays one finding.

    Raises ExaminationError.
    """
    if not evidence.strip():
        raise ExaminationError("根拠を入力してください。", "Say on what evidence.")
    with transaction.atomic():
        locked = _open_claim(claim)
        known = {*DUTIES, *(f"4.{number}" for number in range(1, GROUNDS + 1))}
        known |= {f"item.{one.id}" for one in policy_of(locked.bulletin).application.items}
        if item not in known:
            raise ExaminationError("審査項目にありません。", "The examination has no such item.")
        said = {"verdict": verdict, "evidence": evidence.strip(), "actor": by.ref}
        last = ExaminationFinding.objects.filter(claim=locked, item=item).order_by("-pk").first()
        if last is not None and {name: getattr(last, name) for name in said} == said:
            return last
        _begin(locked, by)
        finding = ExaminationFinding.objects.create(claim=locked, item=item, at=clock.now(), **said)
        # Before everything is signed that only a person can judge, the outcome is open anyway.
        if standing_findings(locked).keys() >= JUDGED:
            refer_doubts(locked, by=by)
    return finding


def establish(claim: Claim, established: Established, *, by: Actor) -> None:
    """Keep the facts as a person established them, with what they were before in the audit log.

    The same person with the same facts again (a second press) writes nothing.
    Raises ExaminationError where the claim is not under examination.
    """
    with transaction.atomic():
        locked = _open_claim(claim)
        _begin(locked, by)
        fraud = FraudClaim.objects.select_for_update().get(claim=locked)
        account = account_hash(established.account)
        fields = {**established.fields, **({"account_hash": account} if account else {})}
        if established.account and fraud.is_user:
            _keep_account(locked, established.account)
        changed = sorted(name for name, value in fields.items() if _plain(getattr(fraud, name)) != value)
        acts = _keep_acts(locked, established.acts)
        if not changed and not acts and fraud.established_by == by.ref:
            return
        FraudClaim.objects.filter(pk=fraud.pk).update(**fields, established_at=clock.now(), established_by=by.ref)
        was = {name: str(getattr(fraud, name)) for name in changed if name != "account_hash"}
        detail = {"changed": changed, "was": was, "acts_were": acts}
        scope = locked.programme.slug
        audit.record(
            "claim.facts_established", by=by, kind="claim", refs=[str(locked.number)], scope=scope, detail=detail
        )
        refer_doubts(locked, by=by)
        refer_same_acts(locked, by=by)


def _keep_account(claim: Claim, account: str) -> None:
    """Keep the id of a user's account with the answers, sealed: its balances are credited by it."""
    kept = claim_answers.of(claim)
    sealed = claim_answers.sealed(claim.draft_key, kept._replace(given=kept.given | {"customer_id": account}))
    Claim.objects.filter(pk=claim.pk).update(answers_sealed=sealed)


def _keep_acts(claim: Claim, acts: Sequence[Mapping[str, Any]]) -> list[str]:
    """Bring the acts to what was established; those that changed, as they were."""
    were = []
    rows = {row.position: row for row in FraudAct.objects.select_for_update().filter(claim=claim)}
    for act in acts:
        row = rows[act["position"]]
        if any(getattr(row, name) != value for name, value in act.items()):
            were.append(f"{row.position}: {row.at.isoformat()} {row.kind} {row.balance} {row.yen} {row.fee_yen}")
            _refuse_another_loss(row, act)
            FraudAct.objects.filter(pk=row.pk).update(**act)
    return were


def _refuse_another_loss(row: FraudAct, act: Mapping[str, Any]) -> None:
    """An act that money was granted for keeps its number: the loss goes by it. What else was wrong may be mended."""
    if row.loss_id is not None and code(act.get("reference", row.reference)) != code(row.reference):
        raise ExaminationError(
            "補償が決まった取引の番号は変えられません。", "The number of an act that was granted for cannot be changed."
        )


def _open_claim(claim: Claim) -> Claim:
    """The claim, locked; what was proposed or decided stays as it was examined."""
    locked = Claim.objects.select_for_update(of=("self",)).select_related("programme", "bulletin").get(pk=claim.pk)
    proposed = FraudProposal.objects.filter(claim=locked, approved_at__isnull=True, returned_at__isnull=True)
    if locked.state not in OPEN or proposed.exists():
        raise ExaminationError(
            "承認待ちまたは判定済みのため、変えられません。", "It waits for approval or is decided: nothing changes."
        )
    return locked


def _begin(claim: Claim, by: Actor) -> None:
    if claim.state == ClaimState.RECEIVED:
        move([claim.pk], ClaimState.EXAMINING, detail="the examination began", by=by)


def _said(decision: policy.Decision, clauses: Mapping[str, Clause]) -> dict[str, tuple[Words, ...]]:
    said: dict[str, tuple[Words, ...]] = {}
    for found in explain.officers_sheet(decision.trace, clauses):
        said[found.clause.id] = (*said.get(found.clause.id, ()), found.words)
    return said


def _plain(value: Any) -> Any:
    return bytes(value) if isinstance(value, memoryview) else value
