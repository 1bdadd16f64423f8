"""What an enquiry owes where the bulletin pays case B out: to the app account or to the caller, and only once.

A coupon on an app account is paid as the settlement pays it, to the contact that the account shows: a call alone moves
no money of an account to another phone. Any other coupon is paid to whoever called.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from compensation.awards import reasons
from compensation.awards.awarding import Awarding, Recorded
from compensation.awards.judging import Judged
from compensation.awards.standing import Owed
from compensation.awards.terms import Terms
from compensation.contacts import Contact
from compensation.coupon_reading import coupons_of_account
from compensation.enquiries import paying_lines
from compensation.facts import Held, account_of
from compensation.models import Entitlement, PayoutLine
from compensation.policy.bulletin import Bulletin
from compensation.referrals import RESTORED_OTHERWISE
from compensation.sending import AUTOMATIC, SPECIAL_SITE, choose_channel
from compensation.states import PayeeKind, SubjectKind
from notifications.states import Channel

_NOWHERE: Final = Contact("", "")
"""Of a withdrawn account the old contact is not written to."""


class PayTo(NamedTuple):
    """The number under which a caller is paid, and where the notice may go, by the channel that was asked for.

    `own` are the numbers of the caller's own applications for the coupon, which pay balance and deduction together;
    `applies` where one of them is under way.
    """

    number: str
    contact: Contact
    channel: str = Channel.SMS.value
    own: tuple[str, ...] = ()
    applies: bool = False


class Receiver(NamedTuple):
    """Who is paid for a coupon; `contact` is None where an account's coupons show different ones."""

    kind: PayeeKind
    key: str
    contact: Contact | None
    first: str = Channel.SMS.value
    own: tuple[str, ...] = ()
    applies: bool = False


def route_of(held: Held, rules: Bulletin, as_of: datetime) -> str:
    """By which route an enquiry is awarded: the site's for a coupon off the app that the bulletin pays case B of."""
    return SPECIAL_SITE if _pays_out(rules) and not held.is_on_app(rules, as_of) else AUTOMATIC


def receiver_of(held: Held, to: PayTo | None, terms: Terms) -> Receiver | None:
    """The account that the coupon is charged to, else the caller; None where the bulletin pays no case B out."""
    if to is None or not _pays_out(terms.rules):
        return None
    if not held.is_on_app(terms.rules, terms.as_of):
        return Receiver(PayeeKind.APPLICANT, to.number, to.contact, to.channel, to.own, to.applies)
    rows = coupons_of_account(terms.programme.pk, held.app_account, terms.rules, terms.as_of)
    account = account_of(rows, terms.as_of)
    return Receiver(PayeeKind.APP_ACCOUNT, account.key, _NOWHERE if account.withdrawn else account.contact)


def _pays_out(rules: Bulletin) -> bool:
    return rules.case_b is not None and rules.case_b.remedy.kind == "pay_out"


class EnquiryPayment:
    """The steps from one enquiry's decision to its payout."""

    def __init__(self, awarding: Awarding, claim_id: int, held: Held, judged: Judged, receiver: Receiver) -> None:
        self._awarding, self._claim_id, self._held, self._receiver = awarding, claim_id, held, receiver
        self._decision, self._yen = judged.decision, judged.paid
        self._is_due = any(line.case == "B" and line.remedy == "pay" and line.yen for line in judged.decision.lines)
        self._payee_id = awarding.standing.payees.get(receiver.key)

    @property
    def awaits_application(self) -> bool:
        """Whether the caller's application pays this: two payees of one coupon would each stop the other's money."""
        return self._is_due and self._receiver.applies and self._awarding.owed_for(self._held) is None

    @property
    def is_paid_by_application(self) -> bool:
        """Whether the caller's own application was paid the deduction already: then nothing is left to do."""
        owed, payees = self._awarding.owed_for(self._held), self._awarding.standing.payees
        if owed is not None and self._is_joined(owed):
            return True
        if owed is None or owed.payee_id not in {payees.get(number) for number in self._receiver.own}:
            return False
        of_others = paying_lines(self._held.id).exclude(
            decision__subject_kind=SubjectKind.CLAIM, decision__subject_id=self._claim_id
        )
        return of_others.exists()

    def _is_joined(self, owed: Owed) -> bool:
        """Whether this call was paid before a person joined it with an application, which is owed the rest."""
        if self._payee_id is None or owed.payee_id == self._payee_id:
            return False
        return PayoutLine.objects.filter(entitlement=owed.id, payout__payee=self._payee_id).exists()

    def held_back(self) -> str | None:
        """Why a person must look before anything is paid; None where nobody need."""
        owed = self._awarding.owed_for(self._held)
        if not self._is_due:
            return reasons.SUM_CHANGED if owed and self._yen < owed.owed and self._owes(owed) else None
        if self.awaits_application or self.is_paid_by_application:
            return None
        if self._held.restored_at is not None:
            # It is in the balance already, and would be paid once more.
            return RESTORED_OTHERWISE
        reason = self._awarding.held_back(self._held, self._yen, self._payee_id)
        is_paid = owed is not None and owed.committed == self._yen
        return reason if reason is not None or is_paid else self._unpayable()

    def _unpayable(self) -> str | None:
        if self._awarding.is_contested(self._held):
            return reasons.CLAIMED_ELSEWHERE
        if self._receiver.contact is None:
            return reasons.CONTACTS_DIFFER
        return None if self._channel() else reasons.NO_CONTACT

    def claw_back(self, recorded: Recorded) -> None:
        """Note what was owed too much by an earlier decision of this enquiry."""
        owed = self._awarding.owed_for(self._held)
        if owed is not None and (self._is_due or self._owes(owed)):
            lines = self._decision.lines
            self._awarding.claw_back(self._held, self._yen, self._payee_id, recorded, lines)

    def pay(self, recorded: Recorded) -> int:
        """Let the loss owe what the decision says, and pay what is missing of it; the yen of a payout made now."""
        contact, channel = self._receiver.contact, self._channel()
        if not self._is_due or self.awaits_application or self.is_paid_by_application:
            return 0
        if contact is None or channel is None:
            return 0
        payee_id = self._payee_id or self._awarding.rows.payee(self._receiver.kind, self._receiver.key, contact)
        part = self._awarding.part(self._held, self._yen, payee_id, recorded)
        return self._awarding.pay(payee_id, [part], (channel, contact)) if part else 0

    def _channel(self) -> str | None:
        sending, contact = self._awarding.terms.sending, self._receiver.contact
        return choose_channel(sending.channels, contact, first=self._receiver.first) if sending and contact else None

    def _owes(self, owed: Owed) -> bool:
        """Whether a decision of this very enquiry made the entitlement; any other is watched by who made it."""
        made_here = Entitlement.objects.filter(
            pk=owed.id, line__decision__subject_kind=SubjectKind.CLAIM, line__decision__subject_id=self._claim_id
        )
        return made_here.exists()
