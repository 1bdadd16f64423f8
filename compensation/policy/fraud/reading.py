"""The JSON contract of a fraud claim: facts in and, for keeping and replaying them, out again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar, get_args

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
from compensation.policy.fraud.values import Check, instant, listed, or_null, texts, whole_yen, word_of, yes_or_no

T = TypeVar("T")
Fields = Mapping[str, Check[Any]]

LAST_GROUND = 15


def read_claim(obj: Mapping[str, Any]) -> FraudClaim:
    """The facts of one claim from a line of the contract, `{"facts": {...}}`; other keys of the line are ignored.

    Raises FactError with the path of the first fact that is missing, unknown or not what it should be.
    """
    if "facts" not in obj:
        raise FactError("facts", "missing")
    return FraudClaim(*_fields(obj["facts"], "facts", CLAIM))


def facts_as_json(claim: FraudClaim) -> dict[str, Any]:
    """The facts as the contract writes them, instants in Japan's time: `read_claim({"facts": ...})` undoes it."""
    return {name: _as_json(value) for name, value in zip(claim._fields, claim, strict=True)}


def _as_json(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return {name: _as_json(part) for name, part in value._asdict().items()}
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, frozenset):
        return sorted(value)
    return [_as_json(part) for part in value] if isinstance(value, tuple) else value


def _fields(value: Any, path: str, fields: Fields) -> list[Any]:
    """The checked values of an object that has exactly these fields, in their order."""
    if type(value) is not dict:
        raise FactError(path, "expected an object")
    try:
        checked = [check(value[name], f"{path}.{name}") for name, check in fields.items()]
    except KeyError as missing:
        raise FactError(f"{path}.{missing.args[0]}", "missing") from None
    if len(value) != len(fields):
        _refuse_unknown(value, path, fields)
    return checked


def _refuse_unknown(value: Mapping[str, Any], path: str, fields: Fields) -> None:
    unknown = next(name for name in value if name not in fields)
    raise FactError(f"{path}.{unknown}", "not a fact of a fraud claim; expected only " + ", ".join(fields))


def _form(value: Any, path: str) -> Form:
    return Form(*_fields(value, path, FORM))


def _cooperation(value: Any, path: str) -> Cooperation:
    return Cooperation(*_fields(value, path, COOPERATION))


def _third_parties(value: Any, path: str) -> ThirdParties:
    return ThirdParties(*_fields(value, path, THIRD_PARTIES))


def _examination(value: Any, path: str) -> Examination:
    return Examination(*_fields(value, path, EXAMINATION))


def _acts(value: Any, path: str) -> tuple[Act, ...]:
    if not listed(value, path):
        raise FactError(path, "expected at least one act")
    return tuple(Act(*_fields(act, f"{path}[{place}]", ACT)) for place, act in enumerate(value))


def _grounds(value: Any, path: str) -> frozenset[int]:
    for place, ground in enumerate(listed(value, path)):
        if type(ground) is not int or not 1 <= ground <= LAST_GROUND:
            raise FactError(f"{path}[{place}]", f"expected the number of a ground, 1 to {LAST_GROUND}")
    return frozenset(value)


ACT: Fields = {
    "at": instant,
    "act": word_of(*get_args(ActKind)),
    "balance": word_of(*get_args(Balance)),
    "yen": whole_yen,
    "fee_yen": whole_yen,
}
FORM: Fields = {
    "received_at": instant,
    "channel": word_of(*get_args(Channel)),
    "subject_phrase": yes_or_no,
    "items_missing": texts,
}
COOPERATION: Fields = {"requested": yes_or_no, "given": or_null(yes_or_no)}
THIRD_PARTIES: Fields = {
    "recovered_yen": whole_yen,
    "compensation_received_yen": whole_yen,
    "compensation_due_yen": whole_yen,
    "undetermined": yes_or_no,
}
EXAMINATION: Fields = {"complete": yes_or_no, "grounds_found": _grounds}
CLAIM: Fields = {
    "claimant": word_of(*get_args(Claimant)),
    "cause": word_of(*get_args(Cause)),
    "misused_by": word_of(*get_args(Misuser)),
    "intended_by_claimant": yes_or_no,
    "acts": _acts,
    "information_stolen_at": or_null(instant),
    "recognised_at": instant,
    "first_contact_at": instant,
    "claim": _form,
    "previous_claim_received_at": or_null(instant),
    "reported_to_police": or_null(yes_or_no),
    "identity_verified": or_null(yes_or_no),
    "card_issuer_notified": or_null(yes_or_no),
    "cooperation": _cooperation,
    "device_transferred_lent_or_pledged": yes_or_no,
    "negligence": or_null(word_of(*get_args(Negligence))),
    "third_parties": _third_parties,
    "other_losses_yen": whole_yen,
    "examination": _examination,
}
