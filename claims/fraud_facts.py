"""What is known of a claim for misuse, as facts for the policy: said by the claimant, established, found."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from claims import answers as claim_answers
from claims.fraud_items import missing_items
from claims.models import Claim, ExaminationFinding, FraudAct, FraudClaim
from claims.withdrawal import WITHDRAWN_AS
from compensation.policy.fraud import facts as policy
from compensation.policy.fraud.policy import FraudPolicy
from compensation.policy.fraud.reading import facts_as_json, read_claim
from compensation.programmes import policy_of

GROUNDS: Final = 15
IDENTITY, REPEATED = "4.2", "4.11"
JUDGED: Final = frozenset({"2.1", IDENTITY, *(f"4.{number}" for number in (4, 8, 9, 10, 12, 13, 14, 15))})
"""Items that no fact settles: each stays open until a person has signed it."""
FORM_CHANNEL: Final = "inquiry_form"

Standing = Mapping[str, ExaminationFinding]


def standing_findings(claim: Claim) -> dict[str, ExaminationFinding]:
    """The latest finding of each item."""
    return {finding.item: finding for finding in ExaminationFinding.objects.filter(claim=claim).order_by("pk")}


def facts_of(claim: Claim, rules: FraudPolicy | None = None) -> policy.FraudClaim:
    """The facts of a claim as they stand, read as the contract reads them.

    What is missing in it is asked by its own policy, or by `rules` where another one is tried.
    """
    return read_claim({"facts": facts_as_json(_facts(claim, rules or policy_of(claim.bulletin)))})


def needed(previous: datetime | None) -> frozenset[str]:
    """The items that a person must sign; ground 11 only where there was an earlier claim."""
    return JUDGED | {REPEATED} if previous else JUDGED


def previous_claim(claim: Claim, fraud: FraudClaim, *, withdrawn: bool = True) -> datetime | None:
    """When the last claim before this one on the same account was received; without `withdrawn`, not one taken back.

    Whether a claim that was withdrawn counts is left to the person who signs ground 11.
    """
    if fraud.account_hash is None or not fraud.is_user:
        return None
    others = FraudClaim.objects.filter(
        account_hash=fraud.account_hash, claimant="user", claim__received_at__isnull=False
    )
    earlier = others.filter(claim__received_at__lt=claim.received_at).exclude(pk=claim.pk)
    if not withdrawn:
        earlier = earlier.exclude(claim__closed_as=WITHDRAWN_AS)
    return earlier.order_by("-claim__received_at").values_list("claim__received_at", flat=True).first()


def lacks(fraud: FraudClaim, acts: list[FraudAct], findings: Standing, previous: datetime | None) -> list[str]:
    """What an examination still lacks: "facts", "account", "acts", or the item of a missing signature."""
    missing = [] if fraud.established_at else ["facts"]
    missing += [] if fraud.account_hash else ["account"]
    missing += [] if all(act.reference for act in acts) else ["acts"]
    return missing + sorted(needed(previous) - findings.keys())


def _facts(claim: Claim, rules: FraudPolicy) -> policy.FraudClaim:
    if claim.received_at is None:
        raise ValueError("a draft is no claim yet")
    fraud, findings = FraudClaim.objects.get(claim=claim), standing_findings(claim)
    acts = list(FraudAct.objects.filter(claim=claim).order_by("position"))
    given, previous = claim_answers.of(claim).given, previous_claim(claim, fraud)
    missing = {item.id for item in missing_items(given, rules, is_user=fraud.is_user)}
    settled = {item for item in missing if _verdict(findings, f"item.{item}") == "clear"}
    return policy.FraudClaim(
        claimant=fraud.claimant,  # type: ignore[arg-type]
        cause=fraud.cause,  # type: ignore[arg-type]
        misused_by=fraud.misused_by,  # type: ignore[arg-type]
        intended_by_claimant=fraud.intended_by_claimant,
        acts=tuple(policy.Act(act.at, act.kind, act.balance, act.yen, act.fee_yen) for act in acts),  # type: ignore[arg-type]
        information_stolen_at=fraud.information_stolen_at,
        recognised_at=fraud.recognised_at,
        first_contact_at=fraud.first_contact_at,
        claim=policy.Form(claim.received_at, FORM_CHANNEL, fraud.phrase, frozenset(missing - settled)),
        previous_claim_received_at=previous_claim(claim, fraud, withdrawn=False),
        reported_to_police=_answered(findings, "2.police", _police_named(given)),
        identity_verified=_answered(findings, IDENTITY, None),
        card_issuer_notified=_answered(findings, "2.3", fraud.issuer_told),
        cooperation=_cooperation(findings),
        device_transferred_lent_or_pledged=fraud.device_transferred,
        negligence=fraud.negligence,  # type: ignore[arg-type]
        third_parties=policy.ThirdParties(fraud.recovered_yen, fraud.received_yen, fraud.due_yen, fraud.undetermined),
        other_losses_yen=fraud.other_losses_yen,
        examination=policy.Examination(not lacks(fraud, acts, findings, previous), _grounds_found(findings)),
    )


def _verdict(findings: Standing, item: str) -> str:
    return findings[item].verdict if item in findings else ""


def _answered(findings: Standing, item: str, said: bool | None) -> bool | None:
    """What a person found; where nobody did, what the claimant said."""
    return {"clear": True, "found": False}.get(_verdict(findings, item), said)


def _police_named(given: Mapping[str, Any]) -> bool | None:
    return True if given.get("police_station") and given.get("police_date") else None


def _cooperation(findings: Standing) -> policy.Cooperation:
    given = _answered(findings, "2.2", None)
    return policy.Cooperation(given is not None, given)


def _grounds_found(findings: Standing) -> frozenset[int]:
    """The grounds that a person found; an identity that was not checked is a fact of its own."""
    numbers = (number for number in range(1, GROUNDS + 1) if f"4.{number}" != IDENTITY)
    return frozenset(number for number in numbers if _verdict(findings, f"4.{number}") == "found")
