"""The contract: facts in and out again, and errors that name the fact and what was expected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from compensation.policy.errors import FactError
from compensation.policy.fraud import facts_as_json, read_claim
from compensation.policy.periods import JST
from tests.compensation.policy.fraud.cases import PAID_IN_FULL, facts

WRONG: list[tuple[tuple[str | int, ...], Any, str]] = [
    (("claimant",), "somebody", "facts.claimant"),
    (("claimant",), None, "facts.claimant"),
    (("claimant",), [], "facts.claimant"),
    (("cause",), 1, "facts.cause"),
    (("misused_by",), "neighbour", "facts.misused_by"),
    (("intended_by_claimant",), 0, "facts.intended_by_claimant"),
    (("intended_by_claimant",), None, "facts.intended_by_claimant"),
    (("acts",), [], "facts.acts"),
    (("acts",), {}, "facts.acts"),
    (("acts", 0), "payment", "facts.acts[0]"),
    (("acts", 0, "at"), "2024-06-03T14:00:00", "facts.acts[0].at"),
    (("acts", 0, "at"), "2024-06-03", "facts.acts[0].at"),
    (("acts", 0, "at"), "yesterday", "facts.acts[0].at"),
    (("acts", 0, "at"), 1717390800, "facts.acts[0].at"),
    (("acts", 0, "at"), "1951-12-31T23:59:59+09:00", "facts.acts[0].at"),
    (("acts", 0, "at"), "9999-12-31T23:59:59+00:00", "facts.acts[0].at"),
    (("acts", 0, "act"), "theft", "facts.acts[0].act"),
    (("acts", 0, "balance"), "cash", "facts.acts[0].balance"),
    (("acts", 0, "yen"), "10000", "facts.acts[0].yen"),
    (("acts", 0, "yen"), 10000.0, "facts.acts[0].yen"),
    (("acts", 0, "yen"), True, "facts.acts[0].yen"),
    (("acts", 0, "yen"), -1, "facts.acts[0].yen"),
    (("acts", 0, "fee_yen"), None, "facts.acts[0].fee_yen"),
    (("acts", 0, "shop"), "x", "facts.acts[0].shop"),
    (("recognised_at",), None, "facts.recognised_at"),
    (("first_contact_at",), "", "facts.first_contact_at"),
    (("claim",), None, "facts.claim"),
    (("claim", "received_at"), None, "facts.claim.received_at"),
    (("claim", "channel"), "letter", "facts.claim.channel"),
    (("claim", "subject_phrase"), "yes", "facts.claim.subject_phrase"),
    (("claim", "items_missing"), "name", "facts.claim.items_missing"),
    (("claim", "items_missing"), ["name", 7], "facts.claim.items_missing[1]"),
    (("previous_claim_received_at",), False, "facts.previous_claim_received_at"),
    (("reported_to_police",), "yes", "facts.reported_to_police"),
    (("cooperation", "requested"), None, "facts.cooperation.requested"),
    (("cooperation", "given"), "no", "facts.cooperation.given"),
    (("negligence",), "slight", "facts.negligence"),
    (("third_parties", "recovered_yen"), -5, "facts.third_parties.recovered_yen"),
    (("third_parties", "undetermined"), None, "facts.third_parties.undetermined"),
    (("other_losses_yen",), None, "facts.other_losses_yen"),
    (("examination", "complete"), 1, "facts.examination.complete"),
    (("examination", "grounds_found"), 9, "facts.examination.grounds_found"),
    (("examination", "grounds_found"), [9, 16], "facts.examination.grounds_found[1]"),
    (("examination", "grounds_found"), [0], "facts.examination.grounds_found[0]"),
    (("examination", "grounds_found"), [True], "facts.examination.grounds_found[0]"),
    (("age",), 40, "facts.age"),
]
NULLABLE = [
    "information_stolen_at",
    "previous_claim_received_at",
    "reported_to_police",
    "identity_verified",
    "card_issuer_notified",
    "negligence",
]


def changed(path: tuple[str | int, ...], value: Any) -> dict[str, Any]:
    """The facts with one value put at a path."""
    given = facts()
    place: Any = given
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    return given


@pytest.mark.parametrize(("path", "value", "field"), WRONG)
def test_a_wrong_fact_is_named(path: tuple[str | int, ...], value: Any, field: str) -> None:
    with pytest.raises(FactError) as caught:
        read_claim({"facts": changed(path, value)})

    assert caught.value.field == field
    assert caught.value.message != ""


@pytest.mark.parametrize("name", list(PAID_IN_FULL))
def test_a_missing_fact_is_named(name: str) -> None:
    given = facts()
    del given[name]

    with pytest.raises(FactError) as caught:
        read_claim({"facts": given})

    assert (caught.value.field, caught.value.message) == (f"facts.{name}", "missing")


@pytest.mark.parametrize(("line", "field"), [({}, "facts"), ({"facts": []}, "facts"), ({"facts": None}, "facts")])
def test_a_line_without_facts(line: dict[str, Any], field: str) -> None:
    with pytest.raises(FactError) as caught:
        read_claim(line)

    assert caught.value.field == field


def test_what_was_expected_is_said() -> None:
    with pytest.raises(FactError) as caught:
        read_claim({"facts": facts(claimant="somebody")})

    assert str(caught.value) == "facts.claimant: expected one of user, non_user_cardholder"


@pytest.mark.parametrize("name", NULLABLE)
def test_null_means_not_known(name: str) -> None:
    assert getattr(read_claim({"facts": facts(**{name: None})}), name) is None


def test_other_keys_of_the_line_are_ignored() -> None:
    assert read_claim({"facts": facts(), "expect": {}, "why": "x"}) == read_claim({"facts": facts()})


def test_instants_are_given_back_in_japans_time() -> None:
    claim = read_claim({"facts": facts(recognised_at="2024-06-03T15:00:00Z")})

    assert claim.recognised_at.isoformat() == datetime(2024, 6, 4, tzinfo=JST).isoformat()


def test_facts_written_out_are_read_again() -> None:
    given = facts(
        previous_claim_received_at="2024-01-10T12:00:00+09:00",
        claim={"items_missing": ["email", "name"]},
        examination={"grounds_found": [9, 15]},
    )

    assert facts_as_json(read_claim({"facts": given})) == given
