"""From a decision to what is owed: what is recorded, what is held back for a person, what is paid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from compensation.awards import reasons
from compensation.awards.judging import Judged
from compensation.awards.rows import Rows
from compensation.awards.standing import Owed, Standing
from compensation.awards.terms import Terms
from compensation.contacts import Contact
from compensation.facts import Held
from compensation.models import DecisionLine
from compensation.policy.decision import Line
from compensation.states import LineRemedy, SubjectKind

_FINAL: Final = frozenset({"eligible", "ineligible"})

Part = tuple[int, int]
"""An entitlement's id, and the yen of it that a payout pays."""


class Recorded(NamedTuple):
    """A decision that stands now, whether it was just made or stood before."""

    kind: SubjectKind
    id: int
    lines: dict[int, tuple[int, int]]
    """Of one just made, by coupon id: the loss, and the line that is to be paid."""
    is_new: bool = False


class Awarding:
    """Awards under given terms, over what stands; the rows come into one batch."""

    def __init__(self, terms: Terms, standing: Standing, rows: Rows) -> None:
        self.terms, self.standing, self.rows = terms, standing, rows

    def record(self, kind: SubjectKind, subject_id: int, coupons: Sequence[Held], judged: Judged) -> Recorded:
        """Write the decision on a subject, with its lines, in place of the one that stands."""
        before = self.standing.decisions.get(subject_id)
        decision_id = self.rows.decision(kind, subject_id, judged, before.id if before else None)
        lines = {}
        for position, line in enumerate(judged.decision.lines):
            held = coupons[line.subject]
            loss_id = None if line.case == "none" else self._loss(held)
            line_id = self.rows.line(decision_id, loss_id, position, line)
            if line.remedy == "pay" and loss_id is not None:
                lines[held.id] = loss_id, line_id
        return Recorded(kind, decision_id, lines, is_new=True)

    def owed_for(self, held: Held) -> Owed | None:
        """What is owed for a coupon so far."""
        owed = self.standing.owed
        return owed.get(self.terms.loss_key(held.inquiry_number)) if owed else None

    def held_back(self, held: Held, yen: int, payee_id: int | None) -> str | None:
        """Why the money of a coupon waits for a person whoever asks for it; None where it does not."""
        owed = self.owed_for(held)
        taken_by = owed.payee_id if owed is not None else held.payee_id
        if taken_by is not None and taken_by != payee_id:
            return reasons.CLAIMED_ELSEWHERE if yen else None
        if owed is not None and yen < owed.owed:
            return reasons.SUM_CHANGED
        # The number that replaced it is a coupon of its own: to pay both would be to pay one loss twice. That is so
        # too of a coupon for which a payout stands ready.
        return reasons.REPLACED if yen and held.replaced_by else None

    def claw_back(self, held: Held, yen: int, payee_id: int | None, recorded: Recorded, lines: Iterable[Line]) -> None:
        """Note what a new decision, final in its `lines` on a coupon of this payee, finds that was owed too much."""
        owed = self.owed_for(held)
        if not recorded.is_new or owed is None or owed.payee_id != payee_id or yen >= owed.owed:
            return
        if {line.outcome for line in lines} <= _FINAL:
            self.rows.claw_back(owed, recorded.id, owed.owed - yen)

    def is_contested(self, held: Held) -> bool:
        """Whether somebody's claim for this coupon waits for a person: until then it is nobody's.

        A question that was asked on the phone contests nothing.
        """
        raised = self.standing.referrals.get(held.id, ())
        open_ones = [one for one in raised if one.is_open and one.reason != reasons.ESCALATED]
        return any(one.about != SubjectKind.COUPON for one in open_ones)

    def part(self, held: Held, yen: int, payee_id: int, recorded: Recorded) -> Part | None:
        """Let a coupon owe `yen` to its payee; what a payout still has to pay of it, None for nothing."""
        owed = self.owed_for(held)
        if owed is not None:
            missing = yen - owed.committed
            return (owed.id, self.rows.top_up(owed, yen)) if missing else None
        loss_id, line_id = recorded.lines.get(held.id) or self._paid_line(recorded.id, held)
        if held.payee_id is None:
            self.rows.batch.claimed.append((held.id, payee_id))
        return self.rows.entitlement(loss_id, payee_id, line_id, yen), yen

    def pay(self, payee_id: int, parts: Sequence[Part], to: tuple[str, Contact] | None) -> int:
        """One payout of these parts, announced by a channel to a contact that takes it (None: by no link); its yen."""
        if self.terms.sending is None:
            raise ValueError("the bulletin has no such route: hold the money back first")
        return self.rows.payout(payee_id, parts, self.terms.sending, to)

    def refer(self, recorded: Recorded, held: Held | None, reason: str, clause: str) -> bool:
        """Put a matter before a person, unless it is there already or was answered for this very decision.

        A claim is examined again only after somebody asked for it: what still holds it back waits for a person again.
        A coupon has one open referral a reason; where it is another decision's, this one's names no coupon.
        """
        coupon_id = held.id if held else None
        raised = self.standing.referrals.get(coupon_id, []) + self.standing.referrals.get(None, [])
        same = [one for one in raised if one.reason == reason]
        lasts = recorded.kind == SubjectKind.COUPON
        if any(one.decision_id == recorded.id and (lasts or one.is_open) for one in same):
            return False
        if any(one.is_open and one.coupon_id is not None for one in same):
            if recorded.kind == SubjectKind.COUPON:
                return False
            coupon_id = None
        self.rows.referral(recorded.id, coupon_id, reason, clause)
        return True

    def answer(self, held: Held, still: set[str]) -> None:
        """Close what earlier decisions on this coupon had put before a person, save what is `still` open."""
        for raised in self.standing.referrals.get(held.id, ()):
            if raised.is_open and raised.about == SubjectKind.COUPON and raised.reason not in still:
                self.rows.batch.answered.append(raised.id)

    def _loss(self, held: Held) -> int:
        key = self.terms.loss_key(held.inquiry_number)
        if key not in self.standing.losses:
            self.standing.losses[key] = self.rows.loss(held.id, key)
        return self.standing.losses[key]

    def _paid_line(self, decision_id: int, held: Held) -> tuple[int, int]:
        """The loss and the line of a decision that stood before, when what held its money back is gone."""
        loss_id = self.standing.losses[self.terms.loss_key(held.inquiry_number)]
        paid = DecisionLine.objects.filter(decision_id=decision_id, loss_id=loss_id, remedy=LineRemedy.PAY)
        return loss_id, paid.latest("position").pk
