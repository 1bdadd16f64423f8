"""Builds the rows of an award, one kind a method. Nothing is written here."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from compensation.awards import tables
from compensation.awards.batch import Batch, TopUp
from compensation.awards.ids import Ids
from compensation.awards.judging import Judged
from compensation.awards.standing import Owed
from compensation.awards.terms import Terms
from compensation.contacts import Contact, email_hash, phone_hash
from compensation.links import new_link
from compensation.numbers import payout_number
from compensation.policy import decision as policy
from compensation.sending import Sending, address_for
from compensation.states import LineRemedy, PayoutState
from foundation.tables.bulk import raw_json
from notifications.outbox import encode


class Rows:
    """Fills a batch under given terms. The columns stand in `awards.tables`, in the order of the rows here."""

    def __init__(self, terms: Terms, batch: Batch, ids: Ids, mailing_id: Callable[[], int]) -> None:
        self._terms, self._mailing_id = terms, mailing_id
        self._next = {table: ids.of(table.name).__next__ for table in tables.NUMBERED}
        self._programme_id, self._bulletin_id = terms.programme.pk, terms.bulletin.pk
        self._as_of, self._at, self._actor = terms.as_of, terms.at, terms.by.ref
        self.batch = batch

    def decision(self, kind: str, subject_id: int, judged: Judged, replaces: int | None = None) -> int:
        """The decision on a subject, in place of the one it `replaces`; its id."""
        pk, new = self._next[tables.DECISION](), judged.decision
        if replaces is not None:
            self.batch.superseded.append(replaces)
        self.batch.rows[tables.DECISION].append(
            (
                pk, self._programme_id, self._bulletin_id, kind, subject_id, new.case, new.outcome, new.amount,
                new.route or "", new.remedy or "", raw_json(judged.facts), raw_json(judged.trace),
                raw_json(judged.doubts), self._as_of, self._at, self._actor, replaces,
            )
        )  # fmt: skip
        return pk

    def loss(self, coupon_id: int, key: str) -> int:
        """What one coupon lost; its id."""
        pk = self._next[tables.LOSS]()
        self.batch.rows[tables.LOSS].append((pk, self._programme_id, coupon_id, key, self._at))
        return pk

    def line(self, decision_id: int, loss_id: int | None, position: int, line: policy.Line) -> int:
        """One line of a decision; its id."""
        pk = self._next[tables.LINE]()
        remedy = line.remedy or LineRemedy.NONE.value
        self.batch.rows[tables.LINE].append(
            (pk, decision_id, loss_id, position, line.case, line.outcome, remedy, line.yen, line.balance or "")
        )
        return pk

    def payee(self, kind: str, key: str, contact: Contact) -> int:
        """Who is paid; the id. Of the contact only keyed hashes are kept."""
        pk = self._next[tables.PAYEE]()
        hashes = phone_hash(contact.phone), email_hash(contact.email)
        self.batch.rows[tables.PAYEE].append((pk, self._programme_id, kind, key, *hashes, self._at))
        return pk

    def entitlement(self, loss_id: int, payee_id: int, line_id: int, yen: int) -> int:
        """What a loss owes, wholly taken up by the payout that follows; its id."""
        pk = self._next[tables.ENTITLEMENT]()
        self.batch.rows[tables.ENTITLEMENT].append(
            (pk, self._programme_id, loss_id, "", payee_id, line_id, yen, yen, self._at)
        )
        return pk

    def top_up(self, standing: Owed, yen: int) -> int:
        """Let an entitlement owe `yen` in all, wholly taken up by the payout that follows; what that has to pay."""
        self.batch.top_ups.append(TopUp(standing.id, standing.committed, yen, yen, yen - standing.owed))
        return yen - standing.committed

    def claw_back(self, standing: Owed, decision_id: int, yen: int) -> None:
        """What a decision finds that an entitlement owes too much."""
        self.batch.rows[tables.CLAW_BACK].append((standing.id, decision_id, yen, self._at))

    def payout(
        self, payee_id: int, parts: Sequence[tuple[int, int]], sending: Sending, to: tuple[str, Contact] | None
    ) -> int:
        """A payout of these parts (entitlement, yen); yen. With `to` also its link, and the message to that contact."""
        pk, yen = self._next[tables.PAYOUT](), sum([part for _, part in parts])
        number = payout_number(pk)
        receipt = sending.receipt
        self.batch.rows[tables.PAYOUT].append(
            (
                pk, number, self._programme_id, payee_id, sending.route, PayoutState.PLANNED.value, yen,
                self._bulletin_id, "", receipt.day, receipt.hour, receipt.days_from_sending, self._at,
            )
        )  # fmt: skip
        self.batch.rows[tables.PAYOUT_LINE] += [(pk, entitlement_id, part) for entitlement_id, part in parts]
        if to is not None:
            link = new_link()
            self.batch.rows[tables.LINK].append((pk, link.hash, link.sealed, self._at, 0))
            self._message(number, link.url, yen, sending, to)
        return yen

    def referral(self, decision_id: int, coupon_id: int | None, reason: str, clause: str) -> None:
        """A matter for a person."""
        self.batch.rows[tables.REFERRAL].append(
            (self._programme_id, decision_id, coupon_id, reason, clause, self._at, "", "")
        )

    def _message(self, number: str, url: str, yen: int, sending: Sending, to: tuple[str, Contact]) -> None:
        channel, contact = to
        if self.batch.mailing_id is None:
            self.batch.mailing_id = self._mailing_id()
        announcement = self._terms.announcement(sending, channel)
        message = announcement.message(number, url, address_for(channel, contact), yen, self.batch.mailing_id)
        self.batch.rows[tables.MESSAGE].append(encode(message, self._at))
