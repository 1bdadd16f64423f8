"""One app account's coupons: each decided by itself, paid together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import orjson

from compensation.awards import reasons
from compensation.awards.awarding import Awarding, Part, Recorded
from compensation.awards.judging import Judge
from compensation.contacts import Contact
from compensation.facts import Account, Balances, FactsOfCoupons, Held, account_of
from compensation.policy.decision import Decision
from compensation.sending import choose_channel
from compensation.states import PayeeKind, SubjectKind


class Decided(NamedTuple):
    """A coupon with the decision that stands on it now, and the yen that it is to be paid."""

    held: Held
    recorded: Recorded
    decision: Decision
    yen: int


class AccountAwards:
    """Decides the coupons of app accounts, one account after the other; `counts` says what came of it."""

    def __init__(self, awarding: Awarding, make: FactsOfCoupons, judge: Judge) -> None:
        self._awarding, self._make, self._judge, self._terms = awarding, make, judge, awarding.terms
        self.counts: Counter[str] = Counter()

    def award(self, coupons: Sequence[Held], balances: Mapping[int, Balances]) -> None:
        """Decide the coupons of one account as of the terms' instant, and pay what came due in one payout."""
        account = account_of(coupons, self._terms.as_of)
        channel = self._channel(account)
        payee_id = self._awarding.standing.payees.get(account.key)
        parts = list[Part]()
        for held in coupons:
            decided = self._decide(held, account, balances[held.id])
            if decided is None:
                continue
            reason = self._held_back(decided, account, channel, payee_id, balances[held.id])
            self._refer(decided, reason)
            self._awarding.claw_back(held, decided.yen, payee_id, decided.recorded, decided.decision.lines)
            if decided.yen and reason is None and account.contact:
                payee_id = payee_id or self._payee(account, account.contact)
                part = self._awarding.part(held, decided.yen, payee_id, decided.recorded)
                parts += [part] if part else []
        if parts and payee_id and channel and account.contact:
            self.counts["payouts"] += 1
            self.counts["yen"] += self._awarding.pay(payee_id, parts, (channel, account.contact))

    def _channel(self, account: Account) -> str | None:
        sending = self._terms.sending
        return choose_channel(sending.channels, account.contact) if sending and account.contact else None

    def _decide(self, held: Held, account: Account, balances: Balances) -> Decided | None:
        """The coupon's decision, recorded where it says something new; None where a later one stands."""
        self.counts["coupons"] += 1
        before = self._awarding.standing.decisions.get(held.id)
        if before is not None and before.decided_at > self._terms.as_of:
            self.counts["decided_later"] += 1
            return None
        judged = self._judge.judge(self._make.automatic(held, account, balances))
        self.counts[judged.decision.outcome] += 1
        if before is not None and before.says(judged.decision, orjson.loads(judged.facts)):
            recorded = Recorded(SubjectKind.COUPON, before.id, {})
        else:
            self.counts["superseded" if before else "decided"] += 1
            recorded = self._awarding.record(SubjectKind.COUPON, held.id, (held,), judged)
        return Decided(held, recorded, judged.decision, judged.paid)

    def _held_back(
        self, decided: Decided, account: Account, channel: str | None, payee_id: int | None, balances: Balances
    ) -> str | None:
        held, yen = decided.held, decided.yen
        reason = self._awarding.held_back(held, yen, payee_id)
        if reason is not None:
            return reason
        if yen == 0:
            return reasons.RESTORED if _was_restored_in_vain(decided, balances) else None
        owed = self._awarding.owed_for(held)
        if owed is not None and owed.committed == yen:
            return None
        # Money that is still to be paid, and cannot be although it is owed.
        if self._awarding.is_contested(held):
            return reasons.CLAIMED_ELSEWHERE
        if channel is None:
            return reasons.NO_CONTACT if account.contact else reasons.CONTACTS_DIFFER
        return None

    def _refer(self, decided: Decided, reason: str | None) -> None:
        wanted = dict[str, str]()
        if decided.decision.outcome == "refer":
            rule, clause = reasons.reason_of(decided.decision)
            wanted[rule] = clause
        if reason is not None:
            wanted[reason] = reasons.clause_of(reason, self._terms.rules)
        for why, clause in wanted.items():
            self.counts["referrals"] += self._awarding.refer(decided.recorded, decided.held, why, clause)
        self._awarding.answer(decided.held, set(wanted))

    def _payee(self, account: Account, contact: Contact) -> int:
        payee_id = self._awarding.rows.payee(PayeeKind.APP_ACCOUNT, account.key, contact)
        self._awarding.standing.payees[account.key] = payee_id
        return payee_id


def _was_restored_in_vain(decided: Decided, balances: Balances) -> bool:
    """A sum was put back and is left, but the ledger alone does not show why the coupon would be covered."""
    left = any(yen for yen in balances.values())
    return decided.decision.outcome == "ineligible" and decided.held.restored_at is not None and left
