"""The JSON contract of a fraud claim: facts in and, for keeping and replaying them, out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from compensation.policy.decision import Balance
from compensation.policy.errors import FactError
from compensation.policy.fraud.facts import (
    Act,
    ActKind,
    Cause,
    Channel,
    Claimant,
    Cooperation,
    Examination,
    Form,
    FraudClaim,
    Misuser,
    Negligence,
    ThirdParties,
)
from compensation.policy.json_values import (
    Fields,
    as_json,
    fields,
    instant,
    listed,
    names,
    object_of,
    one_of,
    or_null,
    sequence_of,
    whole_not_negative,
    yes_or_no,
)

LAST_GROUND = 15


def read_claim(obj: Mapping[str, Any]) -> FraudClaim:
    """The facts of one claim from a line of the contract, `{"facts": {...}}`; other keys of the line are ignored.

    Raises FactError with the path of the first fact that is missing, unknown or not what it should be.
    """
    if "facts" not in obj:
        raise FactError("facts", "missing")
    return FraudClaim(*fields(obj["facts"], "facts", CLAIM))


def facts_as_json(claim: FraudClaim) -> dict[str, Any]:
    """The facts as the contract writes them, instants in Japan's time: `read_claim({"facts": ...})` undoes it."""
    facts: dict[str, Any] = as_json(claim)
    return facts


def _acts(value: Any, path: str) -> tuple[Act, ...]:
    acts = ACTS(value, path)
    if not acts:
        raise FactError(path, "expected at least one act")
    return acts


def _grounds(value: Any, path: str) -> frozenset[int]:
    for place, ground in enumerate(listed(value, path)):
        if type(ground) is not int or not 1 <= ground <= LAST_GROUND:
            raise FactError(f"{path}[{place}]", f"expected the number of a ground, 1 to {LAST_GROUND}")
    return frozenset(value)


ACT: Fields = {
    "at": instant,
    "act": one_of(*get_args(ActKind)),
    "balance": one_of(*get_args(Balance)),
    "yen": whole_not_negative,
    "fee_yen": whole_not_negative,
}
ACTS = sequence_of(ACT, Act)
FORM: Fields = {
    "received_at": instant,
    "channel": one_of(*get_args(Channel)),
    "subject_phrase": yes_or_no,
    "items_missing": names,
}
COOPERATION: Fields = {"requested": yes_or_no, "given": or_null(yes_or_no)}
THIRD_PARTIES: Fields = {
    "recovered_yen": whole_not_negative,
    "compensation_received_yen": whole_not_negative,
    "compensation_due_yen": whole_not_negative,
    "undetermined": yes_or_no,
}
EXAMINATION: Fields = {"complete": yes_or_no, "grounds_found": _grounds}
CLAIM: Fields = {
    "claimant": one_of(*get_args(Claimant)),
    "cause": one_of(*get_args(Cause)),
    "misused_by": one_of(*get_args(Misuser)),
    "intended_by_claimant": yes_or_no,
    "acts": _acts,
    "information_stolen_at": or_null(instant),
    "recognised_at": instant,
    "first_contact_at": instant,
    "claim": object_of(FORM, Form),
    "previous_claim_received_at": or_null(instant),
    "reported_to_police": or_null(yes_or_no),
    "identity_verified": or_null(yes_or_no),
    "card_issuer_notified": or_null(yes_or_no),
    "cooperation": object_of(COOPERATION, Cooperation),
    "device_transferred_lent_or_pledged": yes_or_no,
    "negligence": or_null(one_of(*get_args(Negligence))),
    "third_parties": object_of(THIRD_PARTIES, ThirdParties),
    "other_losses_yen": whole_not_negative,
    "examination": object_of(EXAMINATION, Examination),
}
